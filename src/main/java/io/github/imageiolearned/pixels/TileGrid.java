// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.util.ArrayList;
import java.util.List;

/**
 * The tiles of a picture, numbered row by row. A tile is {@code side} pixels wide and high; the last of a row or column
 * takes in a remainder of less than half a side, so that no tile is a sliver: widths lie between half a side (unless
 * the picture is smaller) and one and a half.
 */
public final class TileGrid {
    private final int width;
    private final int height;
    private final int side;
    private final int columns;
    private final int rows;

    /**
     * Cuts a picture into tiles.
     *
     * @param width width of the picture in pixels, at least 1
     * @param height height of the picture in pixels, at least 1
     * @param side side of a tile in pixels, at least 64
     */
    public TileGrid(int width, int height, int side) {
        if (width < 1 || height < 1 || side < 64) {
            throw new IllegalArgumentException("no tiles: " + width + "x" + height + ", side " + side);
        }
        this.width = width;
        this.height = height;
        this.side = side;
        this.columns = count(width, side);
        this.rows = count(height, side);
    }

    private static int count(int length, int side) {
        return (int) Math.max(1, ((long) length + side / 2) / side);
    }

    /**
     * Returns the number of tiles.
     *
     * @return at least 1
     */
    public int size() {
        return Math.multiplyExact(columns, rows);
    }

    /**
     * Returns the number of tiles in a row.
     *
     * @return at least 1
     */
    public int columns() {
        return columns;
    }

    /**
     * Returns the number of tiles in a column.
     *
     * @return at least 1
     */
    public int rows() {
        return rows;
    }

    /**
     * Returns the pixels of a tile.
     *
     * @param index number of the tile, 0 to {@link #size()} - 1
     * @return its rectangle in the picture
     */
    public Region tile(int index) {
        int column = index % columns;
        int row = index / columns;
        int x = column * side;
        int y = row * side;
        return new Region(x, y, column == columns - 1 ? width - x : side, row == rows - 1 ? height - y : side);
    }

    /**
     * Returns the tiles that share a pixel with a region.
     *
     * @param region part of the picture
     * @return numbers of tiles, ascending
     */
    public List<Integer> tilesIn(Region region) {
        List<Integer> touched = new ArrayList<>();
        int firstColumn = Math.min(columns - 1, region.x() / side);
        int lastColumn = Math.min(columns - 1, (region.right() - 1) / side);
        int firstRow = Math.min(rows - 1, region.y() / side);
        int lastRow = Math.min(rows - 1, (region.bottom() - 1) / side);
        for (int row = firstRow; row <= lastRow; row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                touched.add(row * columns + column);
            }
        }
        return touched;
    }
}

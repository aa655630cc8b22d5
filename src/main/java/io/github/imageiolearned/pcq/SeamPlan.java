// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.util.ArrayList;
import java.util.List;

/**
 * Which pixels of a region hang on one tile alone and which on several. Every pixel of the picture lies in the inner part
 * of one tile, in the seam between two, or in the corner between four.
 */
final class SeamPlan {
    /** Pixels on each side of a seam that hang on the other side. */
    static final int REACH = 16;

    private final TileGrid grid;
    private final Region region;

    /**
     * Pixels that hang on several tiles.
     *
     * @param output the pixels
     * @param beside whether some of the tiles lie beside others
     * @param stacked whether some of the tiles lie above others
     * @param tiles their numbers, ascending: two, or four around a corner
     */
    record Seam(Region output, boolean beside, boolean stacked, int... tiles) {
        boolean corner() {
            return beside && stacked;
        }
    }

    /**
     * Plans the decoding of a region.
     *
     * @param grid tiles of the picture
     * @param region pixels wanted
     */
    SeamPlan(TileGrid grid, Region region) {
        this.grid = grid;
        this.region = region;
    }

    /** Numbers of the tiles on which pixels of the region hang. */
    List<Integer> tiles() {
        Region last = grid.tile(grid.size() - 1);
        return grid.tilesIn(region.grow(REACH, last.right(), last.bottom()));
    }

    /** Pixels of a tile that do not hang on others. */
    Region inner(int tile) {
        Region place = grid.tile(tile);
        int x = place.x() + (hasLeft(tile) ? REACH : 0);
        int y = place.y() + (hasAbove(tile) ? REACH : 0);
        int right = place.right() - (hasRight(tile) ? REACH : 0);
        int bottom = place.bottom() - (hasBelow(tile) ? REACH : 0);
        return new Region(x, y, right - x, bottom - y);
    }

    boolean hasLeft(int tile) {
        return tile % grid.columns() > 0;
    }

    boolean hasRight(int tile) {
        return tile % grid.columns() < grid.columns() - 1;
    }

    boolean hasAbove(int tile) {
        return tile >= grid.columns();
    }

    boolean hasBelow(int tile) {
        return tile / grid.columns() < grid.rows() - 1;
    }

    /** The seams and corners of a tile of which the region needs pixels. */
    List<Seam> seams(int tile) {
        List<Seam> seams = new ArrayList<>();
        int column = tile % grid.columns();
        int row = tile / grid.columns();
        for (int y = Math.max(0, row - 1); y <= row; y++) {
            for (int x = Math.max(0, column - 1); x <= column; x++) {
                int first = y * grid.columns() + x;
                int below = first + grid.columns();
                Region inner = inner(first);
                if (hasRight(first) && y == row) {
                    Region output = new Region(inner.right(), inner.y(), 2 * REACH, inner.height());
                    seams.add(new Seam(output, true, false, first, first + 1));
                }
                if (hasBelow(first) && x == column) {
                    Region output = new Region(inner.x(), inner.bottom(), inner.width(), 2 * REACH);
                    seams.add(new Seam(output, false, true, first, below));
                }
                if (hasRight(first) && hasBelow(first)) {
                    Region output = new Region(inner.right(), inner.bottom(), 2 * REACH, 2 * REACH);
                    seams.add(new Seam(output, true, true, first, first + 1, below, below + 1));
                }
            }
        }
        seams.removeIf(seam -> !seam.output.intersects(region));
        return seams;
    }
}

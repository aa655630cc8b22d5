// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * A tile while it is coded: its decoded pixels so far, its coefficients, and for each cell of 8×8 pixels what its block
 * was. Blocks are coded in a quadtree under units of 32×32 pixels, the units row by row.
 */
final class TileState {
    /** Log2 of the side of a unit. */
    static final int UNIT_SHIFT = 5;

    /** Pixels of a unit. */
    static final int UNIT_AREA = 1 << 2 * UNIT_SHIFT;

    private static final int CELLS = 1 << UNIT_SHIFT - 3;

    /** Bands. */
    final int bands;

    /** Length of a row of pixels: the width, rounded up to whole units. */
    final int stride;

    /** Height rounded up to whole units. */
    final int rows;

    /** Width in cells, without cells that hold no pixel of the tile. */
    final int cellColumns;

    /** Height in cells, likewise. */
    final int cellRows;

    /** Length of a row of cell arrays. */
    final int cellStride;

    /** Decoded pixels of each band, in 1/16. */
    final int[][] planes;

    /** Quantised coefficients of each band, unit by unit; in a unit, block after block in quadtree order. */
    final short[][] levels;

    /** Size of each cell's block: 0 is 8 pixels. */
    final byte[] sizeOf;

    /** Class of each cell's block. */
    final byte[] classOf;

    /** Whether each cell's block codes the bands after the first with the class of the first. */
    final byte[] shareOf;

    /** For each band after the first the number of its multiple of the first ({@link Slopes}) in each cell's block. */
    final byte[][] slopeOf;

    /** For each band, how much each cell's block holds: the sum of its levels for each 64 pixels, at most 255. */
    final byte[][] amountOf;

    /** Value of a pixel where nothing is known, for each band, in 1/16. */
    final int[] neutral;

    TileState(int width, int height, int[] neutral) {
        this.bands = neutral.length;
        this.neutral = neutral;
        stride = width + 31 & ~31;
        rows = height + 31 & ~31;
        cellColumns = (width + 7) / 8;
        cellRows = (height + 7) / 8;
        cellStride = stride / 8;
        planes = new int[bands][stride * rows];
        levels = new short[bands][stride * rows];
        int cells = cellStride * rows / 8;
        sizeOf = new byte[cells];
        classOf = new byte[cells];
        shareOf = new byte[cells];
        slopeOf = new byte[bands][cells];
        amountOf = new byte[bands][cells];
    }

    /** Index of a cell. */
    int cell(int x, int y) {
        return (y >> 3) * cellStride + (x >> 3);
    }

    /** Where the levels of a block begin. */
    int levelsAt(int x, int y) {
        int unit = (y >> UNIT_SHIFT) * (stride >> UNIT_SHIFT) + (x >> UNIT_SHIFT);
        return unit * UNIT_AREA + order(x, y) * 64;
    }

    /** Place of a cell in the quadtree order of its unit. */
    private static int order(int x, int y) {
        int column = x >> 3 & CELLS - 1;
        int row = y >> 3 & CELLS - 1;
        return column & 1 | (row & 1) << 1 | (column & 2) << 1 | (row & 2) << 2;
    }

    /** Whether the pixels right above a block's right neighbour are decoded when the block is. */
    boolean aboveRight(int x, int y, int side) {
        int right = x + side;
        if (y == 0 || right >= cellColumns * 8) {
            return false;
        }
        boolean topOfUnit = (y & (1 << UNIT_SHIFT) - 1) == 0;
        boolean rightOfUnit = (right & (1 << UNIT_SHIFT) - 1) == 0;
        if (topOfUnit) {
            return true;
        }
        return !rightOfUnit && order(right, y - 1) < order(x, y);
    }

    /** Whether a square holds no pixel of the tile, so that nothing is coded for it. */
    boolean outside(int x, int y) {
        return x >= cellColumns * 8 || y >= cellRows * 8;
    }

    /** Whether a square of more than a cell holds cells without a pixel of the tile, so that it must be cut. */
    boolean crosses(int x, int y, int size) {
        int side = 8 << size;
        return size > 0 && (x + side > cellColumns * 8 || y + side > cellRows * 8);
    }

    /** Notes a block. */
    void mark(int x, int y, int size, int blockClass, int share) {
        fill(sizeOf, x, y, size, size);
        fill(classOf, x, y, size, blockClass);
        fill(shareOf, x, y, size, share);
    }

    /** Notes how much a block holds in a band. */
    void markAmount(int x, int y, int size, int band, int sum) {
        setAmount(x, y, size, band, Math.min(255, sum + (1 << 2 * size) - 1 >> 2 * size));
    }

    /** Sets the amount of a block's cells. */
    void setAmount(int x, int y, int size, int band, int amount) {
        fill(amountOf[band], x, y, size, amount);
    }

    /** Sets the multiple of the first band in a block's cells. */
    void setSlope(int x, int y, int size, int band, int slope) {
        fill(slopeOf[band], x, y, size, slope);
    }

    private void fill(byte[] values, int x, int y, int size, int value) {
        int cells = 1 << size;
        int first = cell(x, y);
        for (int row = 0; row < cells; row++) {
            int from = first + row * cellStride;
            Arrays.fill(values, from, from + cells, (byte) value);
        }
    }

    /** Mean amount of the cells left and above a block, times 4. */
    int neighbourAmount(int x, int y, int size, int band) {
        int cells = 1 << size;
        int first = cell(x, y);
        byte[] amounts = amountOf[band];
        int left = 0;
        int above = 0;
        if (x > 0) {
            for (int i = 0; i < cells; i++) {
                left += amounts[first - 1 + i * cellStride] & 0xff;
            }
        }
        if (y > 0) {
            for (int i = 0; i < cells; i++) {
                above += amounts[first - cellStride + i] & 0xff;
            }
        }
        if (x == 0) {
            left = above;
        } else if (y == 0) {
            above = left;
        }
        return 2 * (left + above) >> size;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Guesses from the original how a unit is best cut, for an encoder that has no time to try: smooth squares stay whole, and
 * so do evenly textured ones; a square with something in a corner of it is cut.
 */
final class SizeGuess {
    /** Squared difference from pixel to pixel, in squared steps, up to which 32×32 pixels are smooth. */
    private static final float SMOOTH = 0.08f;

    /** Squares of 16×16 are cut if their liveliest quarter is above this... */
    private static final float LIVELY = 0.3f;

    /** ...and holds more than this share of it all. */
    private static final float UNEVEN = 0.35f;

    private final TileState tile;
    private final float[] plane;
    private final float scale;
    private final float[] cells = new float[16];

    /**
     * Prepares for a tile.
     *
     * @param plane original pixels of the first band, in 1/16
     * @param step quantiser step, in 1/16
     */
    SizeGuess(TileState tile, float[] plane, int step) {
        this.tile = tile;
        this.plane = plane;
        scale = 1f / (64f * step * step);
    }

    /** Looks at a unit. */
    void look(int x, int y) {
        for (int row = 0; row < 4; row++) {
            for (int column = 0; column < 4; column++) {
                cells[4 * row + column] = scale * liveliness((y + 8 * row) * tile.stride + x + 8 * column);
            }
        }
    }

    private float liveliness(int from) {
        float sum = 0;
        for (int row = 0; row < 7; row++) {
            int at = from + row * tile.stride;
            for (int i = at; i < at + 7; i++) {
                float across = plane[i + 1] - plane[i];
                float down = plane[i + tile.stride] - plane[i];
                sum += across * across + down * down;
            }
        }
        return sum;
    }

    /** Whether to cut a square of the unit. */
    boolean cut(int x, int y, int size) {
        int first = (y >> 3 & 3) * 4 + (x >> 3 & 3);
        int side = 1 << size;
        float most = 0;
        float sum = 0;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                float cell = cells[first + 4 * row + column];
                most = Math.max(most, cell);
                sum += cell;
            }
        }
        return size == 2 ? most > SMOOTH : most > LIVELY && most > UNEVEN * sum;
    }
}

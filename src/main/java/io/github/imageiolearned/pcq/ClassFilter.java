// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.Priors;

/**
 * Brings decoded pixels closer to what they were: each square of 4×4 is filtered with the weights of its class, which is
 * that of the direction and the size of the second differences around it, as in the adaptive loop filter of VVC (Karczewicz
 * and others, "VVC in-loop filters", 2021). The weights are learned offline by models/training/pcq and part of the file
 * format; a tile says how strongly they apply. All in integers.
 */
final class ClassFilter {
    /** Strengths are 0 (none) to this, in halves of what was learned. */
    static final int STRONGEST = 3;

    private static final String SHA_256 = "cfc7323040ffb3108208973e7f1e580bf77bb63769873f11ac3df064fd7e0e02";
    private static final byte[] WEIGHTS = Priors.load(ClassFilter.class, "filters.bin", SHA_256);

    /** Reach of a filter. */
    private static final int MARGIN = 3;

    private static final int PAIRS = 12;
    private static final int CLIPS = 3;
    private static final int[] STEPS = {200, 500};
    private static final int DIRECTIONS = 9;
    private static final int[] ACTIVITIES = {1, 2, 3, 5, 8, 12};

    /** Weights are in 2^-8, strengths in halves. */
    private static final int SHIFT = 9;

    private final int columns;
    private final int rows;
    private final int step;
    private final int strength;
    private final int padded;
    private final int[] source;
    private final int[] offsets = new int[PAIRS];
    private final int[] limits;

    /** For each direction, sums of second differences over four rows, two columns of repetition at each end. */
    private int[][] above;

    private int[][] below;

    private ClassFilter(int columns, int rows, int step, int strength) {
        this.columns = columns;
        this.rows = rows;
        this.step = step;
        this.strength = strength;
        padded = columns + 2 * MARGIN;
        source = new int[padded * (rows + 2 * MARGIN)];
        int pair = 0;
        for (int dy = 0; dy <= MARGIN; dy++) {
            for (int dx = dy - MARGIN; dx <= MARGIN - dy; dx++) {
                if (dy > 0 || dx > 0) {
                    offsets[pair++] = dy * padded + dx;
                }
            }
        }
        limits = new int[] {Math.max(1, step >> 2), step, 4 * step};
        above = new int[4][columns + 4];
        below = new int[4][columns + 4];
    }

    /**
     * Filters a band of a tile.
     *
     * @param tile whose band it is
     * @param plane pixels of the band, in 1/16, changed
     * @param strength 1 to {@value #STRONGEST}
     * @param step quantiser step, in 1/16
     */
    static void filter(TileState tile, int[] plane, int strength, int step) {
        new ClassFilter(tile.cellColumns * 8, tile.cellRows * 8, step, strength).run(plane, tile.stride);
    }

    private void run(int[] plane, int stride) {
        for (int y = -MARGIN; y < rows + MARGIN; y++) {
            int from = Math.max(0, Math.min(rows - 1, y)) * stride;
            int to = (y + MARGIN) * padded;
            System.arraycopy(plane, from, source, to + MARGIN, columns);
            java.util.Arrays.fill(source, to, to + MARGIN, plane[from]);
            java.util.Arrays.fill(source, to + MARGIN + columns, to + padded, plane[from + columns - 1]);
        }
        differences(-2);
        for (int y = 0; y < rows; y += 4) {
            int[][] swapped = above;
            above = below;
            below = swapped;
            differences(y + 2);
            for (int x = 0; x < columns; x += 4) {
                square(plane, y * stride + x, stride, (y + MARGIN) * padded + x + MARGIN, classAt(x));
            }
        }
    }

    /** Sums the second differences of four rows into {@link #below}. */
    private void differences(int first) {
        for (int[] sums : below) {
            java.util.Arrays.fill(sums, 0);
        }
        for (int y = first; y < first + 4; y++) {
            int row = (Math.max(0, Math.min(rows - 1, y)) + MARGIN) * padded + MARGIN;
            difference(row, padded, below[0]);
            difference(row, 1, below[1]);
            difference(row, padded + 1, below[2]);
            difference(row, padded - 1, below[3]);
        }
        for (int[] sums : below) {
            java.util.Arrays.fill(sums, 0, 2, sums[2]);
            java.util.Arrays.fill(sums, columns + 2, columns + 4, sums[columns + 1]);
        }
    }

    private void difference(int row, int offset, int[] sums) {
        for (int x = 0; x < columns; x++) {
            int at = row + x;
            sums[x + 2] += Math.abs(2 * source[at] - source[at - offset] - source[at + offset]);
        }
    }

    /** Class of the square at a column of the current four rows. */
    private int classAt(int x) {
        int vertical = window(0, x);
        int horizontal = window(1, x);
        int falling = window(2, x);
        int rising = window(3, x);
        int straight = Math.max(vertical, horizontal);
        int weak = Math.min(vertical, horizontal) + 1;
        int slanted = Math.max(falling, rising);
        int weaker = Math.min(falling, rising) + 1;
        boolean diagonal = (long) slanted * weak > (long) straight * weaker;
        long strong = diagonal ? slanted : straight;
        long other = diagonal ? weaker : weak;
        int which = diagonal ? (falling > rising ? 3 : 2) : vertical > horizontal ? 1 : 0;
        int direction = strong <= 2 * other ? 0 : 1 + 2 * which + (2 * strong > 9 * other ? 1 : 0);
        long amount = ((long) vertical + horizontal) * 8 / (64L * step);
        return (above(STEPS, step) * DIRECTIONS + direction) * (ACTIVITIES.length + 1) + above(ACTIVITIES, amount);
    }

    private static int above(int[] limits, long value) {
        int count = 0;
        while (count < limits.length && value >= limits[count]) {
            count++;
        }
        return count;
    }

    private int window(int kind, int x) {
        int[] upper = above[kind];
        int[] lower = below[kind];
        int sum = 0;
        for (int i = x; i < x + 8; i++) {
            sum += upper[i] + lower[i];
        }
        return sum;
    }

    private void square(int[] plane, int to, int stride, int from, int which) {
        for (int row = 0; row < 4; row++) {
            for (int i = 0; i < 4; i++) {
                int change = change(from + row * padded + i, which * PAIRS * CLIPS);
                plane[to + row * stride + i] += strength * change + (1 << SHIFT - 1) >> SHIFT;
            }
        }
    }

    private int change(int at, int weights) {
        int centre = source[at];
        int low = limits[0];
        int middle = limits[1];
        int high = limits[2];
        int sum = 0;
        int w = weights;
        for (int offset : offsets) {
            int a = source[at + offset] - centre;
            int b = source[at - offset] - centre;
            sum += WEIGHTS[w] * (clip(a, low) + clip(b, low))
                    + WEIGHTS[w + 1] * (clip(a, middle) + clip(b, middle))
                    + WEIGHTS[w + 2] * (clip(a, high) + clip(b, high));
            w += CLIPS;
        }
        return sum;
    }

    private static int clip(int value, int limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}

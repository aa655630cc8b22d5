// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * The class of each square of 4×4 pixels: the direction and the size of the second differences around it, as in the
 * adaptive loop filter of VVC (Karczewicz and others, "VVC in-loop filters", 2021), and the coarseness of the quantiser.
 */
final class SquareClasses {
    private static final int[] STEPS = {200, 500, 1300};
    private static final int DIRECTIONS = 9;
    private static final int[] ACTIVITIES = {1, 2, 3, 5, 8, 12};

    /** Number of classes. */
    static final int COUNT = (STEPS.length + 1) * DIRECTIONS * (ACTIVITIES.length + 1);

    private final PaddedPlane plane;
    private final int step;
    private final int group;
    private final short[] classes;

    /** For each direction, sums of second differences over four rows, two columns of repetition at each end. */
    private int[][] above;

    private int[][] below;

    private SquareClasses(PaddedPlane plane, int step) {
        this.plane = plane;
        this.step = step;
        group = above(STEPS, step);
        above = new int[4][plane.columns + 4];
        below = new int[4][plane.columns + 4];
        classes = new short[(plane.columns >> 2) * (plane.rows >> 2)];
    }

    /**
     * Classifies.
     *
     * @param plane the first band
     * @param step quantiser step, in 1/16
     * @return classes of the squares, row by row
     */
    static short[] of(PaddedPlane plane, int step) {
        SquareClasses squares = new SquareClasses(plane, step);
        squares.differences(-2);
        int to = 0;
        for (int y = 0; y < plane.rows; y += 4) {
            int[][] swapped = squares.above;
            squares.above = squares.below;
            squares.below = swapped;
            squares.differences(y + 2);
            for (int x = 0; x < plane.columns; x += 4) {
                squares.classes[to++] = (short) squares.classAt(x);
            }
        }
        return squares.classes;
    }

    /** Sums the second differences of four rows into {@link #below}. */
    private void differences(int first) {
        for (int[] sums : below) {
            Arrays.fill(sums, 0);
        }
        int columns = plane.columns;
        for (int y = first; y < first + 4; y++) {
            int row = plane.at(0, Math.max(0, Math.min(plane.rows - 1, y)));
            difference(plane.pixels, row, plane.stride, below[0], columns);
            difference(plane.pixels, row, 1, below[1], columns);
            difference(plane.pixels, row, plane.stride + 1, below[2], columns);
            difference(plane.pixels, row, plane.stride - 1, below[3], columns);
        }
        for (int[] sums : below) {
            Arrays.fill(sums, 0, 2, sums[2]);
            Arrays.fill(sums, columns + 2, columns + 4, sums[columns + 1]);
        }
    }

    private static void difference(int[] pixels, int row, int offset, int[] sums, int columns) {
        for (int x = 0; x < columns; x++) {
            sums[x + 2] += Math.abs(2 * pixels[row + x] - pixels[row + x - offset] - pixels[row + x + offset]);
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
        return (group * DIRECTIONS + direction) * (ACTIVITIES.length + 1) + above(ACTIVITIES, amount);
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
}

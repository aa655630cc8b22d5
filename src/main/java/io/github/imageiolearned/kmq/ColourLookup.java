// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/**
 * Finds the palette colour nearest to any point: the points are put into cells, and each cell remembers which colours can
 * be the nearest of one of its points. Not thread-safe.
 */
final class ColourLookup {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int SHIFT = 8;
    private static final int SIDE = 1 << SHIFT;
    private static final int MAX = 255 * ColourPoints.SCALE;

    private final short[] colours;
    private final int[][] candidates = new int[1 << 4 * D][];

    /**
     * Takes the colours.
     *
     * @param colours {@value ColourPoints#DIMENSIONS} coordinates each
     */
    ColourLookup(short[] colours) {
        this.colours = colours;
    }

    /** The index nearest to a point, the smallest of equals; coordinates beyond the ends count as the ends. */
    int nearest(int[] point) {
        int x0 = clip(point[0]);
        int x1 = clip(point[1]);
        int x2 = clip(point[2]);
        int x3 = clip(point[3]);
        int cell = ((x0 >> SHIFT << 4 | x1 >> SHIFT) << 4 | x2 >> SHIFT) << 4 | x3 >> SHIFT;
        if (candidates[cell] == null) {
            candidates[cell] = search(new int[] {x0 >> SHIFT, x1 >> SHIFT, x2 >> SHIFT, x3 >> SHIFT});
        }
        int best = -1;
        int least = Integer.MAX_VALUE;
        for (int i : candidates[cell]) {
            int d0 = colours[D * i] - x0;
            int d1 = colours[D * i + 1] - x1;
            int d2 = colours[D * i + 2] - x2;
            int d3 = colours[D * i + 3] - x3;
            int square = d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
            if (square < least) {
                least = square;
                best = i;
            }
        }
        return best;
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(MAX, value));
    }

    private int[] search(int[] cell) {
        int size = colours.length / D;
        long[] nearestCorner = new long[size];
        long bound = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            long farthest = 0;
            for (int d = 0; d < D; d++) {
                long below = (long) cell[d] * SIDE - colours[D * i + d];
                long above = below + SIDE - 1;
                long near = below > 0 ? below : above < 0 ? above : 0;
                long far = Math.max(Math.abs(below), Math.abs(above));
                nearestCorner[i] += near * near;
                farthest += far * far;
            }
            bound = Math.min(bound, farthest);
        }
        int[] found = new int[size];
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (nearestCorner[i] <= bound) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }
}

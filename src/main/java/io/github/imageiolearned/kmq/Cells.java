// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/** Points put together into the cells of a grid, each represented by its mean. */
final class Cells {
    private static final int D = ColourPoints.DIMENSIONS;
    /** Coordinate bits below those that the finest cells tell apart. */
    private static final int FINEST = 5;

    private static final int INDEX_BITS = 24;
    /** The bits of numbers below 128, each moved to {@value ColourPoints#DIMENSIONS} times its place. */
    private static final long[] SPREAD = new long[1 << 7];

    static {
        for (int i = 0; i < SPREAD.length; i++) {
            for (int bit = 0; bit < 7; bit++) {
                SPREAD[i] |= (long) (i >> bit & 1) << D * bit;
            }
        }
    }

    private final ColourPoints points;
    private final int[] cellOf;

    private Cells(ColourPoints points, int[] cellOf) {
        this.points = points;
        this.cellOf = cellOf;
    }

    /** The finest grid with cells of 2^s steps that leaves no more cells than asked. */
    static Cells of(ColourPoints points, int most) {
        if (points.size() <= most) {
            return new Cells(points, null);
        }
        // Bits of all coordinates from the highest to the lowest: cells of every size lie together.
        long[] keyed = new long[points.size()];
        for (int i = 0; i < keyed.length; i++) {
            long key = 0;
            for (int d = 0; d < D; d++) {
                key |= SPREAD[points.coordinates[D * i + d] >> FINEST] << d;
            }
            keyed[i] = key << INDEX_BITS | i;
        }
        Arrays.parallelSort(keyed);
        int ignored = INDEX_BITS;
        int cells = count(keyed, ignored);
        while (cells > most) {
            ignored += D;
            cells = count(keyed, ignored);
        }
        return of(points, keyed, ignored, cells);
    }

    private static int count(long[] keyed, int ignored) {
        int cells = 1;
        for (int i = 1; i < keyed.length; i++) {
            cells += keyed[i] >>> ignored == keyed[i - 1] >>> ignored ? 0 : 1;
        }
        return cells;
    }

    private static Cells of(ColourPoints points, long[] keyed, int ignored, int cells) {
        int[] cellOf = new int[keyed.length];
        short[] coordinates = new short[D * cells];
        int[] weights = new int[cells];
        long[] sums = new long[D];
        int cell = 0;
        long weight = 0;
        for (int i = 0; i < keyed.length; i++) {
            int point = (int) (keyed[i] & (1 << INDEX_BITS) - 1);
            cellOf[point] = cell;
            weight += points.weights[point];
            for (int d = 0; d < D; d++) {
                sums[d] += (long) points.coordinates[D * point + d] * points.weights[point];
            }
            if (i + 1 == keyed.length || keyed[i + 1] >>> ignored != keyed[i] >>> ignored) {
                for (int d = 0; d < D; d++) {
                    coordinates[D * cell + d] = (short) ((sums[d] + weight / 2) / weight);
                }
                weights[cell++] = (int) Math.min(Integer.MAX_VALUE, weight);
                weight = 0;
                Arrays.fill(sums, 0);
            }
        }
        return new Cells(new ColourPoints(coordinates, weights), cellOf);
    }

    /** The means of the cells, weighted. */
    ColourPoints points() {
        return points;
    }

    /** The cell of a point. */
    int cellOf(int point) {
        return cellOf == null ? point : cellOf[point];
    }
}

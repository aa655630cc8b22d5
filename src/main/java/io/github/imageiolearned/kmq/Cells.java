// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/** Points put together into the cells of a grid, each represented by its mean. */
final class Cells {
    private static final int D = ColourPoints.DIMENSIONS;

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
        for (int shift = 5; ; shift++) {
            long[] keyed = new long[points.size()];
            for (int i = 0; i < keyed.length; i++) {
                long key = 0;
                for (int d = 0; d < D; d++) {
                    key = key << 8 | points.coordinates[D * i + d] >> shift;
                }
                keyed[i] = key << 24 | i;
            }
            Arrays.parallelSort(keyed);
            int cells = 1;
            for (int i = 1; i < keyed.length; i++) {
                cells += keyed[i] >>> 24 == keyed[i - 1] >>> 24 ? 0 : 1;
            }
            if (cells <= most) {
                return of(points, keyed, cells);
            }
        }
    }

    private static Cells of(ColourPoints points, long[] keyed, int cells) {
        int[] cellOf = new int[keyed.length];
        short[] coordinates = new short[D * cells];
        int[] weights = new int[cells];
        long[] sums = new long[D];
        int cell = 0;
        long weight = 0;
        for (int i = 0; i < keyed.length; i++) {
            int point = (int) (keyed[i] & 0xffffff);
            cellOf[point] = cell;
            weight += points.weights[point];
            for (int d = 0; d < D; d++) {
                sums[d] += (long) points.coordinates[D * point + d] * points.weights[point];
            }
            if (i + 1 == keyed.length || keyed[i + 1] >>> 24 != keyed[i] >>> 24) {
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

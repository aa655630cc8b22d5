// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
    private final int[] members;

    private Cells(ColourPoints points, int[] cellOf, int[] members) {
        this.points = points;
        this.cellOf = cellOf;
        this.members = members;
    }

    /**
     * Grids with cells of 2^s steps, from the finest that leaves no more cells than asked to the one that leaves fewer than
     * half as many as there are points; or the points themselves if they are few enough.
     */
    static List<Cells> levels(ColourPoints points, int most) {
        if (points.size() <= most) {
            return List.of(new Cells(points, null, null));
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
        List<Cells> levels = new ArrayList<>();
        int ignored = INDEX_BITS;
        int cells = count(keyed, ignored);
        while (cells > most) {
            if (cells < points.size() / 2) {
                levels.add(0, of(points, keyed, ignored, cells));
            }
            ignored += D;
            cells = count(keyed, ignored);
        }
        levels.add(0, of(points, keyed, ignored, cells));
        return levels;
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
        int[] members = new int[cells];
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
                members[cell] = point;
                weights[cell++] = (int) Math.min(Integer.MAX_VALUE, weight);
                weight = 0;
                Arrays.fill(sums, 0);
            }
        }
        return new Cells(new ColourPoints(coordinates, weights), cellOf, members);
    }

    /** The means of the cells, weighted. */
    ColourPoints points() {
        return points;
    }

    /** What the cells of a finer grid, or the points themselves for null, have of what these cells have. */
    int[] handDown(int[] had, Cells finer) {
        int[] members = finer == null ? null : finer.members;
        int[] down = new int[members == null ? cellOf == null ? had.length : cellOf.length : members.length];
        for (int i = 0; i < down.length; i++) {
            int point = members == null ? i : members[i];
            down[i] = had[cellOf == null ? point : cellOf[point]];
        }
        return down;
    }
}

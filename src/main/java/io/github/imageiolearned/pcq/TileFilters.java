// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;
import java.util.Arrays;

/**
 * How strongly a finished tile is filtered: strengths of {@link Deblocking} and {@link ClassFilter}, each for the first band
 * and for all others.
 *
 * @param deblocking two strengths
 * @param classes two strengths
 */
record TileFilters(int[] deblocking, int[] classes) {
    /** Bytes that they take at the head of a tile. */
    static final int BYTES = 2;

    /** The first band is of kind 0, others are of kind 1. */
    static final int KINDS = 2;

    /** Below this step there is little to filter. */
    private static final int FINE_STEP = 64;

    byte[] toBytes() {
        return new byte[] {(byte) (deblocking[0] << 4 | deblocking[1]), (byte) (classes[0] << 4 | classes[1])};
    }

    static TileFilters parse(byte[] coded) throws CorruptDataException {
        int first = coded[1] >> 4 & 15;
        int others = coded[1] & 15;
        if (first > ClassFilter.STRONGEST || others > ClassFilter.STRONGEST) {
            throw new CorruptDataException("filters that this version does not know");
        }
        return new TileFilters(new int[] {coded[0] >> 4 & 15, coded[0] & 15}, new int[] {first, others});
    }

    /** Filters all bands. */
    void apply(TileState tile, int step) {
        FilterArea area = new FilterArea(tile);
        area.set(0, 0, tile.cellColumns, tile.cellRows, this);
        area.filter(step);
    }

    /** The strengths that bring a tile closest to the original. */
    static TileFilters best(TileState tile, float[][] original, int step) {
        int[] deblocking = deblocking(tile, original, step, new int[] {0, 3, 6, 9, 12, 15});
        FilterArea area = new FilterArea(tile);
        area.set(0, 0, tile.cellColumns, tile.cellRows, new TileFilters(deblocking, new int[KINDS]));
        int[][] unfiltered = new int[tile.bands][];
        for (int band = 0; band < tile.bands; band++) {
            unfiltered[band] = tile.planes[band].clone();
        }
        area.filter(step);
        double[][] errors = area.errors(original, step);
        System.arraycopy(unfiltered, 0, tile.planes, 0, tile.bands);
        int[] classes = new int[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            for (int strength = 1; strength <= ClassFilter.STRONGEST; strength++) {
                classes[kind] = errors[kind][strength] < errors[kind][classes[kind]] ? strength : classes[kind];
            }
        }
        return new TileFilters(deblocking, classes);
    }

    /** Good strengths for little work: those that are best as a rule. */
    static TileFilters fast(int step) {
        int classes = step < FINE_STEP ? 0 : 2;
        return new TileFilters(new int[] {6, 6}, new int[] {classes, classes});
    }

    private static int[] deblocking(TileState tile, float[][] original, int step, int[] tried) {
        int[] plane = new int[tile.planes[0].length];
        byte[] strengths = new byte[tile.sizeOf.length];
        int[] best = new int[KINDS];
        double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int strength : tried) {
            Arrays.fill(strengths, (byte) strength);
            double[] errors = new double[KINDS];
            for (int band = 0; band < tile.bands; band++) {
                System.arraycopy(tile.planes[band], 0, plane, 0, plane.length);
                Deblocking.filter(tile, plane, strengths, step);
                errors[Math.min(1, band)] += squaredError(plane, original[band]);
            }
            for (int kind = 0; kind < KINDS; kind++) {
                if (errors[kind] < least[kind]) {
                    least[kind] = errors[kind];
                    best[kind] = strength;
                }
            }
        }
        return best;
    }

    private static double squaredError(int[] plane, float[] original) {
        double sum = 0;
        for (int i = 0; i < plane.length; i++) {
            double error = plane[i] - original[i];
            sum += error * error;
        }
        return sum;
    }
}

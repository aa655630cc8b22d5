// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;

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

    private static final int KINDS = 2;

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
        for (int band = 0; band < tile.bands; band++) {
            int kind = Math.min(1, band);
            deblock(tile, tile.planes[band], deblocking[kind], step);
            classify(tile, tile.planes[band], classes[kind], step);
        }
    }

    private static void deblock(TileState tile, int[] plane, int strength, int step) {
        if (strength > 0) {
            Deblocking.filter(tile, plane, strength, step);
        }
    }

    private static void classify(TileState tile, int[] plane, int strength, int step) {
        if (strength > 0) {
            ClassFilter.filter(tile, plane, strength, step);
        }
    }

    /** The strengths that bring a tile closest to the original. */
    static TileFilters best(TileState tile, float[][] original, int step) {
        int[] deblocking = strengths(
                tile,
                original,
                new int[] {0, 3, 6, 9, 12, 15},
                (plane, kind, strength) -> deblock(tile, plane, strength, step));
        int[] classes = strengths(tile, original, new int[] {0, 1, 2, 3}, (plane, kind, strength) -> {
            deblock(tile, plane, deblocking[kind], step);
            classify(tile, plane, strength, step);
        });
        return new TileFilters(deblocking, classes);
    }

    /** Good strengths for little work: those of {@link ClassFilter} are what is best as a rule. */
    static TileFilters fast(TileState tile, float[][] original, int step) {
        int[] deblocking = strengths(
                tile, original, new int[] {0, 6, 12}, (plane, kind, strength) -> deblock(tile, plane, strength, step));
        return new TileFilters(deblocking, new int[] {step < FINE_STEP ? 0 : 2, 0});
    }

    /** A filter of a band at some strength; kind 0 is the first band, 1 any other. */
    private interface Trial {
        void apply(int[] plane, int kind, int strength);
    }

    private static int[] strengths(TileState tile, float[][] original, int[] tried, Trial trial) {
        int[] plane = new int[tile.planes[0].length];
        int[] best = new int[KINDS];
        double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (int strength : tried) {
            double[] errors = new double[KINDS];
            for (int band = 0; band < tile.bands; band++) {
                int kind = Math.min(1, band);
                System.arraycopy(tile.planes[band], 0, plane, 0, plane.length);
                trial.apply(plane, kind, strength);
                errors[kind] += squaredError(plane, original[band]);
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

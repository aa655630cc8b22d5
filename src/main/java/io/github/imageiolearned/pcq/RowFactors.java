// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;

/**
 * The principal components of the rows of one band of a tile, quantised. With w(i) = σ(i)/δ, component i is held as
 * left(i) = σ(i) u(i) / δ and right(i) = σ(i) v(i) / δ, rounded, so that each number errs by the same amount in the
 * picture whatever its component's weight; pixel (r, c) is mean(c) + Σ δ · left(i, r) · right(i, c) / w(i).
 */
final class RowFactors {
    private static final int COUNT_BITS = 11;
    private static final int STEP_BITS = 30;

    /** Fraction bits of the step. */
    static final int STEP_FRACTION = 16;

    /** Fraction bits of a weight. */
    static final int WEIGHT_FRACTION = 6;

    private static final int PARTIAL_SHIFT = 14;
    private static final int SUM_SHIFT = 20;

    final int width;
    final int height;

    /** Quantiser step δ in 2^-16. */
    int step;

    /** Mean of each column. */
    final int[] mean;

    /** Weights w(i), in 2^-6. */
    int[] weights = {};

    /** Left vectors, one a row. */
    int[][] left = {};

    /** Right vectors, one a row. */
    int[][] right = {};

    RowFactors(int width, int height) {
        this.width = width;
        this.height = height;
        mean = new int[width];
    }

    /**
     * Writes the factors, or reads them.
     *
     * @param coder which way
     * @param broken tells whether reading has failed already
     */
    void code(VectorCoder coder, java.util.function.BooleanSupplier broken) throws CorruptDataException {
        int count = coder.number(weights.length, COUNT_BITS);
        step = coder.number(step, STEP_BITS);
        if (count > Math.min(width, height)) {
            throw new CorruptDataException(count + " components of " + width + "x" + height + " pixels");
        }
        coder.vector(mean);
        if (count != weights.length) {
            weights = new int[count];
            left = new int[count][];
            right = new int[count][];
        }
        coder.vector(weights);
        for (int i = 0; i < count; i++) {
            if (left[i] == null) {
                left[i] = new int[height];
                right[i] = new int[width];
            }
            coder.vector(left[i]);
            coder.vector(right[i]);
            if (broken.getAsBoolean()) {
                throw new CorruptDataException("a tile ends too early");
            }
        }
    }

    /**
     * Multiplies the factors out.
     *
     * @param plane receives the pixels of the band, 0 to 255
     */
    void reconstruct(short[] plane) {
        long[] sums = new long[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sums[x] = ((long) mean[x] << SUM_SHIFT) + (1 << SUM_SHIFT - 1);
            }
            for (int i = 0; i < weights.length; i++) {
                // δ / w(i) in 2^-34; the partial product is then cut to 2^-20.
                long scale = ((long) step << 24) / Math.max(1, weights[i]);
                long partial = left[i][y] * scale >> PARTIAL_SHIFT;
                if (partial != 0) {
                    int[] row = right[i];
                    for (int x = 0; x < width; x++) {
                        sums[x] += partial * row[x];
                    }
                }
            }
            for (int x = 0; x < width; x++) {
                plane[y * width + x] = (short) Math.max(0, Math.min(255, sums[x] >> SUM_SHIFT));
            }
        }
    }
}

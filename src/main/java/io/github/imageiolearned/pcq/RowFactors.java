// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;
import java.util.function.BooleanSupplier;

/**
 * The principal components of the rows of one band, quantised, for a part of the picture. Component i is held as
 * left(i) = σ(i) u(i) / δ and right(i) = σ'(i) v(i) / δ, rounded, so that each number errs by the same amount in the
 * picture whatever its component's weight; pixel (r, c) is mean(c) + Σ left(i, r) · right(i, c) · m(i) with
 * m(i) = δ² / σ'(i), a number of 5 bits and an exponent. σ' is σ as far as such a number can tell.
 */
final class RowFactors {
    /** Largest magnitude of a number in a vector. */
    static final int LIMIT = (1 << VectorCoder.MAX_LENGTH - 2) - 1;

    private static final int COUNT_BITS = 13;
    private static final int SCALE_FRACTION = 4;
    private static final int SCALE_ONE = 1 << SCALE_FRACTION;
    private static final int LARGEST_EXPONENT = 8;
    private static final int LARGEST_SCALE = 1023;
    private static final int SUM_SHIFT = 36;

    /** Mean of each column, in 1/64; null where only rows are needed. */
    int[] mean;

    /** Codes of the m(i). */
    int[] scales = {};

    /** For each component a number for each row; null where only columns are needed. */
    int[][] left;

    /** For each component a number for each column; null where only rows are needed. */
    int[][] right;

    RowFactors() {}

    /**
     * Finds the code of the number closest to m.
     *
     * @param m above 0
     */
    static int scale(double m) {
        int exponent = Math.min(LARGEST_EXPONENT, Math.getExponent(m));
        int mantissa = (int) Math.round(m / Math.scalb(1.0, exponent - SCALE_FRACTION)) - SCALE_ONE;
        int code = (LARGEST_EXPONENT - exponent) * SCALE_ONE + Math.min(mantissa, SCALE_ONE - 1);
        return Math.max(0, Math.min(LARGEST_SCALE, code));
    }

    /** The number that a code means. */
    static double value(int scale) {
        return Math.scalb(
                (double) SCALE_ONE + (scale & SCALE_ONE - 1), LARGEST_EXPONENT - SCALE_FRACTION - scale / SCALE_ONE);
    }

    /**
     * Writes what belongs to columns, or reads it.
     *
     * @param coder which way
     * @param columns how many
     * @param most most components that are allowed
     * @param broken tells whether reading has failed already
     */
    void codeColumns(VectorCoder coder, int columns, int most, BooleanSupplier broken) throws CorruptDataException {
        int count = coder.number(scales.length, COUNT_BITS);
        if (count > most) {
            throw new CorruptDataException(count + " components, at most " + most + " are possible");
        }
        mean = mean == null ? new int[columns] : mean;
        coder.vector(mean);
        scales = count == scales.length ? scales : new int[count];
        coder.vector(scales);
        right = vectors(coder, right, count, columns, broken);
        for (int scale : scales) {
            if (scale < 0 || scale > LARGEST_SCALE) {
                throw new CorruptDataException("a component of scale " + scale);
            }
        }
    }

    /**
     * Writes what belongs to rows, or reads it.
     *
     * @param coder which way
     * @param rows how many
     * @param most most components that are allowed
     * @param broken tells whether reading has failed already
     */
    void codeRows(VectorCoder coder, int rows, int most, BooleanSupplier broken) throws CorruptDataException {
        int count = coder.number(left == null ? 0 : left.length, COUNT_BITS);
        if (count > most) {
            throw new CorruptDataException(count + " components, at most " + most + " are possible");
        }
        left = vectors(coder, left, count, rows, broken);
    }

    private static int[][] vectors(VectorCoder coder, int[][] known, int count, int length, BooleanSupplier broken)
            throws CorruptDataException {
        int[][] vectors = known == null ? new int[count][] : known;
        int[] profile = new int[length];
        for (int i = 0; i < count; i++) {
            vectors[i] = vectors[i] == null ? new int[length] : vectors[i];
            coder.vector(vectors[i], profile);
            if (broken.getAsBoolean()) {
                throw new CorruptDataException("a tile ends too early");
            }
        }
        return vectors;
    }

    /**
     * Multiplies the factors out for one row.
     *
     * @param rows holds the numbers of rows
     * @param row which of them
     * @param sums room for as many numbers as there are columns
     * @param plane receives the samples
     * @param at where the row begins in the plane
     * @param from first column
     * @param to column after the last
     * @param largest largest value of a sample
     */
    void row(RowFactors rows, int row, long[] sums, short[] plane, int at, int from, int to, int largest) {
        for (int x = from; x < to; x++) {
            sums[x] = ((long) mean[x] << SUM_SHIFT - BandMatrix.MEAN_FRACTION) + (1L << SUM_SHIFT - 1);
        }
        for (int i = 0; i < scales.length; i++) {
            long partial = (long) rows.left[i][row] * (SCALE_ONE + (scales[i] & SCALE_ONE - 1));
            int shift = SUM_SHIFT + LARGEST_EXPONENT - SCALE_FRACTION - scales[i] / SCALE_ONE;
            partial = shift >= 0 ? partial << shift : partial >> -shift;
            if (partial != 0) {
                int[] numbers = right[i];
                for (int x = from; x < to; x++) {
                    sums[x] += partial * numbers[x];
                }
            }
        }
        for (int x = from; x < to; x++) {
            plane[at + x - from] = (short) Math.max(0, Math.min(largest, sums[x] >> SUM_SHIFT));
        }
    }
}

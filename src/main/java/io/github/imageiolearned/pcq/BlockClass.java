// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * One way to code a block: a linear predictor of its pixels from its {@link Border}, and an orthonormal basis of what the
 * predictor leaves over, whose vectors come in the order of their use.
 */
final class BlockClass {
    /** Pixels a side. */
    final int side;

    /** Number of basis vectors; those that would hardly ever be used are left out of large blocks. */
    final int components;

    /** Fraction bits of the basis. */
    final int basisBits;

    /** Basis vectors, {@code side * side} numbers each, row by row. */
    final int[][] basis;

    /** Fraction bits of the predictor. */
    final int predictorBits;

    /** For each border pixel what it gives to each pixel of the block; null for planar prediction. */
    final int[][] predictor;

    /** For the DCT, which of its vectors these are: vertical frequency * side + horizontal frequency; else null. */
    final short[] frequencies;

    BlockClass(int side, int basisBits, int[][] basis, short[] frequencies, int predictorBits, int[][] predictor) {
        this.frequencies = frequencies;
        this.side = side;
        this.components = basis.length;
        this.basisBits = basisBits;
        this.basis = basis;
        this.predictorBits = predictorBits;
        this.predictor = predictor;
    }

    /**
     * Predicts a block.
     *
     * @param border its neighbours
     * @param out receives {@code side * side} pixels, in 1/16
     */
    void predict(Border border, int[] out) {
        if (predictor == null) {
            border.planar(out);
            return;
        }
        int area = side * side;
        int reference = border.reference;
        Arrays.fill(out, 0, area, 1 << predictorBits - 1);
        Combination.add(out, border.pixels[0] - reference, predictor[0], area);
        for (int j = 1; j + 3 < border.count; j += 4) {
            Combination.add(out, border.pixels, j, reference, predictor, area);
        }
        for (int i = 0; i < area; i++) {
            out[i] = reference + (out[i] >> predictorBits);
        }
    }

    /**
     * Adds a multiple of a basis vector to a sum.
     *
     * @param component number of the vector
     * @param value coefficient, in 1/16
     * @param sum {@code side * side} sums, to be shifted by {@link #basisBits} in the end
     */
    void add(int component, int value, int[] sum) {
        Combination.add(sum, value, basis[component], side * side);
    }
}

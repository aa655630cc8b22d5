// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/** A {@link BlockClass} as an encoder needs it: floating point, and laid out for the way from pixels to coefficients. */
final class ForwardClass {
    private static final ForwardClass[][] ALL = new ForwardClass[Bases.SIZES][];

    static {
        for (int size = 0; size < Bases.SIZES; size++) {
            BlockClass[] classes = Bases.classes(size);
            ALL[size] = new ForwardClass[classes.length];
            for (int k = 0; k < classes.length; k++) {
                ALL[size][k] = new ForwardClass(classes[k]);
            }
        }
    }

    /** The class itself. */
    final BlockClass inverse;

    /** Number of leading components that are computed first. */
    final int lead;

    private final int area;
    private final float[][] predictor;
    private final float[][] sparsePredictor;

    /** For each pixel what it gives to the leading components, and to the others. */
    private final float[][] leading;

    private final float[][] following;

    /** For a large DCT: for each place what it gives to the frequencies; null otherwise. */
    private final float[][] cosines;

    private ForwardClass(BlockClass of) {
        inverse = of;
        area = of.side * of.side;
        lead = Math.min(of.components, of.side <= 8 ? 16 : 24);
        cosines = of.frequencies == null || of.side <= 8 ? null : cosines(of.side);
        leading = cosines == null ? transpose(of, 0, lead) : null;
        following = cosines == null ? transpose(of, lead, of.components) : null;
        int border = of.predictor == null ? 0 : of.predictor.length;
        predictor = new float[border][area];
        sparsePredictor = new float[border][area / 4];
        for (int j = 0; j < border; j++) {
            for (int i = 0; i < area; i++) {
                predictor[j][i] = of.predictor[j][i] * (1f / (1 << of.predictorBits));
            }
            quarter(predictor[j], of.side, sparsePredictor[j]);
        }
    }

    private static float[][] transpose(BlockClass of, int from, int to) {
        float[][] matrix = new float[of.side * of.side][to - from];
        for (int i = 0; i < matrix.length; i++) {
            for (int k = from; k < to; k++) {
                matrix[i][k - from] = of.basis[k][i] * (1f / (1 << of.basisBits));
            }
        }
        return matrix;
    }

    /**
     * Returns the classes of a size.
     *
     * @param size log2 of the side, less 3
     * @return its classes
     */
    static ForwardClass[] classes(int size) {
        return ALL[size];
    }

    /**
     * Computes what a prediction leaves over.
     *
     * @param pixels the block
     * @param border its neighbours
     * @param around the neighbours less their reference
     * @param scratch room for a block
     * @param out receives the residual
     * @return its energy
     */
    float residual(float[] pixels, Border border, float[] around, int[] scratch, float[] out) {
        if (predictor.length == 0) {
            inverse.predict(border, scratch);
            for (int i = 0; i < area; i++) {
                out[i] = pixels[i] - scratch[i];
            }
        } else {
            subtract(pixels, border, around, predictor, area, out);
        }
        return energy(out, area);
    }

    /**
     * Estimates the energy of the residual from a quarter of the pixels.
     *
     * @param quarter the pixels of {@link #quarter}
     * @param border neighbours of the block
     * @param around the neighbours less their reference
     * @param out room for a quarter of a block
     * @return energy of the whole block
     */
    float roughEnergy(float[] quarter, Border border, float[] around, float[] out) {
        subtract(quarter, border, around, sparsePredictor, area / 4, out);
        return 4 * energy(out, area / 4);
    }

    /** Takes every other pixel of every other row, shifted from row to row. */
    static void quarter(float[] block, int side, float[] out) {
        for (int i = 0; i < side * side / 4; i++) {
            out[i] = block[place(i, side)];
        }
    }

    private static int place(int i, int side) {
        int row = 2 * i / side;
        return 2 * row * side + 2 * (i % (side / 2)) + (row & 1);
    }

    private static void subtract(
            float[] pixels, Border border, float[] around, float[][] matrix, int length, float[] out) {
        Arrays.fill(out, 0, length, (float) border.reference);
        Combination.add(out, around, 0, matrix, length);
        for (int i = 0; i < length; i++) {
            out[i] = pixels[i] - out[i];
        }
    }

    /** Sums squares. */
    static float energy(float[] block, int length) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < length; i += 4) {
            a += block[i] * block[i];
            b += block[i + 1] * block[i + 1];
            c += block[i + 2] * block[i + 2];
            d += block[i + 3] * block[i + 3];
        }
        return a + b + (c + d);
    }

    private static float[][] cosines(int side) {
        float[][] cosines = new float[side][side];
        for (int frequency = 0; frequency < side; frequency++) {
            double scale = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / side);
            for (int place = 0; place < side; place++) {
                double angle = Math.PI * (2 * place + 1) * frequency / (2 * side);
                cosines[place][frequency] = (float) (scale * Math.cos(angle));
            }
        }
        return cosines;
    }

    /**
     * Computes the first {@link #lead} coefficients of a residual, or all of them if that is as cheap.
     *
     * @param residual the block
     * @param coefficients receives them
     * @param scratch room for two blocks
     * @param line room for a line
     */
    void leading(float[] residual, float[] coefficients, float[] scratch, float[] line) {
        if (cosines == null) {
            Arrays.fill(coefficients, 0, lead, 0f);
            Combination.add(coefficients, residual, 0, leading, lead);
        } else {
            separable(residual, coefficients, scratch, line);
        }
    }

    /** Computes the other coefficients. */
    void following(float[] residual, float[] coefficients, float[] scratch, float[] line) {
        if (cosines == null) {
            int rest = inverse.components - lead;
            Arrays.fill(scratch, 0, rest, 0f);
            Combination.add(scratch, residual, 0, following, rest);
            System.arraycopy(scratch, 0, coefficients, lead, rest);
        }
    }

    /** Rows first, which come out as columns, then these. */
    private void separable(float[] residual, float[] coefficients, float[] scratch, float[] line) {
        int side = inverse.side;
        rows(residual, 0, scratch, area, side, line);
        rows(scratch, area, scratch, 0, side, line);
        for (int k = 0; k < inverse.components; k++) {
            coefficients[k] = scratch[inverse.frequencies[k]];
        }
    }

    /** Transforms rows and writes them as columns. */
    private void rows(float[] from, int at, float[] to, int base, int side, float[] row) {
        for (int y = 0; y < side; y++) {
            Arrays.fill(row, 0, side, 0f);
            Combination.add(row, from, at + y * side, cosines, side);
            for (int u = 0; u < side; u++) {
                to[base + u * side + y] = row[u];
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

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
    private final float[] predictor;
    private final float[] sparsePredictor;
    private final float[] leading;
    private final float[] following;

    /** The one-dimensional DCT, if that is what the class is: frequency * side + place. */
    private final float[] cosines;

    private final float[] transposed;

    private ForwardClass(BlockClass of) {
        inverse = of;
        area = of.side * of.side;
        lead = Math.min(of.components, of.side <= 8 ? 16 : 24);
        cosines = of.frequencies == null ? null : cosines(of.side);
        transposed = new float[area];
        for (int i = 0; cosines != null && i < area; i++) {
            transposed[i % of.side * of.side + i / of.side] = cosines[i];
        }
        leading = cosines == null ? transpose(of, 0, lead) : null;
        following = cosines == null ? transpose(of, lead, of.components) : null;
        predictor = of.predictor == null ? new float[0] : new float[of.predictor.length];
        for (int i = 0; i < predictor.length; i++) {
            predictor[i] = of.predictor[i] * (1f / (1 << of.predictorBits));
        }
        sparsePredictor = new float[predictor.length / 4];
        for (int i = 0; i < sparsePredictor.length; i++) {
            sparsePredictor[i] = predictor[4 * i / area * area + place(i % (area / 4), of.side)];
        }
    }

    private static float[] transpose(BlockClass of, int from, int to) {
        int area = of.side * of.side;
        float[] matrix = new float[area * (to - from)];
        for (int k = from; k < to; k++) {
            for (int i = 0; i < area; i++) {
                matrix[i * (to - from) + k - from] = of.basis[k * area + i] * (1f / (1 << of.basisBits));
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
            float[] pixels, Border border, float[] around, float[] matrix, int length, float[] out) {
        float reference = border.reference;
        float corner = around[0];
        for (int i = 0; i < length; i++) {
            out[i] = pixels[i] - reference - corner * matrix[i];
        }
        for (int j = 1; j + 3 < border.count; j += 4) {
            float a = around[j];
            float b = around[j + 1];
            float c = around[j + 2];
            float d = around[j + 3];
            int row = j * length;
            int second = row + length;
            int third = second + length;
            int fourth = third + length;
            for (int i = 0; i < length; i++) {
                out[i] -= a * matrix[row + i] + b * matrix[second + i] + c * matrix[third + i] + d * matrix[fourth + i];
            }
        }
    }

    private static float energy(float[] block, int length) {
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

    private static float[] cosines(int side) {
        float[] cosines = new float[side * side];
        for (int i = 0; i < cosines.length; i++) {
            int frequency = i / side;
            double scale = Math.sqrt((frequency == 0 ? 1.0 : 2.0) / side);
            cosines[i] = (float) (scale * Math.cos(Math.PI * (2 * (i % side) + 1) * frequency / (2 * side)));
        }
        return cosines;
    }

    /**
     * Computes the first {@link #lead} coefficients of a residual, or all of them if that is as cheap.
     *
     * @param residual the block
     * @param coefficients receives them
     * @param scratch room for two blocks
     */
    void leading(float[] residual, float[] coefficients, float[] scratch) {
        if (cosines == null) {
            multiply(residual, leading, lead, coefficients);
        } else {
            separable(residual, coefficients, scratch);
        }
    }

    /** Computes the other coefficients. */
    void following(float[] residual, float[] coefficients, float[] scratch) {
        if (cosines == null) {
            int rest = inverse.components - lead;
            multiply(residual, following, rest, scratch);
            System.arraycopy(scratch, 0, coefficients, lead, rest);
        }
    }

    private void separable(float[] residual, float[] coefficients, float[] scratch) {
        int side = inverse.side;
        java.util.Arrays.fill(scratch, 0, 2 * area, 0f);
        for (int u = 0; u < side; u++) {
            combine(residual, 0, side, cosines, u * side, scratch, u * side);
        }
        for (int u = 0; u < side; u++) {
            combine(transposed, 0, side, scratch, u * side, scratch, area + u * side);
        }
        for (int k = 0; k < inverse.components; k++) {
            coefficients[k] = scratch[area + inverse.frequencies[k]];
        }
    }

    /** Adds the rows of a matrix, each times its factor. */
    private static void combine(float[] matrix, int start, int side, float[] factors, int from, float[] out, int at) {
        for (int y = 0; y < side; y += 4) {
            float a = factors[from + y];
            float b = factors[from + y + 1];
            float c = factors[from + y + 2];
            float d = factors[from + y + 3];
            int row = start + y * side;
            int second = row + side;
            int third = second + side;
            int fourth = third + side;
            for (int x = 0; x < side; x++) {
                out[at + x] +=
                        a * matrix[row + x] + b * matrix[second + x] + c * matrix[third + x] + d * matrix[fourth + x];
            }
        }
    }

    private void multiply(float[] residual, float[] matrix, int columns, float[] out) {
        java.util.Arrays.fill(out, 0, columns, 0f);
        for (int i = 0; i < area; i += 4) {
            float a = residual[i];
            float b = residual[i + 1];
            float c = residual[i + 2];
            float d = residual[i + 3];
            int row = i * columns;
            int second = row + columns;
            int third = second + columns;
            int fourth = third + columns;
            for (int k = 0; k < columns; k++) {
                out[k] += a * matrix[row + k] + b * matrix[second + k] + c * matrix[third + k] + d * matrix[fourth + k];
            }
        }
    }
}

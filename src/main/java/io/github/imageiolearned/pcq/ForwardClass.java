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
    private final float[] leading;
    private final float[] following;

    private ForwardClass(BlockClass of) {
        inverse = of;
        area = of.side * of.side;
        lead = Math.min(of.components, of.side <= 8 ? 16 : 24);
        leading = transpose(of, 0, lead);
        following = transpose(of, lead, of.components);
        predictor = of.predictor == null ? new float[0] : new float[of.predictor.length];
        for (int i = 0; i < predictor.length; i++) {
            predictor[i] = of.predictor[i] * (1f / (1 << of.predictorBits));
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
     * @param scratch room for a block
     * @param out receives the residual
     * @return its energy
     */
    float residual(float[] pixels, Border border, int[] scratch, float[] out) {
        if (predictor.length == 0) {
            inverse.predict(border, scratch);
            for (int i = 0; i < area; i++) {
                out[i] = pixels[i] - scratch[i];
            }
        } else {
            float reference = border.reference;
            for (int i = 0; i < area; i++) {
                out[i] = pixels[i] - reference;
            }
            for (int j = 0; j < border.count; j++) {
                float value = border.pixels[j] - reference;
                int row = j * area;
                for (int i = 0; i < area; i++) {
                    out[i] -= value * predictor[row + i];
                }
            }
        }
        float energy = 0;
        for (int i = 0; i < area; i++) {
            energy += out[i] * out[i];
        }
        return energy;
    }

    /** Computes the first {@link #lead} coefficients of a residual. */
    void leading(float[] residual, float[] coefficients) {
        multiply(residual, leading, 0, lead, coefficients);
    }

    /** Computes the other coefficients. */
    void following(float[] residual, float[] coefficients, float[] scratch) {
        int rest = inverse.components - lead;
        multiply(residual, following, 0, rest, scratch);
        System.arraycopy(scratch, 0, coefficients, lead, rest);
    }

    private void multiply(float[] residual, float[] matrix, int first, int columns, float[] out) {
        java.util.Arrays.fill(out, first, first + columns, 0f);
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

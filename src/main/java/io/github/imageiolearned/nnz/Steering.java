// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What a model has learned about its decoder's errors: weights for the pairs of the {@link RestorationFilter}, as a function
 * of the {@link Structure} around a pixel and of the quality. So one filter works along edges and another in texture (as in
 * RAISR: Romano, Isidoro and Milanfar, "RAISR: Rapid and Accurate Image Super Resolution", IEEE Trans. Computational
 * Imaging 3(1), 2017), but weights change smoothly, as those of steerable filters do: a last bit that differs between
 * engines must not choose another filter.
 */
final class Steering {
    /** Qualities k / (KNOTS - 1) that there are weights for; between them they are interpolated. */
    static final int KNOTS = 8;

    /** Those of the differences of each pair, then those of its limited differences. */
    static final int WEIGHTS = 2 * RestorationFilter.PAIRS.length;

    /** Weights of a quality. */
    static final int SIZE = Structure.TERMS * WEIGHTS;

    /** Weights are in 1/{@value}. */
    private static final int ONE = 4096;

    private final short[][] knots;

    private Steering(short[][] knots) {
        this.knots = knots;
    }

    /**
     * Rounds weights.
     *
     * @param weights for each knot {@link #SIZE}: for each level, for each shape, those of the pairs
     */
    static Steering of(double[][] weights) {
        short[][] knots = new short[KNOTS][SIZE];
        for (int knot = 0; knot < KNOTS; knot++) {
            for (int i = 0; i < SIZE; i++) {
                double scaled = Math.rint(weights[knot][i] * ONE);
                knots[knot][i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, scaled));
            }
        }
        return new Steering(knots);
    }

    /** The weights as they stand in a file: 16 bits each. */
    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        for (short[] knot : knots) {
            for (short weight : knot) {
                out.u16(weight & 0xffff);
            }
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @throws FormatException if it has another length
     */
    static Steering parse(byte[] bytes) throws FormatException {
        if (bytes.length != 2 * KNOTS * SIZE) {
            throw new FormatException(0, bytes.length + " bytes, not " + 2 * KNOTS * SIZE);
        }
        ByteReader in = new ByteReader(bytes);
        short[][] knots = new short[KNOTS][SIZE];
        for (short[] knot : knots) {
            for (int i = 0; i < SIZE; i++) {
                knot[i] = (short) in.u16();
            }
        }
        return new Steering(knots);
    }

    /**
     * The weights for a quality.
     *
     * @param quality 0 to 1
     * @return {@link #SIZE} weights
     */
    float[] at(float quality) {
        float place = quality * (KNOTS - 1);
        int low = Math.max(0, Math.min(KNOTS - 2, (int) place));
        float part = place - low;
        float[] weights = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            weights[i] = ((1 - part) * knots[low][i] + part * knots[low + 1][i]) / ONE;
        }
        return weights;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Combinations of vectors, four at a time. Each vector is an array of its own, read where the sum is written: the compiler
 * makes vector instructions of such loops, and would not if vectors were parts of one long array.
 */
final class Combination {
    private Combination() {}

    /**
     * Adds vectors, each times its factor.
     *
     * @param sum receives the combination, added to what it holds
     * @param factors factors
     * @param first the first factor
     * @param vectors as many vectors as are to be added
     * @param length length of the vectors
     */
    static void add(float[] sum, float[] factors, int first, float[][] vectors, int length) {
        int i = 0;
        for (; i + 3 < vectors.length; i += 4) {
            int at = first + i;
            float a = factors[at];
            float b = factors[at + 1];
            float c = factors[at + 2];
            float d = factors[at + 3];
            if (a != 0 || b != 0 || c != 0 || d != 0) {
                four(sum, a, vectors[i], b, vectors[i + 1], c, vectors[i + 2], d, vectors[i + 3], length);
            }
        }
        for (; i < vectors.length; i++) {
            one(sum, factors[first + i], vectors[i], length);
        }
    }

    private static void four(
            float[] sum, float a, float[] u, float b, float[] v, float c, float[] w, float d, float[] x, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += a * u[i] + b * v[i] + c * w[i] + d * x[i];
        }
    }

    private static void one(float[] sum, float factor, float[] vector, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    /** Adds one vector times its factor, in integers. */
    static void add(int[] sum, int factor, int[] vector, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += factor * vector[i];
        }
    }

    /** Adds four vectors, each times its factor, in integers. */
    static void add(int[] sum, int[] factors, int first, int less, int[][] vectors, int length) {
        int a = factors[first] - less;
        int b = factors[first + 1] - less;
        int c = factors[first + 2] - less;
        int d = factors[first + 3] - less;
        if ((a | b | c | d) != 0) {
            four(sum, a, vectors[first], b, vectors[first + 1], c, vectors[first + 2], d, vectors[first + 3], length);
        }
    }

    private static void four(int[] sum, int a, int[] u, int b, int[] v, int c, int[] w, int d, int[] x, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += a * u[i] + b * v[i] + c * w[i] + d * x[i];
        }
    }
}

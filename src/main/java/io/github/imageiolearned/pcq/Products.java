// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;

/**
 * Products of matrices that are held as arrays of rows. Every element is summed in the same order whatever the number of
 * threads, so results do not depend on it. Encoders only: decoders know no floating point.
 */
final class Products {
    private static final int ROWS_A_TASK = 8;

    private Products() {}

    /** Adds a combination of rows: {@code out += Σ factors[q] · rows[q]} for {@code q < count}. */
    static void combine(double[] out, double[] factors, double[][] rows, int count) {
        int n = out.length;
        int q = 0;
        for (; q + 8 <= count; q += 8) {
            eight(out, factors, rows, q, n);
        }
        for (; q < count; q++) {
            double f = factors[q];
            double[] row = rows[q];
            for (int i = 0; i < n; i++) {
                out[i] += f * row[i];
            }
        }
    }

    /** Apart, so that it is compiled by itself: loops over arrays of fixed names become vector instructions. */
    private static void eight(double[] out, double[] factors, double[][] rows, int q, int n) {
        double f0 = factors[q];
        double f1 = factors[q + 1];
        double f2 = factors[q + 2];
        double f3 = factors[q + 3];
        double f4 = factors[q + 4];
        double f5 = factors[q + 5];
        double f6 = factors[q + 6];
        double f7 = factors[q + 7];
        double[] r0 = rows[q];
        double[] r1 = rows[q + 1];
        double[] r2 = rows[q + 2];
        double[] r3 = rows[q + 3];
        double[] r4 = rows[q + 4];
        double[] r5 = rows[q + 5];
        double[] r6 = rows[q + 6];
        double[] r7 = rows[q + 7];
        for (int i = 0; i < n; i++) {
            out[i] += f0 * r0[i]
                    + f1 * r1[i]
                    + f2 * r2[i]
                    + f3 * r3[i]
                    + f4 * r4[i]
                    + f5 * r5[i]
                    + f6 * r6[i]
                    + f7 * r7[i];
        }
    }

    /**
     * Adds a product: {@code out += factors · rows}.
     *
     * @param out result, a row for each row of the factors
     * @param factors left matrix
     * @param rows right matrix, as many rows as the factors have columns
     */
    static void addProduct(double[][] out, double[][] factors, double[][] rows, Progress progress) throws IOException {
        int tasks = (out.length + ROWS_A_TASK - 1) / ROWS_A_TASK;
        Parallel.forEach(tasks, progress.quiet(), task -> {
            int end = Math.min(out.length, (task + 1) * ROWS_A_TASK);
            for (int i = task * ROWS_A_TASK; i < end; i++) {
                combine(out[i], factors[i], rows, rows.length);
            }
        });
    }

    static double[][] product(double[][] factors, double[][] rows, Progress progress) throws IOException {
        double[][] out = new double[factors.length][rows.length == 0 ? 0 : rows[0].length];
        addProduct(out, factors, rows, progress);
        return out;
    }

    /** The matrix with rows and columns exchanged. */
    static double[][] transpose(double[][] rows, int columns) {
        double[][] transposed = new double[columns][rows.length];
        int side = 32;
        for (int y = 0; y < rows.length; y += side) {
            for (int x = 0; x < columns; x += side) {
                int bottom = Math.min(rows.length, y + side);
                int right = Math.min(columns, x + side);
                for (int j = y; j < bottom; j++) {
                    double[] row = rows[j];
                    for (int i = x; i < right; i++) {
                        transposed[i][j] = row[i];
                    }
                }
            }
        }
        return transposed;
    }
}

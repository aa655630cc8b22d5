// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix: Householder reflections to a tridiagonal matrix, then QL steps
 * with implicit shifts (Golub and Van Loan, "Matrix Computations", 8.3). Takes about 9 n³ operations.
 */
final class SymmetricEigen {
    private static final int MAX_STEPS = 60;

    /** Eigenvalues, the largest first. */
    final double[] values;

    /** Eigenvectors of unit length in the order of their values, one a row. */
    final double[][] vectors;

    /**
     * Decomposes a matrix.
     *
     * @param matrix symmetric, of at least one row; overwritten
     */
    SymmetricEigen(double[][] matrix) {
        this(matrix, true);
    }

    /** Eigenvalues alone, the largest first: a seventh of the work. */
    static double[] values(double[][] matrix) {
        return new SymmetricEigen(matrix, false).values;
    }

    private SymmetricEigen(double[][] matrix, boolean wanted) {
        int n = matrix.length;
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        double[] scales = new double[n];
        tridiagonalise(matrix, diagonal, beside, scales);
        double[][] q = wanted ? accumulate(matrix, scales) : new double[n][];
        iterate(diagonal, beside, q);
        Integer[] order = new Integer[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        Arrays.sort(order, (a, b) -> Double.compare(diagonal[b], diagonal[a]));
        values = new double[n];
        vectors = new double[n][];
        for (int i = 0; i < n; i++) {
            values[i] = diagonal[order[i]];
            vectors[i] = q[order[i]];
        }
    }

    /** Leaves in row i of the matrix the Householder vector that cleared column i below the subdiagonal. */
    private static void tridiagonalise(double[][] a, double[] diagonal, double[] beside, double[] scales) {
        int n = a.length;
        double[] product = new double[n];
        for (int i = 0; i < n - 1; i++) {
            diagonal[i] = a[i][i];
            double[] v = a[i];
            double norm = 0;
            for (int j = i + 1; j < n; j++) {
                norm += v[j] * v[j];
            }
            norm = Math.sqrt(norm);
            if (norm == 0) {
                continue;
            }
            double alpha = v[i + 1] > 0 ? -norm : norm;
            beside[i] = alpha;
            double scale = 1 / (norm * norm - v[i + 1] * alpha);
            v[i + 1] -= alpha;
            scales[i] = scale;
            // Rows added up rather than multiplied: the matrix is symmetric, and sums of rows become vector
            // instructions.
            Arrays.fill(product, i + 1, n, 0);
            for (int j = i + 1; j < n; j++) {
                addScaled(product, a[j], v[j] * scale, i + 1, n);
            }
            double dot = 0;
            for (int j = i + 1; j < n; j++) {
                dot += product[j] * v[j];
            }
            double half = dot * scale / 2;
            for (int j = i + 1; j < n; j++) {
                product[j] -= half * v[j];
            }
            for (int j = i + 1; j < n; j++) {
                addScaled(a[j], product, -v[j], i + 1, n);
                addScaled(a[j], v, -product[j], i + 1, n);
            }
        }
        diagonal[n - 1] = a[n - 1][n - 1];
    }

    /** Adds a multiple of a part of a row. */
    private static void addScaled(double[] sum, double[] row, double factor, int from, int to) {
        for (int k = from; k < to; k++) {
            sum[k] += factor * row[k];
        }
    }

    /** Multiplies the reflections; row k of the result is column k of their product. */
    private static double[][] accumulate(double[][] a, double[] scales) {
        int n = a.length;
        double[][] product = new double[n][n];
        for (int k = 0; k < n; k++) {
            product[k][k] = 1;
        }
        double[] dots = new double[n];
        for (int i = n - 2; i >= 0; i--) {
            if (scales[i] == 0) {
                continue;
            }
            double[] v = a[i];
            Arrays.fill(dots, i + 1, n, 0);
            for (int j = i + 1; j < n; j++) {
                addScaled(dots, product[j], v[j] * scales[i], i + 1, n);
            }
            for (int j = i + 1; j < n; j++) {
                addScaled(product[j], dots, -v[j], i + 1, n);
            }
        }
        return Products.transpose(product, n);
    }

    private static void iterate(double[] d, double[] e, double[][] q) {
        int n = d.length;
        for (int l = 0; l < n; l++) {
            for (int step = 0; step < MAX_STEPS; step++) {
                int m = l;
                while (m < n - 1 && Math.abs(e[m]) > 1e-16 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) {
                    m++;
                }
                if (m == l) {
                    break;
                }
                sweep(d, e, q, l, m);
            }
        }
    }

    /** One QL step on rows l to m with the shift of Wilkinson. */
    private static void sweep(double[] d, double[] e, double[][] q, int l, int m) {
        double g = (d[l + 1] - d[l]) / (2 * e[l]);
        double r = Math.hypot(g, 1);
        g = d[m] - d[l] + e[l] / (g + Math.copySign(r, g));
        double s = 1;
        double c = 1;
        double p = 0;
        for (int i = m - 1; i >= l; i--) {
            double f = s * e[i];
            double b = c * e[i];
            r = Math.hypot(f, g);
            e[i + 1] = r;
            if (r == 0) {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            s = f / r;
            c = g / r;
            g = d[i + 1] - p;
            double t = (d[i] - g) * s + 2 * c * b;
            p = s * t;
            d[i + 1] = g + p;
            g = c * t - b;
            if (q[i] != null) {
                rotate(q[i], q[i + 1], c, s);
            }
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }

    private static void rotate(double[] lower, double[] upper, double c, double s) {
        for (int k = 0; k < lower.length; k++) {
            double f = upper[k];
            upper[k] = s * lower[k] + c * f;
            lower[k] = c * lower[k] - s * f;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * A singular value decomposition in double precision by one-sided Jacobi rotations (Hestenes, 1958): slow, exact to the
 * last places, and another way than the codec's.
 */
final class JacobiSvd {
    private static final int MAX_SWEEPS = 40;

    /** Products of singular values and left vectors: row i belongs to the i-th largest value. */
    final double[][] left;

    /** Right vectors of unit length, one a row. */
    final double[][] right;

    /** Decomposes a matrix that is given by its rows; the rows are not changed. */
    JacobiSvd(double[][] rows) {
        boolean wide = rows[0].length > rows.length;
        // Columns of the taller of the matrix and its transpose, each an array.
        double[][] columns = wide ? copy(rows) : transpose(rows);
        int n = columns.length;
        double[][] rotation = new double[n][n];
        for (int i = 0; i < n; i++) {
            rotation[i][i] = 1;
        }
        double[] norms = new double[n];
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            boolean rotated = false;
            for (int i = 0; i < n; i++) {
                norms[i] = dot(columns[i], columns[i]);
            }
            for (int i = 0; i < n - 1; i++) {
                for (int j = i + 1; j < n; j++) {
                    rotated |= rotate(columns, rotation, norms, i, j);
                }
            }
            if (!rotated) {
                break;
            }
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(norms[b], norms[a]));
        double[][] scaled = new double[n][];
        double[][] unit = new double[n][];
        for (int i = 0; i < n; i++) {
            scaled[i] = columns[order[i]];
            unit[i] = rotation[order[i]];
        }
        if (wide) {
            // The columns were rows: σ belongs to either side alike.
            left = unit;
            right = scaled;
        } else {
            left = scaled;
            right = unit;
        }
    }

    private static boolean rotate(double[][] columns, double[][] rotation, double[] norms, int i, int j) {
        double product = dot(columns[i], columns[j]);
        if (Math.abs(product) <= 1e-12 * Math.sqrt(norms[i] * norms[j])) {
            return false;
        }
        double zeta = (norms[j] - norms[i]) / (2 * product);
        double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
        double c = 1 / Math.hypot(1, t);
        double s = c * t;
        turn(columns[i], columns[j], c, s);
        turn(rotation[i], rotation[j], c, s);
        norms[i] -= t * product;
        norms[j] += t * product;
        return true;
    }

    private static void turn(double[] a, double[] b, double c, double s) {
        for (int k = 0; k < a.length; k++) {
            double value = a[k];
            a[k] = c * value - s * b[k];
            b[k] = s * value + c * b[k];
        }
    }

    private static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 4 <= a.length; k += 4) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }
        for (; k < a.length; k++) {
            s0 += a[k] * b[k];
        }
        return s0 + s1 + s2 + s3;
    }

    /** The share of the sum of squares that the first components hold. */
    double share(int count) {
        double all = 0;
        double some = 0;
        for (int i = 0; i < left.length; i++) {
            double square = dot(left[i], left[i]) * dot(right[i], right[i]);
            all += square;
            some += i < count ? square : 0;
        }
        return some / all;
    }

    /** Adds the first components of the matrix up. */
    double[][] sum(int count) {
        double[][] sum = new double[left[0].length][right[0].length];
        for (int i = 0; i < count; i++) {
            for (int y = 0; y < sum.length; y++) {
                for (int x = 0; x < sum[0].length; x++) {
                    sum[y][x] += left[i][y] * right[i][x];
                }
            }
        }
        return sum;
    }

    private static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private static double[][] transpose(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                columns[x][y] = rows[y][x];
            }
        }
        return columns;
    }
}

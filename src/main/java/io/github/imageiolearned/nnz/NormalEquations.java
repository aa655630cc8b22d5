// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

/** Solves normal equations. Floating point: for encoding and training only. */
final class NormalEquations {
    private NormalEquations() {}

    /**
     * Solves by elimination, without pivoting, as the matrix is positive definite.
     *
     * @param system n rows of n + 1: a symmetric positive definite matrix, and the right side; changed
     * @return the solution
     */
    static double[] solve(double[][] system) {
        int n = system.length;
        for (int i = 0; i < n; i++) {
            for (int row = i + 1; row < n; row++) {
                double factor = system[row][i] / system[i][i];
                for (int j = i; factor != 0 && j <= n; j++) {
                    system[row][j] -= factor * system[i][j];
                }
            }
        }
        double[] solution = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = system[i][n];
            for (int j = i + 1; j < n; j++) {
                sum -= system[i][j] * solution[j];
            }
            solution[i] = sum / system[i][i];
        }
        return solution;
    }
}

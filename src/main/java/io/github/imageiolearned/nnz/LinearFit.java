// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

/** Weighted least squares by normal equations. For training only: floating point. */
final class LinearFit {
    private final int size;
    private final double[][] products;
    private final double[] targets;

    LinearFit(int size) {
        this.size = size;
        products = new double[size][size];
        targets = new double[size];
    }

    void add(float[] features, double target, double weight) {
        for (int i = 0; i < size; i++) {
            double scaled = weight * features[i];
            if (scaled != 0) {
                double[] row = products[i];
                for (int j = 0; j <= i; j++) {
                    row[j] += scaled * features[j];
                }
                targets[i] += scaled * target;
            }
        }
    }

    /**
     * Minimises by coordinate descent.
     *
     * @param start first guess, changed
     * @param ridge weight of the squared solution, relative to each feature's energy
     * @param low smallest allowed value of each
     * @return the solution
     */
    double[] solve(double[] start, double ridge, double low) {
        double[] x = start;
        for (int sweep = 0; sweep < 200; sweep++) {
            double change = 0;
            for (int i = 0; i < size; i++) {
                double energy = products[i][i] * (1 + ridge);
                if (energy <= 0) {
                    x[i] = 0;
                    continue;
                }
                double rest = targets[i];
                for (int j = 0; j < size; j++) {
                    if (j != i) {
                        rest -= (j < i ? products[i][j] : products[j][i]) * x[j];
                    }
                }
                double next = Math.max(low, rest / energy);
                change = Math.max(change, Math.abs(next - x[i]));
                x[i] = next;
            }
            if (change < 1e-5) {
                break;
            }
        }
        return x;
    }
}

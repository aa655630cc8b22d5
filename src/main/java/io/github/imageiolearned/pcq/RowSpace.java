// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Predicate;

/**
 * The leading principal components of the lines of a matrix. Few of many are found by subspace iteration from a random
 * sketch (Halko, Martinsson and Tropp, "Finding structure with randomness", 2011) with a fixed seed, which reads the
 * matrix a strip at a time; many of few by the decomposition of the covariance.
 */
final class RowSpace {
    private static final int SEED = 20;
    private static final int SMALL = 96;
    private static final int ITERATIONS = 4;

    /** Numbers of a line above which a spectrum is that of the leading components only. */
    static final int LARGE = 1200;

    private static final double NEGLIGIBLE = 1e-11;

    private final BandMatrix matrix;
    private final Progress progress;

    /** Components of unit length and orthogonal, the one that explains most first. */
    private double[][] components = {};

    /** Sum of squares that each component explains. */
    private double[] values = {};

    private RowSpace(BandMatrix matrix, Progress progress) {
        this.matrix = matrix;
        this.progress = progress;
    }

    /**
     * Finds so many components.
     *
     * @param matrix of what
     * @param count how many; fewer come back if the rest explains nothing
     */
    static RowSpace leading(BandMatrix matrix, int count, Progress progress) throws IOException {
        RowSpace space = new RowSpace(matrix, progress);
        int wanted = Math.min(count, matrix.length);
        if (!space.worthSketching(wanted)) {
            space.decompose();
        } else {
            space.sketch(withSpare(wanted));
            space.refine(ITERATIONS);
        }
        return space.cut(wanted);
    }

    /**
     * Finds the fewest components that explain a share of the variance.
     *
     * @param matrix of what
     * @param share above 0 and below 1
     */
    static RowSpace explaining(BandMatrix matrix, double share, Progress progress) throws IOException {
        RowSpace space = new RowSpace(matrix, progress);
        double wanted = share * matrix.energy;
        for (int guess = SMALL / 2; space.worthSketching(guess); guess *= 2) {
            space.sketch(withSpare(guess));
            space.refine(1);
            int count = fewest(space.values, wanted);
            if (count <= guess) {
                space.refine(ITERATIONS - 1);
                return space.cut(fewest(space.values, wanted));
            }
        }
        space.decompose();
        return space.cut(fewest(space.values, wanted));
    }

    /** Number of leading values that reach a sum; one more than there are if they do not. */
    private static int fewest(double[] values, double wanted) {
        double sum = 0;
        for (int count = 0; count < values.length; count++) {
            if (sum >= wanted) {
                return count;
            }
            sum += values[count];
        }
        return sum >= wanted ? values.length : values.length + 1;
    }

    private static int withSpare(int count) {
        return count + 10 + count / 8;
    }

    private boolean worthSketching(int count) {
        return matrix.length > SMALL && withSpare(count) < 0.4 * matrix.length;
    }

    /** Components, one a row. */
    double[][] components() {
        return components;
    }

    /** Sum of squares that each component explains. */
    double[] values() {
        return values;
    }

    private RowSpace cut(int count) {
        int kept = Math.min(count, components.length);
        while (kept > 0 && values[kept - 1] <= NEGLIGIBLE * matrix.energy) {
            kept--;
        }
        components = Arrays.copyOf(components, kept);
        values = Arrays.copyOf(values, kept);
        return this;
    }

    /** What each of the components explains, without the components: of a small matrix all, of a large one the leading. */
    static double[] spectrum(BandMatrix matrix, int most, Progress progress) throws IOException {
        if (matrix.length > LARGE) {
            return leading(matrix, most, progress).values;
        }
        double[] values = SymmetricEigen.values(new RowSpace(matrix, progress).covariance());
        return Arrays.stream(values).map(v -> Math.max(0, v)).toArray();
    }

    private void decompose() throws IOException {
        SymmetricEigen eigen = new SymmetricEigen(covariance());
        components = eigen.vectors;
        values = Arrays.stream(eigen.values).map(v -> Math.max(0, v)).toArray();
    }

    private double[][] covariance() throws IOException {
        double[][] covariance = new double[matrix.length][matrix.length];
        for (int strip = 0; strip < matrix.strips(); strip++) {
            double[][] lines = matrix.strip(strip);
            Products.addProduct(covariance, Products.transpose(lines, matrix.length), lines, progress);
        }
        return covariance;
    }

    /** Spans the space of random combinations of lines. */
    private void sketch(int count) throws IOException {
        Random random = new Random(SEED);
        double[][] sums = new double[count][matrix.length];
        for (int strip = 0; strip < matrix.strips(); strip++) {
            double[][] lines = matrix.strip(strip);
            double[][] factors = new double[count][lines.length];
            for (double[] row : factors) {
                Arrays.setAll(row, i -> random.nextGaussian());
            }
            Products.addProduct(sums, factors, lines, progress);
        }
        components = orthonormal(orthonormal(sums, i -> true), i -> true);
        values = new double[components.length];
    }

    /** Brings the space closer to that of the leading components: one pass over the matrix each time. */
    private void refine(int times) throws IOException {
        // Where all rows are their mean, as in a flat picture, the sketch spans nothing.
        for (int time = 0; time < times && components.length > 0; time++) {
            double[][] images = images();
            SymmetricEigen ritz = new SymmetricEigen(
                    Products.product(components, Products.transpose(images, matrix.length), progress));
            double[][] next = Products.product(ritz.vectors, images, progress);
            double least = NEGLIGIBLE * Math.max(ritz.values.length == 0 ? 0 : ritz.values[0], 1e-9);
            components = orthonormal(next, i -> ritz.values[i] > least);
            values = Arrays.copyOf(ritz.values, components.length);
        }
    }

    /** The components times the covariance. */
    private double[][] images() throws IOException {
        double[][] images = new double[components.length][matrix.length];
        for (int strip = 0; strip < matrix.strips(); strip++) {
            progress.check();
            double[][] lines = matrix.strip(strip);
            double[][] shares = Products.product(components, Products.transpose(lines, matrix.length), progress);
            Products.addProduct(images, shares, lines, progress);
        }
        return images;
    }

    /**
     * Makes rows orthonormal by a Cholesky decomposition of their products. Rows that those before them span are left
     * out.
     */
    private double[][] orthonormal(double[][] rows, Predicate<Integer> wanted) throws IOException {
        double[][] scaled = new double[rows.length][];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            double norm = Math.sqrt(Arrays.stream(rows[i]).map(v -> v * v).sum());
            if (wanted.test(i) && norm > 0) {
                scaled[count++] = Arrays.stream(rows[i]).map(v -> v / norm).toArray();
            }
        }
        scaled = Arrays.copyOf(scaled, count);
        double[][] inverse =
                inverseCholesky(Products.product(scaled, Products.transpose(scaled, matrix.length), progress));
        return Products.product(inverse, scaled, progress);
    }

    /** The inverse of the lower Cholesky factor, without the rows of vectors that depend on those before. */
    private static double[][] inverseCholesky(double[][] products) {
        int n = products.length;
        double[][] inverse = new double[n][];
        int count = 0;
        for (int i = 0; i < n; i++) {
            double[] row = new double[n];
            double[] combination = new double[n];
            combination[i] = 1;
            double rest = products[i][i];
            // row[k] = <vector i, orthonormal vector k>
            for (int k = 0; k < count; k++) {
                double dot = 0;
                for (int j = 0; j <= i; j++) {
                    dot += inverse[k][j] * products[i][j];
                }
                row[k] = dot;
                rest -= dot * dot;
            }
            if (rest <= NEGLIGIBLE) {
                continue;
            }
            double[] negative = Arrays.stream(row).map(v -> -v).toArray();
            Products.combine(combination, negative, inverse, count);
            double norm = Math.sqrt(rest);
            for (int j = 0; j <= i; j++) {
                combination[j] /= norm;
            }
            inverse[count++] = combination;
        }
        return Arrays.copyOf(inverse, count);
    }
}

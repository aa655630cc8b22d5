// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Samples;

/**
 * Fits a {@link RestorationFilter} to a picture by least squares, from samples of it. What it sums are integers, so the
 * order and the number of threads do not matter. May be shared by threads.
 */
final class RestorationFitter {
    private static final int REACH = RestorationFilter.REACH;
    private static final int PAIRS = RestorationFilter.PAIRS.length;

    /** The differences, the limited differences, and the errors that they are to explain: without and with steering. */
    private static final int COLUMNS = 2 * PAIRS + 2;

    private static final int PLAIN = 2 * PAIRS;
    private static final int STEERED = PLAIN + 1;

    /** Longest part of a row whose products can be summed in an int: a difference of two pairs is at most 510. */
    private static final int RUN = 4096;

    private final int every;
    private final long[][][] products;
    private long pixels;

    /**
     * Begins a fit for 1 or 3 bands.
     *
     * @param every so manieth row will do
     */
    RestorationFitter(int bands, int every) {
        this.every = every;
        products = new long[bands][COLUMNS][COLUMNS];
    }

    /**
     * Looks at a part of the picture.
     *
     * @param decoded its pixels as the network gives them
     * @param steered the same after the model's weights alone; {@code decoded} if the model has none
     * @param original what they were
     */
    void add(Samples decoded, Samples steered, Samples original) {
        int width = decoded.width() - 2 * REACH;
        int rows = 0;
        long[][][] sums = new long[products.length][COLUMNS][COLUMNS];
        int[][] columns = new int[COLUMNS][Math.max(0, Math.min(RUN, width))];
        for (int y = REACH; y < decoded.height() - REACH && width > 0; y += every, rows++) {
            for (int x = 0; x < width; x += RUN) {
                int count = Math.min(RUN, width - x);
                int at = y * decoded.width() + REACH + x;
                for (int band = 0; band < sums.length; band++) {
                    look(decoded.plane(band), at, decoded.width(), count, columns);
                    subtract(original.plane(band), decoded.plane(band), at, count, columns[PLAIN]);
                    subtract(original.plane(band), steered.plane(band), at, count, columns[STEERED]);
                    multiply(columns, count, sums[band]);
                }
            }
        }
        synchronized (this) {
            pixels += (long) rows * Math.max(0, width);
            for (int band = 0; band < sums.length; band++) {
                for (int i = 0; i < COLUMNS; i++) {
                    for (int j = 0; j <= i; j++) {
                        products[band][i][j] += sums[band][i][j];
                    }
                }
            }
        }
    }

    private static void look(short[] decoded, int at, int stride, int count, int[][] columns) {
        for (int pair = 0; pair < PAIRS; pair++) {
            int offset = RestorationFilter.PAIRS[pair][1] * stride + RestorationFilter.PAIRS[pair][0];
            int[] linear = columns[pair];
            int[] limited = columns[PAIRS + pair];
            for (int x = 0; x < count; x++) {
                int a = decoded[at + x + offset] - decoded[at + x];
                int b = decoded[at + x - offset] - decoded[at + x];
                linear[x] = a + b;
                limited[x] = limit(a) + limit(b);
            }
        }
    }

    private static void subtract(short[] original, short[] decoded, int at, int count, int[] column) {
        for (int x = 0; x < count; x++) {
            column[x] = original[at + x] - decoded[at + x];
        }
    }

    private static int limit(int difference) {
        return Math.max(-RestorationFilter.LIMIT, Math.min(RestorationFilter.LIMIT, difference));
    }

    private static void multiply(int[][] columns, int count, long[][] sums) {
        for (int i = 0; i < COLUMNS; i++) {
            for (int j = 0; j <= i; j++) {
                sums[i][j] += product(columns[i], columns[j], count);
            }
        }
    }

    private static int product(int[] a, int[] b, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /**
     * Returns the filter that makes bits + weight · squared error smallest; none if no filter pays for its bits.
     *
     * @param perError bits that a squared error of 1 in one sample is worth
     * @param size pixels of the whole picture
     */
    RestorationFilter best(double perError, long size) {
        RestorationFilter best = RestorationFilter.none();
        double least = 8.0 * best.toBytes().length;
        for (int error = PLAIN; error <= STEERED && pixels > 0; error++) {
            for (int pairs : RestorationFilter.SIZES) {
                int[][] weights = new int[pairs == 0 ? 0 : products.length][];
                double change = 0;
                for (int band = 0; band < products.length; band++) {
                    change += products[band][error][error] - products[band][PLAIN][PLAIN];
                    if (pairs > 0) {
                        weights[band] = weights(system(products[band], pairs, error));
                        change += change(products[band], weights[band], pairs, error);
                    }
                }
                RestorationFilter filter = new RestorationFilter(pairs, error == STEERED, weights);
                double cost = 8.0 * filter.toBytes().length + perError * change * size / pixels;
                if (cost < least) {
                    least = cost;
                    best = filter;
                }
            }
        }
        return best;
    }

    private static int column(int weight, int pairs) {
        return weight < pairs ? weight : PAIRS + weight - pairs;
    }

    private static double at(long[][] products, int i, int j) {
        return products[Math.max(i, j)][Math.min(i, j)];
    }

    /** The normal equations; the last column is the right side. */
    private static double[][] system(long[][] products, int pairs, int error) {
        double[][] system = new double[2 * pairs][2 * pairs + 1];
        for (int i = 0; i < system.length; i++) {
            for (int j = 0; j < system.length; j++) {
                system[i][j] = at(products, column(i, pairs), column(j, pairs));
            }
            // In flat pictures some columns are zero or alike.
            system[i][i] = system[i][i] * (1 + 1e-6) + 1;
            system[i][system.length] = at(products, column(i, pairs), error);
        }
        return system;
    }

    /** Solves and rounds. */
    private static int[] weights(double[][] system) {
        double[] exact = NormalEquations.solve(system);
        int[] weights = new int[exact.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (int) Math.max(
                    -RestorationFilter.MAX_WEIGHT,
                    Math.min(RestorationFilter.MAX_WEIGHT, Math.rint(exact[i] * RestorationFilter.ONE)));
        }
        return weights;
    }

    /** How much the squared error of a band grows with these weights. */
    private static double change(long[][] products, int[] weights, int pairs, int error) {
        double change = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = (double) weights[i] / RestorationFilter.ONE;
            change -= 2 * weight * at(products, column(i, pairs), error);
            for (int j = 0; j < weights.length; j++) {
                double other = (double) weights[j] / RestorationFilter.ONE;
                change += weight * other * at(products, column(i, pairs), column(j, pairs));
            }
        }
        return change;
    }
}

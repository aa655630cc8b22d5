// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Samples;
import java.util.Arrays;

/**
 * Fits {@link Steering} of one quality to training pictures by least squares. Each picture counts the less the larger its
 * error is, as decibels do.
 */
final class SteeringFitter {
    private static final int REACH = RestorationFilter.REACH;
    private static final int PAIRS = RestorationFilter.PAIRS.length;
    private static final int WEIGHTS = Steering.WEIGHTS;

    /** Smallest mean squared error that pictures are told apart by. */
    private static final double LEAST_ERROR = 0.3;

    /** What is added to the diagonal: shapes that are rare in the training set get small weights. */
    private static final double RIDGE = 1e-3;

    private final double[][] system = new double[Steering.SIZE][Steering.SIZE + 1];
    private final double[][] products = new double[WEIGHTS + 1][WEIGHTS + 1];
    private final double[] column = new double[WEIGHTS + 1];

    /**
     * Looks at a picture.
     *
     * @param decoded its pixels as the decoder's network gives them
     * @param original what they were
     */
    void add(Samples decoded, Samples original) {
        float[][] padded = new float[decoded.bands()][];
        Arrays.setAll(padded, band -> Restorer.padded(decoded, band));
        Structure structure = new Structure(Structure.mean(padded), Restorer.rounded(decoded.width()));
        double weight = 1 / Math.max(LEAST_ERROR, error(decoded, original));
        for (int blockRow = 0; (blockRow + 1) * Structure.BLOCK <= decoded.height(); blockRow++) {
            structure.look(blockRow);
            for (int block = 0; (block + 1) * Structure.BLOCK <= decoded.width(); block++) {
                for (double[] row : products) {
                    Arrays.fill(row, 0);
                }
                for (int i = 0; i < Structure.BLOCK * Structure.BLOCK; i++) {
                    int x = block * Structure.BLOCK + i % Structure.BLOCK;
                    int y = blockRow * Structure.BLOCK + i / Structure.BLOCK;
                    for (int band = 0; band < padded.length; band++) {
                        int wanted = original.get(x, y, band) - decoded.get(x, y, band);
                        look(padded[band], Restorer.rounded(decoded.width()) + 2 * REACH, x, y, wanted);
                    }
                }
                spread(structure, block, weight);
            }
        }
    }

    private static double error(Samples decoded, Samples original) {
        long sum = 0;
        for (int band = 0; band < decoded.bands(); band++) {
            short[] one = decoded.plane(band);
            short[] other = original.plane(band);
            for (int i = 0; i < one.length; i++) {
                sum += (long) (one[i] - other[i]) * (one[i] - other[i]);
            }
        }
        return (double) sum / Math.max(1, (long) decoded.width() * decoded.height() * decoded.bands());
    }

    /** Adds a sample to the products of the block. */
    private void look(float[] plane, int stride, int x, int y, int wanted) {
        int at = (y + REACH) * stride + x + REACH;
        float centre = plane[at];
        for (int pair = 0; pair < PAIRS; pair++) {
            int offset = RestorationFilter.PAIRS[pair][1] * stride + RestorationFilter.PAIRS[pair][0];
            float a = plane[at + offset] - centre;
            float b = plane[at - offset] - centre;
            column[pair] = a + b;
            column[PAIRS + pair] = limit(a) + limit(b);
        }
        column[WEIGHTS] = wanted;
        for (int i = 0; i < WEIGHTS; i++) {
            double value = column[i];
            double[] row = products[i];
            for (int j = 0; j <= WEIGHTS; j++) {
                row[j] += value * column[j];
            }
        }
    }

    private static float limit(float difference) {
        return Math.max(-RestorationFilter.LIMIT, Math.min(RestorationFilter.LIMIT, difference));
    }

    /** Adds the products of a block to those of its terms. */
    private void spread(Structure structure, int block, double weight) {
        int first = structure.level(block) * Structure.SHAPES;
        float[][] terms = structure.terms();
        for (int one = first; one < first + 2 * Structure.SHAPES; one++) {
            double factor = weight * terms[one][block];
            for (int i = 0; i < WEIGHTS; i++) {
                double[] row = system[one * WEIGHTS + i];
                for (int other = first; other <= one; other++) {
                    add(products[i], factor * terms[other][block], row, other * WEIGHTS);
                }
                row[Steering.SIZE] += factor * products[i][WEIGHTS];
            }
        }
    }

    private static void add(double[] values, double factor, double[] sums, int at) {
        for (int j = 0; j < WEIGHTS; j++) {
            sums[at + j] += factor * values[j];
        }
    }

    /** The weights, {@link Steering#SIZE}. */
    double[] weights() {
        for (int i = 0; i < system.length; i++) {
            // The terms' products are symmetrical: their lower half was summed.
            for (int j = i + 1; j < system.length; j++) {
                if (j / WEIGHTS > i / WEIGHTS) {
                    system[i][j] = system[j][i];
                }
            }
            system[i][i] = system[i][i] * (1 + RIDGE) + 1;
        }
        return NormalEquations.solve(system);
    }
}

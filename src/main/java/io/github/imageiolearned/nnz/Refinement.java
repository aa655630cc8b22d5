// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Improves the latents of a picture beyond what the encoder network gives, for the same decoder: by gradient descent on
 * what training minimised, bits + lambda * mean squared error, with the decoder's own gradient and the coder's predicted
 * scales. Rounding is replaced by a choice between two integers that is random at first and becomes firm (after Yang,
 * Bamler and Mandt, "Improving inference for neural image compression", 2020, arXiv:2006.04240).
 */
final class Refinement {
    private static final int STEPS = 48;

    /** Most that a latent moves in a step, about. */
    private static final float RATE = 0.01f;

    /** Decay of Adam's two averages (Kingma and Ba, arXiv:1412.6980). */
    private static final double MEMORY = 0.9;

    private static final double SQUARE_MEMORY = 0.999;

    /** Softness of the rounding at the beginning and at the end. */
    private static final float SOFT = 0.7f;

    private static final float FIRM = 0.05f;

    /** Steps after which the coder's predictions are made anew. */
    private static final int RENEWAL = 8;

    /** Nearer to an integer the slope of the rounding is not finite. */
    private static final float EDGE = 1e-4f;

    /** Asks for small windows: the gradient takes several times the decoder's memory. */
    private static final int MANY = 64;

    private final NnzModel model;
    private final LatentPredictor predictor;
    private final Analysis analysis;
    private final int level;
    private final double lambda;
    private final boolean alone;

    /**
     * Prepares for a picture.
     *
     * @param analysis gives its pixels
     * @param alone whether a run may use all processors
     * @throws IOException if the model cannot be used for it
     */
    Refinement(NnzModel model, Analysis analysis, int level, boolean alone) throws IOException {
        if (!model.differentiable()) {
            throw new IOException("effort high needs a model with " + ModelBundle.GRADIENT + ", which " + model.id()
                    + " in " + model.place() + " lacks");
        }
        this.model = model;
        this.analysis = analysis;
        this.level = level;
        this.alone = alone;
        predictor = model.priors().predictor();
        lambda = model.lambda(quality());
    }

    private double quality() {
        return (double) level / NnzOptions.MAX_LEVEL;
    }

    /**
     * Refines the latents of a tile. Those around it are taken as the encoder network gives them.
     *
     * @param tile its cells
     * @param columns cells of the picture in a row
     * @param rows rows of cells in the picture
     * @param seed of the random choices
     */
    Latents refine(Region tile, int columns, int rows, long seed, Progress progress) throws IOException {
        int margin = model.gradientMargin();
        Region around = tile.grow(margin, columns, rows);
        Field field = new Field(analysis.latents(around), around, tile, seed);
        List<Region> windows = Windows.cut(tile, margin, MANY);
        RateSlopes slopes = null;
        for (int step = 0; step < STEPS; step++) {
            if (step % RENEWAL == 0) {
                slopes = RateSlopes.of(field.rounded(), predictor, level);
            }
            field.soften(Math.max(FIRM, SOFT * (STEPS - step) / STEPS));
            for (Region window : windows) {
                progress.check();
                Region needed = window.grow(margin, columns, rows).intersection(around);
                Network.Tensor gradient =
                        model.gradient(field.part(needed), (float) quality(), analysis.padded(needed), alone);
                field.slope(gradient, needed, window, slopes);
            }
            field.move(step + 1);
        }
        return field.rounded();
    }

    /** The latents of a tile and its surroundings, and how they move. */
    private final class Field {
        private final Region around;
        private final Region tile;
        private final float[][] exact;
        private final float[][] soft;
        private final float[][] slopes;
        private final float[][] mean;
        private final float[][] square;
        private final SplittableRandom[] randoms;

        Field(float[][] exact, Region around, Region tile, long seed) {
            this.exact = exact;
            this.around = around;
            this.tile = tile;
            int cells = tile.width() * tile.height();
            soft = new float[exact.length][];
            randoms = new SplittableRandom[exact.length];
            SplittableRandom source = new SplittableRandom(seed);
            slopes = new float[exact.length][cells];
            mean = new float[exact.length][cells];
            square = new float[exact.length][cells];
            for (int c = 0; c < exact.length; c++) {
                // One for each channel, so that the number of threads does not matter.
                randoms[c] = source.split();
                soft[c] = new float[exact[c].length];
                for (int i = 0; i < soft[c].length; i++) {
                    soft[c][i] = Math.round(exact[c][i]);
                }
            }
        }

        /** Place of a row of the tile among all. */
        private int row(int y) {
            return (tile.y() + y - around.y()) * around.width() + tile.x() - around.x();
        }

        Latents rounded() {
            float[][] planes = new float[exact.length][tile.width() * tile.height()];
            for (int c = 0; c < planes.length; c++) {
                for (int y = 0; y < tile.height(); y++) {
                    System.arraycopy(exact[c], row(y), planes[c], y * tile.width(), tile.width());
                }
            }
            return Latents.rounded(planes, tile.width(), tile.height());
        }

        /** Chooses between the two integers beside each latent, softly. */
        void soften(float softness) throws IOException {
            Parallel.forEach(exact.length, Progress.NONE, channel -> soften(channel, softness));
        }

        private void soften(int channel, float softness) {
            float[] values = exact[channel];
            for (int y = 0; y < tile.height(); y++) {
                int row = row(y);
                for (int x = 0; x < tile.width(); x++) {
                    double low = Math.floor(values[row + x]);
                    double r = Math.max(EDGE, Math.min(1 - EDGE, values[row + x] - low));
                    double u = Math.max(1e-7, Math.min(1 - 1e-7, randoms[channel].nextDouble()));
                    // atanh(r) - atanh(1 - r), and logistic noise.
                    double odds = 0.5 * Math.log((1 + r) * r / ((1 - r) * (2 - r)));
                    double share = 1 / (1 + Math.exp(-odds / softness) * (1 - u) / u);
                    double slope = share * (1 - share) / softness * (1 / (1 - r * r) + 1 / (r * (2 - r)));
                    soft[channel][row + x] = (float) (low + share);
                    slopes[channel][y * tile.width() + x] = (float) slope;
                }
            }
        }

        Network.Tensor part(Region cells) {
            Network.Tensor tensor = Network.Tensor.zeros(exact.length, cells.height(), cells.width());
            for (int c = 0; c < exact.length; c++) {
                for (int y = 0; y < cells.height(); y++) {
                    tensor.values()
                            .put(
                                    (c * cells.height() + y) * cells.width(),
                                    soft[c],
                                    (cells.y() + y - around.y()) * around.width() + cells.x() - around.x(),
                                    cells.width());
                }
            }
            return tensor;
        }

        /** Turns the slopes of the choices into those of the whole cost. */
        void slope(Network.Tensor gradient, Region cells, Region window, RateSlopes rate) throws IOException {
            FloatBuffer values = gradient.values();
            float perError = (float) (lambda / 3);
            Parallel.forEach(exact.length, Progress.NONE, c -> {
                for (int y = window.y(); y < window.bottom(); y++) {
                    for (int x = window.x(); x < window.right(); x++) {
                        int from = (c * cells.height() + y - cells.y()) * cells.width() + x - cells.x();
                        int cell = (y - tile.y()) * tile.width() + x - tile.x();
                        int low = (int) Math.floor(exact[c][row(y - tile.y()) + x - tile.x()]);
                        slopes[c][cell] *= perError * values.get(from) + rate.step(c, cell, low);
                    }
                }
            });
        }

        /** A step of Adam. */
        void move(int step) throws IOException {
            float byMean = (float) (RATE / (1 - Math.pow(MEMORY, step)));
            float bySquare = (float) (1 / (1 - Math.pow(SQUARE_MEMORY, step)));
            Parallel.forEach(exact.length, Progress.NONE, c -> {
                for (int y = 0; y < tile.height(); y++) {
                    int row = row(y);
                    for (int x = 0; x < tile.width(); x++) {
                        int cell = y * tile.width() + x;
                        float slope = slopes[c][cell];
                        mean[c][cell] += (float) (1 - MEMORY) * (slope - mean[c][cell]);
                        square[c][cell] += (float) (1 - SQUARE_MEMORY) * (slope * slope - square[c][cell]);
                        float scale = (float) Math.sqrt(square[c][cell] * bySquare) + 1e-8f;
                        exact[c][row + x] -= byMean * mean[c][cell] / scale;
                    }
                }
            });
        }
    }
}

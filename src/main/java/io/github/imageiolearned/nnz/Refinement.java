// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Improves the latents of a picture beyond what the encoder network gives, for the same decoder: by gradient descent on
 * what training minimised, bits + lambda * mean squared error, with the decoder's own gradient and the coder's predicted
 * scales. Rounding is replaced by a soft choice between two integers that becomes firm (after Yang, Bamler and Mandt,
 * "Improving inference for neural image compression", 2020, arXiv:2006.04240, without their noise: where few steps are made it does
 * more harm than good). The error is that of the pixels behind the model's restoration filter, where it has one and the whole
 * gradient is followed ({@link SteeredTarget}); what the file's own weights will change is not known yet.
 */
final class Refinement {
    /**
     * How far a descent goes.
     *
     * @param linear whether it follows the gradient through the decoder's linear path alone
     * @param steps how many
     * @param rate movement of a latent in the first step for a slope of a bit; falls from step to step
     * @param softness of the rounding in the first step; falls likewise
     * @param memory share of the earlier slopes in the one that a latent follows
     */
    record Descent(boolean linear, int steps, double rate, double softness, double memory) {
        /** For pictures that have to be quick. */
        static final Descent QUICK = new Descent(true, 1, 0.006, 0.2, 0);

        static final Descent LONG = new Descent(false, 16, 0.003, 0.6, 0.7);

        private static final Descent[] SHORT = {
            new Descent(false, 1, 0.006, 0.2, 0),
            new Descent(false, 2, 0.004, 0.25, 0),
            new Descent(false, 3, 0.004, 0.3, 0.3),
            new Descent(false, 4, 0.003, 0.3, 0.3)
        };

        /** A few steps: as many as asked for, from 1 up to 4. */
        static Descent of(long steps) {
            return SHORT[(int) Math.max(1, Math.min(SHORT.length, steps)) - 1];
        }

        private double left(int step, double last) {
            return 1 - (1 - last) * step / steps;
        }

        float rate(int step) {
            return (float) (rate * left(step, 0.2));
        }

        double softness(int step) {
            return Math.max(FIRM, softness * left(step, 0));
        }
    }

    /** Least softness: below it slopes are steep at halves and nothing elsewhere. */
    private static final double FIRM = 0.05;

    /** Latents whose choice has a smaller slope are as good as certain: they stay, which saves looking up what they cost. */
    private static final float FLAT = 0.01f;

    /** A soft choice that is nearer to zero counts as zero in channels that have nothing else. */
    private static final float NOTHING = 0.1f;

    /** Most that a latent moves in a step. */
    private static final float MOST = 0.3f;

    /** Steps after which the coder's predictions are made anew. */
    private static final int RENEWAL = 8;

    /** Places between two integers that the soft choice is computed for. */
    private static final int PLACES = 4096;

    /** Nearer to an integer the slope of the rounding is not finite. */
    private static final double EDGE = 1e-4;

    /** Asks for small windows: the gradient takes several times the decoder's memory. */
    private static final int MANY = 64;

    private final NnzModel model;
    private final LatentPredictor predictor;
    private final Analysis analysis;
    private final int level;
    private final double lambda;
    private final boolean alone;
    private final Descent descent;
    private final float[] steering;

    /**
     * Prepares for a picture.
     *
     * @param analysis gives its pixels
     * @param descent how far to go
     * @param alone whether a run may use all processors
     * @throws IOException if the model cannot be used for it
     */
    Refinement(NnzModel model, Analysis analysis, int level, Descent descent, boolean alone) throws IOException {
        if (!model.differentiable(descent.linear())) {
            throw new IOException("effort high needs a model with " + ModelBundle.GRADIENT + ", which " + model.id()
                    + " in " + model.place() + " lacks");
        }
        this.model = model;
        this.analysis = analysis;
        this.level = level;
        this.alone = alone;
        this.descent = descent;
        predictor = model.priors().predictor();
        lambda = model.lambda(quality());
        steering = model.steers() && !descent.linear() ? model.steering().at(quality()) : null;
    }

    private float quality() {
        return (float) level / NnzOptions.MAX_LEVEL;
    }

    /**
     * Refines the latents of a tile. Those around it are taken as the encoder network gives them.
     *
     * @param tile its cells
     * @param columns cells of the picture in a row
     * @param rows rows of cells in the picture
     */
    Latents refine(Region tile, int columns, int rows, Progress progress) throws IOException {
        // A quarter of what the gradient hangs on: what is farther away hardly counts.
        int margin = (model.decoderMargin() + 1) / 2;
        Region around = tile.grow(margin, columns, rows);
        Field field = new Field(analysis.latents(around), around, tile);
        List<Region> windows = Windows.cut(tile, margin, MANY);
        RateSlopes slopes = null;
        Network.Tensor[] targets = new Network.Tensor[windows.size()];
        for (int step = 0; step < descent.steps(); step++) {
            if (step % RENEWAL == 0) {
                slopes = RateSlopes.of(field.rounded(), predictor, level, progress);
            }
            field.soften(descent.softness(step));
            for (int i = 0; i < targets.length; i++) {
                progress.check();
                Region needed = windows.get(i).grow(margin, columns, rows).intersection(around);
                Network.Tensor original = analysis.padded(needed);
                Network.Tensor soft = field.part(needed);
                if (step == 0 && steering != null) {
                    targets[i] = SteeredTarget.of(model.decode(soft, quality(), alone), original, steering);
                }
                Network.Tensor target = steering == null ? original : targets[i];
                Network.Differentiated result = model.gradient(soft, quality(), target, descent.linear(), alone);
                field.slope(result.gradient(), needed, windows.get(i), slopes);
                if (steering != null && step + 1 < descent.steps()) {
                    // Of the pixels of this step: those of the next one take a run of the network, and differ little.
                    targets[i] = SteeredTarget.of(result.picture(), original, steering);
                }
            }
            field.move(step);
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

        /** Channels without the last ones, in which nothing is worth a step. */
        private int used;

        Field(float[][] exact, Region around, Region tile) {
            this.exact = exact;
            this.around = around;
            this.tile = tile;
            int cells = tile.width() * tile.height();
            soft = new float[exact.length][];
            slopes = new float[exact.length][cells];
            mean = new float[exact.length][cells];
            for (int c = 0; c < exact.length; c++) {
                soft[c] = new float[exact[c].length];
                for (int i = 0; i < soft[c].length; i++) {
                    soft[c][i] = (float) Math.rint(exact[c][i]);
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
        void soften(double softness) throws IOException {
            float[] shares = new float[PLACES + 1];
            float[] steepness = new float[PLACES + 1];
            for (int i = 0; i <= PLACES; i++) {
                double r = Math.max(EDGE, Math.min(1 - EDGE, (double) i / PLACES));
                // atanh(r) - atanh(1 - r)
                double odds = 0.5 * Math.log((1 + r) * r / ((1 - r) * (2 - r)));
                double share = 1 / (1 + Math.exp(-odds / softness));
                shares[i] = (float) share;
                steepness[i] = (float) (share * (1 - share) / softness * (1 / (1 - r * r) + 1 / (r * (2 - r))));
            }
            Parallel.forEach(exact.length, Progress.NONE, c -> {
                for (int y = 0; y < tile.height(); y++) {
                    int row = row(y);
                    for (int x = 0; x < tile.width(); x++) {
                        float low = (float) Math.floor(exact[c][row + x]);
                        int place = Math.round((exact[c][row + x] - low) * PLACES);
                        soft[c][row + x] = low + shares[place];
                        slopes[c][y * tile.width() + x] = steepness[place];
                    }
                }
            });
            used = exact.length;
            while (used > 1 && rests(used - 1)) {
                used--;
            }
        }

        /** Whether a channel is about all zero, and far from anything else. */
        private boolean rests(int channel) {
            for (float value : soft[channel]) {
                if (Math.abs(value) >= NOTHING) {
                    return false;
                }
            }
            return true;
        }

        Network.Tensor part(Region cells) {
            Network.Tensor tensor = Network.Tensor.zeros(used, cells.height(), cells.width());
            for (int c = 0; c < used; c++) {
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
            Parallel.forEach(used, Progress.NONE, c -> {
                for (int y = window.y(); y < window.bottom(); y++) {
                    for (int x = window.x(); x < window.right(); x++) {
                        int from = (c * cells.height() + y - cells.y()) * cells.width() + x - cells.x();
                        int cell = (y - tile.y()) * tile.width() + x - tile.x();
                        if (slopes[c][cell] < FLAT) {
                            slopes[c][cell] = 0;
                            continue;
                        }
                        int low = (int) Math.floor(exact[c][row(y - tile.y()) + x - tile.x()]);
                        slopes[c][cell] *= perError * values.get(from) + rate.step(c, cell, low);
                    }
                }
            });
        }

        /** Follows the slopes. */
        void move(int step) throws IOException {
            float now = (float) (1 - descent.memory());
            // The mean begins at 0: what that takes from it is given back.
            float factor = (float) (descent.rate(step) / (1 - Math.pow(descent.memory(), step + 1)));
            Parallel.forEach(used, Progress.NONE, c -> {
                for (int y = 0; y < tile.height(); y++) {
                    int row = row(y);
                    for (int x = 0; x < tile.width(); x++) {
                        int cell = y * tile.width() + x;
                        mean[c][cell] += now * (slopes[c][cell] - mean[c][cell]);
                        exact[c][row + x] -= Math.max(-MOST, Math.min(MOST, factor * mean[c][cell]));
                    }
                }
            });
        }
    }
}

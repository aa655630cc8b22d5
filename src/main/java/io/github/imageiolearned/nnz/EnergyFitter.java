// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits the magnitude predictors of {@link LatentPredictor}: a scale with Laplacian errors, by iteratively reweighted
 * least squares with weights that may not be negative.
 */
final class EnergyFitter {
    private static final int SOURCES = 8;
    private static final int ROUNDS = 3;
    private static final int SIZE_CAP = 3;

    /** Of the features: the constant, then the channel's own neighbours, then the activity, then the sources. */
    private static final int OWN = 1;

    private static final int ACTIVITY = OWN + LatentPredictor.OWN_SIZES;
    private static final int FIRST_SOURCE = ACTIVITY + 2;

    private final int channels;
    private final List<LatentField> fields;
    private final double[][] products;

    /** Walks over the tiles with known value predictors. */
    EnergyFitter(List<Latents> tiles, LatentPredictor.Value[] values, int channels) throws IOException {
        this.channels = channels;
        LatentPredictor known =
                new LatentPredictor(values, LatentPredictor.plain(channels).energies());
        LatentField[] walked = new LatentField[tiles.size()];
        Parallel.forEach(walked.length, Progress.NONE, t -> {
            Latents tile = tiles.get(t);
            LatentWalk walk = new LatentWalk(known, channels, tile.width(), tile.height(), 0);
            walk.run(tile, Passive.CODER, Progress.NONE);
            walked[t] = walk.field;
        });
        fields = List.of(walked);
        products = new double[channels][channels];
        Parallel.forEach(channels, Progress.NONE, c -> products(c, products[c]));
    }

    /** Codes nothing: for a walk that only computes predictions. */
    private enum Passive implements LatentWalk.Coder {
        CODER;

        @Override
        public boolean empty(LatentWalk walk, boolean empty) {
            return empty;
        }

        @Override
        public int residual(LatentWalk walk, int residual, int predicted) {
            return residual;
        }
    }

    /** Products of a channel's sizes with those of the channels up to it. */
    private void products(int c, double[] sums) {
        for (LatentField field : fields) {
            short[] target = field.sizes[c];
            for (int j = 0; target != null && j <= c; j++) {
                short[] source = field.sizes[j];
                if (source != null) {
                    int sum = 0;
                    for (int i = 0; i < target.length; i++) {
                        sum += Math.min(SIZE_CAP, target[i]) * Math.min(SIZE_CAP, source[i]);
                    }
                    sums[j] += sum;
                }
            }
        }
    }

    LatentPredictor.Energy[] fit() throws IOException {
        LatentPredictor.Energy[] energies = new LatentPredictor.Energy[channels];
        // The activity grows group by group again, as it does while coding.
        fields.forEach(LatentField::clearActivity);
        for (int begin = 0; begin < channels; begin += LatentField.GROUP) {
            int first = begin;
            int count = Math.min(LatentField.GROUP, channels - begin);
            Parallel.forEach(count, Progress.NONE, i -> energies[first + i] = fit(first + i));
            for (LatentField field : fields) {
                field.addActivity(first, first + count);
            }
        }
        return energies;
    }

    /** Picks the sources one after the other, each by what it adds to those before it. */
    private short[] sources(int c) {
        int wanted = Math.min(SOURCES, c);
        short[] chosen = new short[wanted];
        double[] residual = Arrays.copyOf(products[c], c);
        double[] energy = new double[c];
        for (int j = 0; j < c; j++) {
            energy[j] = products[j][j];
        }
        List<double[]> basis = new ArrayList<>();
        for (int k = 0; k < wanted; k++) {
            int best = -1;
            double gain = 0;
            for (int j = 0; j < c; j++) {
                double explained = residual[j] > 0 ? residual[j] * residual[j] / energy[j] : 0;
                if (energy[j] > 1e-3 * products[j][j] && explained > gain) {
                    gain = explained;
                    best = j;
                }
            }
            if (best < 0) {
                return Arrays.copyOf(chosen, k);
            }
            chosen[k] = (short) best;
            double root = Math.sqrt(energy[best]);
            double along = residual[best] / root;
            double[] direction = new double[c];
            for (int j = 0; j < c; j++) {
                double product = best >= j ? products[best][j] : products[j][best];
                for (double[] before : basis) {
                    product -= before[best] * before[j];
                }
                direction[j] = product / root;
                residual[j] -= along * direction[j];
                energy[j] -= direction[j] * direction[j];
            }
            energy[best] = 0;
            basis.add(direction);
        }
        return chosen;
    }

    private LatentPredictor.Energy fit(int c) {
        short[] sources = sources(c);
        int count = FIRST_SOURCE + LatentPredictor.SOURCE_SIZES * sources.length;
        double[] solution = new double[count];
        float[] features = new float[count];
        solution[0] = 0.3;
        solution[1] = 0.1;
        solution[2] = 0.1;
        for (int round = 0; round < ROUNDS; round++) {
            LinearFit fit = new LinearFit(count);
            double[] guess = solution;
            Sampling.forEach(fields, f -> f.sizes[c] != null, (field, index, at) -> {
                features(field, c, sources, at, features);
                double predicted = 0.02;
                for (int i = 0; i < count; i++) {
                    predicted += guess[i] * features[i];
                }
                fit.add(features, field.sizes[c][at], 1 / (predicted * (predicted + 0.3)));
            });
            solution = fit.solve(solution, 1e-4, 0);
        }
        short[] weights = new short[count];
        for (int i = 0; i < count; i++) {
            weights[i] = LatentPredictor.weight(solution[i]);
        }
        return new LatentPredictor.Energy(
                weights[0],
                Arrays.copyOfRange(weights, OWN, ACTIVITY),
                Arrays.copyOfRange(weights, ACTIVITY, FIRST_SOURCE),
                sources,
                Arrays.copyOfRange(weights, FIRST_SOURCE, count));
    }

    private static void features(LatentField field, int c, short[] sources, int at, float[] features) {
        int pitch = field.pitch;
        short[] sizes = field.sizes[c];
        features[0] = 1;
        features[1] = sizes[at - 1];
        features[2] = sizes[at - pitch];
        features[3] = sizes[at - pitch - 1];
        features[4] = sizes[at - pitch + 1];
        features[5] = sizes[at - 2];
        features[6] = sizes[at - 2 * pitch];
        features[ACTIVITY] = field.activity[at];
        features[ACTIVITY + 1] = field.activityAround[at];
        for (int s = 0; s < sources.length; s++) {
            boolean live = field.sizes[sources[s]] != null;
            int first = FIRST_SOURCE + LatentPredictor.SOURCE_SIZES * s;
            features[first] = live ? field.sizes[sources[s]][at] : 0;
            features[first + 1] = live ? field.cross[sources[s]][at] : 0;
            features[first + 2] = live ? field.diagonal[sources[s]][at] : 0;
        }
    }
}

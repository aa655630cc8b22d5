// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fits the {@link LatentPredictor} of a model to latents of training pictures. Values: least squares over the channel's
 * own neighbours and the places of earlier channels that correlate best, each tile weighted by the channel's inverse
 * variance in it. Sizes: a scale with Laplacian errors, fitted by iteratively reweighted least squares with weights that
 * may not be negative.
 */
final class PredictorFitter {
    private static final int VALUE_TERMS = 12;
    private static final int VALUE_CANDIDATES = 24;
    private static final int SIZE_SOURCES = 8;
    private static final int ROUNDS = 5;
    private static final double ONE = 1 << LatentPredictor.SHIFT;
    private static final int MAX_WEIGHT = 2 * (1 << LatentPredictor.SHIFT);

    private final int channels;
    private final List<Field> fields = new ArrayList<>();

    /** A training tile: values and sizes of all channels as a {@link LatentField}, and weights of its channels. */
    private record Field(LatentField field, double[] weight) {}

    private PredictorFitter(int channels) {
        this.channels = channels;
    }

    /** Fits to latents, of all qualities, and returns the predictor. */
    static LatentPredictor fit(List<Latents> tiles, int channels) throws IOException {
        PredictorFitter fitter = new PredictorFitter(channels);
        LatentPredictor.Value[] values = fitter.fitValues(tiles);
        LatentPredictor.Energy[] energies = fitter.fitEnergies(tiles, values);
        return new LatentPredictor(values, energies);
    }

    private LatentPredictor.Value[] fitValues(List<Latents> tiles) throws IOException {
        for (Latents tile : tiles) {
            LatentField field = new LatentField(channels, tile.width(), tile.height());
            double[] weight = new double[channels];
            for (int c = 0; c < channels; c++) {
                short[] plane = tile.planes()[c];
                if (plane != null) {
                    short[] value = new short[field.activity.length];
                    double squares = 0;
                    for (int i = 0; i < plane.length; i++) {
                        int clipped = Math.max(-LatentField.VALUE_CAP, Math.min(LatentField.VALUE_CAP, plane[i]));
                        value[field.at(i % tile.width(), i / tile.width())] = (short) clipped;
                        squares += (double) clipped * clipped;
                    }
                    field.finish(c, value, new short[value.length]);
                    weight[c] = 1 / (0.25 + squares / plane.length);
                }
            }
            fields.add(new Field(field, weight));
        }
        LatentPredictor.Value[] values = new LatentPredictor.Value[channels];
        Parallel.forEach(channels, Progress.NONE, c -> values[c] = fitValue(c));
        fields.clear();
        return values;
    }

    private LatentPredictor.Value fitValue(int c) {
        double[] correlations = new double[9 * c];
        for (int j = 0; j < c; j++) {
            double[] products = new double[9];
            double energy = 1e-9;
            for (Field f : fields) {
                short[] target = f.field.values[c];
                short[] source = f.field.values[j];
                if (target != null && source != null) {
                    energy += f.weight[c] * correlate(f.field, target, source, f.weight[c], products);
                }
            }
            for (int p = 0; p < 9; p++) {
                correlations[9 * j + p] = products[p] * products[p] / energy;
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < correlations.length; i++) {
            if (correlations[i] > 0) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(i -> -correlations[i]));
        List<Integer> terms = new ArrayList<>(order.subList(0, Math.min(VALUE_CANDIDATES, order.size())));
        double[] solution = solveValue(c, terms);
        if (terms.size() > VALUE_TERMS) {
            List<Integer> ranked = new ArrayList<>();
            for (int i = 0; i < terms.size(); i++) {
                ranked.add(i);
            }
            double[] first = solution;
            ranked.sort(Comparator.comparingDouble(i -> -first[LatentPredictor.OWN_VALUES + i]
                    * first[LatentPredictor.OWN_VALUES + i]
                    * energy(c, terms.get(i) / 9)));
            List<Integer> kept = new ArrayList<>();
            for (int i : ranked.subList(0, VALUE_TERMS)) {
                kept.add(terms.get(i));
            }
            terms.clear();
            terms.addAll(kept);
            solution = solveValue(c, terms);
        }
        short[] own = new short[LatentPredictor.OWN_VALUES];
        for (int i = 0; i < own.length; i++) {
            own[i] = rounded(solution[i]);
        }
        short[] sources = new short[terms.size()];
        byte[] places = new byte[terms.size()];
        short[] weights = new short[terms.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = (short) (terms.get(i) / 9);
            places[i] = (byte) (terms.get(i) % 9);
            weights[i] = rounded(solution[LatentPredictor.OWN_VALUES + i]);
        }
        return new LatentPredictor.Value(own, sources, places, weights);
    }

    private double energy(int c, int source) {
        double energy = 0;
        for (Field f : fields) {
            short[] target = f.field.values[c];
            short[] plane = f.field.values[source];
            if (target != null && plane != null) {
                for (short value : plane) {
                    energy += f.weight[c] * value * value;
                }
            }
        }
        return energy;
    }

    /** Adds the products of a target with a source at nine places; returns the source's energy. */
    private static double correlate(
            LatentField field, short[] target, short[] source, double weight, double[] products) {
        int pitch = field.pitch;
        double energy = 0;
        float[] sums = new float[9];
        for (int y = 0; y < field.height; y++) {
            int begin = field.at(0, y);
            for (int i = begin; i < begin + field.width; i++) {
                float t = target[i];
                energy += source[i] * source[i];
                if (t != 0) {
                    sums[0] += t * source[i - pitch - 1];
                    sums[1] += t * source[i - pitch];
                    sums[2] += t * source[i - pitch + 1];
                    sums[3] += t * source[i - 1];
                    sums[4] += t * source[i];
                    sums[5] += t * source[i + 1];
                    sums[6] += t * source[i + pitch - 1];
                    sums[7] += t * source[i + pitch];
                    sums[8] += t * source[i + pitch + 1];
                }
            }
        }
        for (int p = 0; p < 9; p++) {
            products[p] += weight * sums[p];
        }
        return energy;
    }

    private double[] solveValue(int c, List<Integer> terms) {
        int own = LatentPredictor.OWN_VALUES;
        LinearFit fit = new LinearFit(own + terms.size());
        float[] features = new float[own + terms.size()];
        for (Field f : fields) {
            short[] target = f.field.values[c];
            if (target == null) {
                continue;
            }
            int pitch = f.field.pitch;
            for (int y = 0; y < f.field.height; y++) {
                for (int x = 0; x < f.field.width; x++) {
                    int at = f.field.at(x, y);
                    features[0] = target[at - 1];
                    features[1] = target[at - pitch];
                    features[2] = target[at - pitch - 1];
                    features[3] = target[at - pitch + 1];
                    for (int t = 0; t < terms.size(); t++) {
                        short[] source = f.field.values[terms.get(t) / 9];
                        int place = terms.get(t) % 9;
                        features[own + t] = source == null ? 0 : source[at + (place / 3 - 1) * pitch + place % 3 - 1];
                    }
                    fit.add(features, target[at], f.weight[c]);
                }
            }
        }
        return fit.solve(new double[features.length], 1e-3, -2);
    }

    private LatentPredictor.Energy[] fitEnergies(List<Latents> tiles, LatentPredictor.Value[] values)
            throws IOException {
        LatentPredictor.Energy[] energies = LatentPredictor.plain(channels).energies();
        LatentPredictor known = new LatentPredictor(values, energies);
        Field[] walked = new Field[tiles.size()];
        Parallel.forEach(tiles.size(), Progress.NONE, t -> {
            Latents tile = tiles.get(t);
            LatentWalk walk = new LatentWalk(known, channels, tile.width(), tile.height(), 0);
            walk.run(tile, Passive.CODER);
            walked[t] = new Field(walk.field, null);
        });
        fields.addAll(List.of(walked));
        double[][] products = new double[channels][channels];
        Parallel.forEach(channels, Progress.NONE, c -> sizeProducts(c, products[c]));
        // The activity grows channel by channel again, as it does while coding.
        for (Field f : fields) {
            java.util.Arrays.fill(f.field.activity, 0);
        }
        int block = 16;
        for (int begin = 0; begin < channels; begin += block) {
            int first = begin;
            int count = Math.min(block, channels - begin);
            Parallel.forEach(count, Progress.NONE, i -> energies[first + i] = fitEnergy(first + i, products));
            Parallel.forEach(fields.size(), Progress.NONE, t -> {
                for (int c = first; c < first + count; c++) {
                    fields.get(t).field.addActivity(c);
                }
            });
        }
        return energies;
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
    private void sizeProducts(int c, double[] products) {
        for (Field f : fields) {
            short[] target = f.field.sizes[c];
            if (target == null) {
                continue;
            }
            for (int j = 0; j <= c; j++) {
                short[] source = f.field.sizes[j];
                if (source != null) {
                    float sum = 0;
                    for (int i = 0; i < target.length; i++) {
                        sum += Math.min(3, target[i]) * Math.min(3, source[i]);
                    }
                    products[j] += sum;
                }
            }
        }
    }

    /** Picks the sources one after the other, each by what it adds to those before it. */
    private static short[] sizeSources(int c, double[][] products) {
        int wanted = Math.min(SIZE_SOURCES, c);
        List<Short> chosen = new ArrayList<>();
        double[] residual = new double[c];
        double[] energy = new double[c];
        double[][] basis = new double[wanted][];
        for (int j = 0; j < c; j++) {
            residual[j] = products[c][j];
            energy[j] = products[j][j];
        }
        for (int k = 0; k < wanted; k++) {
            int best = -1;
            double gain = 0;
            for (int j = 0; j < c; j++) {
                if (energy[j] > 1e-3 * products[j][j]
                        && residual[j] > 0
                        && residual[j] * residual[j] / energy[j] > gain) {
                    gain = residual[j] * residual[j] / energy[j];
                    best = j;
                }
            }
            if (best < 0) {
                break;
            }
            chosen.add((short) best);
            double[] direction = new double[c];
            double root = Math.sqrt(energy[best]);
            for (int j = 0; j < c; j++) {
                double product = best >= j ? products[best][j] : products[j][best];
                for (int b = 0; b < k; b++) {
                    product -= basis[b][best] * basis[b][j];
                }
                direction[j] = product / root;
            }
            double along = residual[best] / root;
            basis[k] = direction;
            for (int j = 0; j < c; j++) {
                residual[j] -= along * direction[j];
                energy[j] -= direction[j] * direction[j];
            }
            energy[best] = 0;
        }
        short[] sources = new short[chosen.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = chosen.get(i);
        }
        return sources;
    }

    private LatentPredictor.Energy fitEnergy(int c, double[][] products) {
        short[] sources = sizeSources(c, products);
        int own = LatentPredictor.OWN_SIZES;
        int count = 1 + own + 2 + 3 * sources.length;
        double[] solution = new double[count];
        float[] features = new float[count];
        solution[0] = 0.3;
        solution[1] = 0.1;
        solution[2] = 0.1;
        for (int round = 0; round < ROUNDS; round++) {
            LinearFit fit = new LinearFit(count);
            for (Field f : fields) {
                short[] target = f.field.sizes[c];
                if (target == null) {
                    continue;
                }
                for (int y = 0; y < f.field.height; y++) {
                    for (int x = 0; x < f.field.width; x++) {
                        int at = f.field.at(x, y);
                        features(f.field, c, sources, at, features);
                        double predicted = 0.02;
                        for (int i = 0; i < count; i++) {
                            predicted += solution[i] * features[i];
                        }
                        fit.add(features, target[at], 1 / (predicted * (predicted + 0.3)));
                    }
                }
            }
            solution = fit.solve(solution, 1e-4, 0);
        }
        short[] ownWeights = new short[own];
        for (int i = 0; i < own; i++) {
            ownWeights[i] = rounded(solution[1 + i]);
        }
        short[] activity = {rounded(solution[1 + own]), rounded(solution[2 + own])};
        short[] weights = new short[3 * sources.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = rounded(solution[3 + own + i]);
        }
        return new LatentPredictor.Energy(rounded(solution[0]), ownWeights, activity, sources, weights);
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
        int[] activity = field.activity;
        int here = activity[at];
        int around = activity[at - pitch - 1]
                + activity[at - pitch]
                + activity[at - pitch + 1]
                + activity[at - 1]
                + activity[at + 1]
                + activity[at + pitch - 1]
                + activity[at + pitch]
                + activity[at + pitch + 1];
        features[7] = here;
        features[8] = around;
        for (int s = 0; s < sources.length; s++) {
            boolean live = field.sizes[sources[s]] != null;
            features[9 + 3 * s] = live ? field.sizes[sources[s]][at] : 0;
            features[10 + 3 * s] = live ? field.cross[sources[s]][at] : 0;
            features[11 + 3 * s] = live ? field.diagonal[sources[s]][at] : 0;
        }
    }

    private static short rounded(double weight) {
        return (short) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, Math.round(weight * ONE)));
    }
}

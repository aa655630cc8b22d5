// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fits the value predictors of {@link LatentPredictor}: least squares over the channel's own neighbours and those places
 * of earlier channels that correlate best with it. Each tile is weighted by the channel's inverse variance in it, so
 * that no quality outweighs the others.
 */
final class ValueFitter {
    private static final int TERMS = 12;
    private static final int CANDIDATES = 24;
    private static final int PLACES = 9;
    private static final double RIDGE = 1e-3;

    private final int channels;
    private final List<LatentField> fields = new ArrayList<>();

    /** Of each field: weight of each channel, and mean square. */
    private final List<double[]> weights = new ArrayList<>();

    ValueFitter(List<Latents> tiles, int channels) {
        this.channels = channels;
        for (Latents tile : tiles) {
            LatentField field = new LatentField(channels, tile.width(), tile.height());
            double[] weight = new double[channels];
            for (int c = 0; c < channels; c++) {
                short[] plane = tile.planes()[c];
                if (plane != null) {
                    weight[c] = 1 / (0.25 + add(field, c, plane));
                }
            }
            fields.add(field);
            weights.add(weight);
        }
    }

    /** Adds a channel to a field; returns its mean square. */
    private static double add(LatentField field, int channel, short[] plane) {
        short[] value = new short[field.activity.length];
        double squares = 0;
        for (int i = 0; i < plane.length; i++) {
            int clipped = Math.max(-LatentField.VALUE_CAP, Math.min(LatentField.VALUE_CAP, plane[i]));
            value[field.at(i % field.width, i / field.width)] = (short) clipped;
            squares += (double) clipped * clipped;
        }
        field.finish(channel, value, new short[value.length]);
        return squares / plane.length;
    }

    LatentPredictor.Value[] fit() throws IOException {
        LatentPredictor.Value[] values = new LatentPredictor.Value[channels];
        Parallel.forEach(channels, Progress.NONE, c -> values[c] = fit(c));
        return values;
    }

    private LatentPredictor.Value fit(int c) {
        List<Integer> terms = candidates(c);
        double[] solution = solve(c, terms);
        if (terms.size() > TERMS) {
            double[] all = solution;
            List<Integer> candidates = terms;
            terms = IntStream.range(0, candidates.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i ->
                            -Math.abs(all[LatentPredictor.OWN_VALUES + i]) * deviation(candidates.get(i) / PLACES, c)))
                    .limit(TERMS)
                    .map(candidates::get)
                    .toList();
            solution = solve(c, terms);
        }
        short[] own = new short[LatentPredictor.OWN_VALUES];
        for (int i = 0; i < own.length; i++) {
            own[i] = LatentPredictor.weight(solution[i]);
        }
        short[] sources = new short[terms.size()];
        byte[] places = new byte[terms.size()];
        short[] termWeights = new short[terms.size()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = (short) (terms.get(i) / PLACES);
            places[i] = (byte) (terms.get(i) % PLACES);
            termWeights[i] = LatentPredictor.weight(solution[LatentPredictor.OWN_VALUES + i]);
        }
        return new LatentPredictor.Value(own, sources, places, termWeights);
    }

    /** Typical size of a source where the target is live, in the target's unit. */
    private double deviation(int source, int target) {
        double sum = 0;
        for (double[] weight : weights) {
            if (weight[source] > 0) {
                sum += weight[target] * (1 / weight[source] - 0.25);
            }
        }
        return Math.sqrt(sum);
    }

    /** Earlier channels' places (channel * 9 + place) by how much of the target each explains alone. */
    private List<Integer> candidates(int c) {
        int step = Sampling.step(fields, f -> f.values[c] != null, 2 * Sampling.ENOUGH);
        double[] explained = new double[PLACES * c];
        List<Integer> order = new ArrayList<>();
        for (int j = 0; j < c; j++) {
            double[] products = new double[PLACES];
            double energy = 1e-9;
            for (int f = 0; f < fields.size(); f += step) {
                LatentField field = fields.get(f);
                if (field.values[c] != null && field.values[j] != null) {
                    double weight = weights.get(f)[c];
                    energy += weight * correlate(field, field.values[c], field.values[j], weight, products);
                }
            }
            for (int p = 0; p < PLACES; p++) {
                explained[PLACES * j + p] = products[p] * products[p] / energy;
                if (explained[PLACES * j + p] > 0) {
                    order.add(PLACES * j + p);
                }
            }
        }
        order.sort(Comparator.comparingDouble(i -> -explained[i]));
        return new ArrayList<>(order.subList(0, Math.min(CANDIDATES, order.size())));
    }

    /** Adds the products of a target with a source at nine places; returns the source's energy. */
    private static double correlate(
            LatentField field, short[] target, short[] source, double weight, double[] products) {
        int pitch = field.pitch;
        double energy = 0;
        double[] sums = new double[PLACES];
        for (int y = 0; y < field.height; y++) {
            int begin = field.at(0, y);
            for (int i = begin; i < begin + field.width; i++) {
                energy += source[i] * source[i];
                int t = target[i];
                if (t != 0) {
                    for (int p = 0; p < PLACES; p++) {
                        sums[p] += t * source[i + (p / 3 - 1) * pitch + p % 3 - 1];
                    }
                }
            }
        }
        for (int p = 0; p < PLACES; p++) {
            products[p] += weight * sums[p];
        }
        return energy;
    }

    private double[] solve(int c, List<Integer> terms) {
        int own = LatentPredictor.OWN_VALUES;
        LinearFit fit = new LinearFit(own + terms.size());
        float[] features = new float[own + terms.size()];
        Sampling.forEach(fields, f -> f.values[c] != null, (field, index, at) -> {
            short[] target = field.values[c];
            int pitch = field.pitch;
            features[0] = target[at - 1];
            features[1] = target[at - pitch];
            features[2] = target[at - pitch - 1];
            features[3] = target[at - pitch + 1];
            for (int t = 0; t < terms.size(); t++) {
                short[] source = field.values[terms.get(t) / PLACES];
                int place = terms.get(t) % PLACES;
                features[own + t] = source == null ? 0 : source[at + (place / 3 - 1) * pitch + place % 3 - 1];
            }
            fit.add(features, target[at], weights.get(index)[c]);
        });
        return fit.solve(new double[features.length], RIDGE, Double.NEGATIVE_INFINITY);
    }
}

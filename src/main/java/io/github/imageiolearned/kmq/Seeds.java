// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Where k-means may start. */
final class Seeds {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int AXIS_ROUNDS = 12;

    private Seeds() {}

    /**
     * Greedy k-means++ (Arthur and Vassilvitskii, 2007): each centre is a point drawn by its cost so far, the best of
     * several draws. One draw is worse on average, but comes to other places.
     */
    static double[] plusPlus(ColourPoints points, int k, int draws, SplittableRandom random) {
        int n = points.size();
        double[] centres = new double[D * k];
        double[] cost = new double[n];
        Arrays.fill(cost, Double.MAX_VALUE);
        double[] cumulative = new double[n];
        double total = 0;
        for (int i = 0; i < n; i++) {
            total += points.weights[i];
            cumulative[i] = total;
        }
        int chosen = draw(cumulative, total, random);
        for (int c = 0; c < k; c++) {
            if (c > 0) {
                double least = Double.MAX_VALUE;
                for (int draw = 0; draw < draws; draw++) {
                    int candidate = draw(cumulative, total, random);
                    double after = costWith(points, candidate, cost);
                    if (after < least) {
                        least = after;
                        chosen = candidate;
                    }
                }
            }
            for (int d = 0; d < D; d++) {
                centres[D * c + d] = points.coordinates[D * chosen + d];
            }
            total = 0;
            for (int i = 0; i < n; i++) {
                int square = ColourPoints.distance(points.coordinates, D * i, points.coordinates, D * chosen);
                cost[i] = Math.min(cost[i], (double) square * points.weights[i]);
                total += cost[i];
                cumulative[i] = total;
            }
        }
        return centres;
    }

    private static double costWith(ColourPoints points, int candidate, double[] cost) {
        double sum = 0;
        for (int i = 0; i < cost.length; i++) {
            int square = ColourPoints.distance(points.coordinates, D * i, points.coordinates, D * candidate);
            sum += Math.min(cost[i], (double) square * points.weights[i]);
        }
        return sum;
    }

    private static int draw(double[] cumulative, double total, SplittableRandom random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * total);
        return Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found + 1);
    }

    /**
     * Splits the cluster with the largest error across its principal axis, at the best place, until there are k (as Wu,
     * "Efficient statistical computations for optimal color quantization", 1991, but along any direction).
     */
    static double[] divisive(ColourPoints points, int k) {
        int n = points.size();
        int[] member = new int[n];
        for (int i = 0; i < n; i++) {
            member[i] = i;
        }
        int[] from = new int[k + 1];
        int[] to = new int[k + 1];
        double[] error = new double[k];
        to[0] = n;
        error[0] = error(points, member, 0, n);
        int count = 1;
        while (count < k) {
            int worst = 0;
            for (int c = 1; c < count; c++) {
                worst = error[c] > error[worst] ? c : worst;
            }
            if (error[worst] <= 0) {
                break;
            }
            int cut = split(points, member, from[worst], to[worst]);
            from[count] = cut;
            to[count] = to[worst];
            to[worst] = cut;
            error[worst] = error(points, member, from[worst], cut);
            error[count] = error(points, member, cut, to[count]);
            count++;
        }
        double[] centres = new double[D * count];
        for (int c = 0; c < count; c++) {
            System.arraycopy(mean(points, member, from[c], to[c]), 0, centres, D * c, D);
        }
        return centres;
    }

    private static double[] mean(ColourPoints points, int[] member, int from, int to) {
        double[] mean = new double[D];
        double weight = 0;
        for (int i = from; i < to; i++) {
            weight += points.weights[member[i]];
            for (int d = 0; d < D; d++) {
                mean[d] += (double) points.coordinates[D * member[i] + d] * points.weights[member[i]];
            }
        }
        for (int d = 0; d < D; d++) {
            mean[d] /= weight;
        }
        return mean;
    }

    private static double error(ColourPoints points, int[] member, int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        double[] mean = mean(points, member, from, to);
        double sum = 0;
        for (int i = from; i < to; i++) {
            for (int d = 0; d < D; d++) {
                double difference = points.coordinates[D * member[i] + d] - mean[d];
                sum += difference * difference * points.weights[member[i]];
            }
        }
        return sum;
    }

    /** Sorts the members along the principal axis and returns where the second half begins; both halves have members. */
    private static int split(ColourPoints points, int[] member, int from, int to) {
        double[] mean = mean(points, member, from, to);
        double[] axis = principalAxis(points, member, from, to, mean);
        long[] keys = new long[to - from];
        double scale = 1 << 12;
        for (int i = from; i < to; i++) {
            double along = 0;
            for (int d = 0; d < D; d++) {
                along += (points.coordinates[D * member[i] + d] - mean[d]) * axis[d];
            }
            keys[i - from] = Math.round(along * scale) << 24 | (i - from);
        }
        Arrays.sort(keys);
        int[] sorted = new int[to - from];
        double weight = 0;
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = member[from + (int) (keys[i] & 0xffffff)];
            weight += points.weights[sorted[i]];
        }
        System.arraycopy(sorted, 0, member, from, sorted.length);
        double sum = 0;
        double left = 0;
        double most = -1;
        int cut = from + 1;
        for (int i = 0; i < sorted.length - 1; i++) {
            double along = (keys[i] >> 24) / scale;
            sum += along * points.weights[sorted[i]];
            left += points.weights[sorted[i]];
            // The axis goes through the mean, so both halves have the same sum but for the sign.
            double gain = sum * sum * (1 / left + 1 / (weight - left));
            if (gain > most) {
                most = gain;
                cut = from + i + 1;
            }
        }
        return cut;
    }

    private static double[] principalAxis(ColourPoints points, int[] member, int from, int to, double[] mean) {
        double[][] covariance = new double[D][D];
        double[] x = new double[D];
        for (int i = from; i < to; i++) {
            for (int d = 0; d < D; d++) {
                x[d] = points.coordinates[D * member[i] + d] - mean[d];
            }
            for (int a = 0; a < D; a++) {
                for (int b = 0; b <= a; b++) {
                    covariance[a][b] += x[a] * x[b] * points.weights[member[i]];
                }
            }
        }
        int widest = 0;
        for (int a = 0; a < D; a++) {
            for (int b = 0; b < a; b++) {
                covariance[b][a] = covariance[a][b];
            }
            widest = covariance[a][a] > covariance[widest][widest] ? a : widest;
        }
        double[] axis = covariance[widest].clone();
        for (int round = 0; round < AXIS_ROUNDS; round++) {
            double[] next = new double[D];
            double square = 0;
            for (int a = 0; a < D; a++) {
                for (int b = 0; b < D; b++) {
                    next[a] += covariance[a][b] * axis[b];
                }
                square += next[a] * next[a];
            }
            for (int a = 0; a < D; a++) {
                axis[a] = next[a] / Math.sqrt(square);
            }
        }
        return axis;
    }
}

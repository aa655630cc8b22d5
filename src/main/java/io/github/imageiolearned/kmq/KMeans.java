// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;

/**
 * Weighted k-means on distinct colours: Lloyd's iteration with Hamerly's two bounds a point ("Making k-means even
 * faster", 2010). A point whose bounds do not decide looks at the other centres in the order of their distance from its
 * own and stops as soon as the triangle inequality excludes the rest (after Newling and Fleuret, "Fast k-means with
 * accurate bounds", 2016). Sums are integers, so the result does not depend on the number of threads.
 */
final class KMeans {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int CHUNK = 1 << 12;
    /** How far centres go towards the mean of their points: as they drift, beyond it saves half of the iterations. */
    private static final double OVER = 1.5;

    private final ColourPoints points;
    private final int n;
    private final int k;
    private final double[] centres;
    private final int[] nearest;
    private final double[] upper;
    private final double[] lower;
    private final long[] sums;
    private final long[] weightSums;
    private final int[][] order;
    private final double[][] apart;
    /** How far each centre moved since bounds were last brought up to date, the farthest, and the farthest of the others. */
    private final double[] moved;

    private double largest;
    private double runnerUp;
    private int mover = -1;
    private final double squares;
    private int iterations;
    /** Of the centres as they are, or null. */
    private Usefulness usefulness;

    /**
     * Starts from given centres.
     *
     * @param points the colours
     * @param centres {@value ColourPoints#DIMENSIONS} coordinates a centre; not copied
     * @param nearest a centre near each point, or null
     */
    KMeans(ColourPoints points, double[] centres, int[] nearest) {
        this.points = points;
        this.centres = centres;
        n = points.size();
        k = centres.length / D;
        this.nearest = nearest == null ? new int[n] : nearest;
        upper = new double[n];
        lower = new double[n];
        sums = new long[D * k];
        weightSums = new long[k];
        order = new int[k][];
        apart = new double[k][k];
        moved = new double[k];
        double all = 0;
        for (int i = 0; i < n; i++) {
            double square = 0;
            for (int d = 0; d < D; d++) {
                sums[D * this.nearest[i] + d] += (long) points.coordinates[D * i + d] * points.weights[i];
                square += (double) points.coordinates[D * i + d] * points.coordinates[D * i + d];
            }
            weightSums[this.nearest[i]] += points.weights[i];
            all += square * points.weights[i];
            upper[i] = Double.MAX_VALUE;
        }
        squares = all;
        for (int c = 0; c < k; c++) {
            order[c] = new int[k - 1];
            for (int j = 0; j < k - 1; j++) {
                order[c][j] = j < c ? j : j + 1;
            }
        }
    }

    /**
     * Iterates until an iteration gains less than a share of the sum of squares.
     *
     * @param most most iterations
     * @param enough the share
     * @param progress may cancel
     * @return the sum of squares that is reached, in 8-bit units
     */
    double run(int most, double enough, Progress progress) throws IOException {
        double before = Double.MAX_VALUE;
        for (int i = 0; i < most; i++) {
            assign(progress);
            double now = wcss();
            iterations++;
            boolean last = before - now <= enough * now || i + 1 == most;
            moveCentres(last ? 1 : OVER);
            before = now;
            if (last) {
                break;
            }
        }
        return before;
    }

    /** Finds the nearest centre of each point and leaves the centres where they are. */
    void assignOnly(Progress progress) throws IOException {
        assign(progress);
    }

    int iterations() {
        return iterations;
    }

    double[] centres() {
        return centres;
    }

    int[] nearest() {
        return nearest;
    }

    /** Sum of squared distances to the means of the clusters as last assigned, in 8-bit units. */
    double wcss() {
        double explained = 0;
        for (int c = 0; c < k; c++) {
            if (weightSums[c] > 0) {
                double square = 0;
                for (int d = 0; d < D; d++) {
                    square += (double) sums[D * c + d] * sums[D * c + d];
                }
                explained += square / weightSums[c];
            }
        }
        return Math.max(0, (squares - explained) / ColourPoints.UNIT);
    }

    private void moveCentres(double over) {
        usefulness = null;
        for (int c = 0; c < k; c++) {
            double square = 0;
            if (weightSums[c] == 0) {
                square = fill(c);
            } else {
                for (int d = 0; d < D; d++) {
                    double step = over * ((double) sums[D * c + d] / weightSums[c] - centres[D * c + d]);
                    square += step * step;
                    centres[D * c + d] += step;
                }
            }
            moved[c] = Math.sqrt(square);
        }
        largest = 0;
        runnerUp = 0;
        mover = -1;
        for (int c = 0; c < k; c++) {
            if (moved[c] > largest) {
                runnerUp = largest;
                largest = moved[c];
                mover = c;
            } else {
                runnerUp = Math.max(runnerUp, moved[c]);
            }
        }
    }

    /** Puts a centre that has lost all its points where the error is largest. */
    private double fill(int c) {
        int worst = 0;
        double most = -1;
        for (int i = 0; i < n; i++) {
            double error = upper[i] * upper[i] * points.weights[i];
            if (error > most && weightSums[nearest[i]] > points.weights[i]) {
                most = error;
                worst = i;
            }
        }
        double square = 0;
        for (int d = 0; d < D; d++) {
            double step = points.coordinates[D * worst + d] - centres[D * c + d];
            square += step * step;
            centres[D * c + d] = points.coordinates[D * worst + d];
        }
        upper[worst] = 0;
        return square;
    }

    private void assign(Progress progress) throws IOException {
        sortCentres();
        Parallel.forEach(chunks(), progress.quiet(), chunk -> {
            long[] changed = new long[(D + 1) * k];
            if (assign(chunk * CHUNK, Math.min(n, (chunk + 1) * CHUNK), changed)) {
                synchronized (sums) {
                    for (int c = 0; c < k; c++) {
                        for (int d = 0; d < D; d++) {
                            sums[D * c + d] += changed[(D + 1) * c + d];
                        }
                        weightSums[c] += changed[(D + 1) * c + D];
                    }
                }
            }
        });
    }

    private void sortCentres() {
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < a; b++) {
                double square = 0;
                for (int d = 0; d < D; d++) {
                    double difference = centres[D * a + d] - centres[D * b + d];
                    square += difference * difference;
                }
                apart[a][b] = Math.sqrt(square);
                apart[b][a] = apart[a][b];
            }
        }
        // Insertion sort: from one iteration to the next the order hardly changes.
        for (int c = 0; c < k; c++) {
            int[] row = order[c];
            double[] key = apart[c];
            for (int i = 1; i < row.length; i++) {
                int moving = row[i];
                double at = key[moving];
                int j = i - 1;
                while (j >= 0 && key[row[j]] > at) {
                    row[j + 1] = row[j];
                    j--;
                }
                row[j + 1] = moving;
            }
        }
    }

    private boolean assign(int from, int to, long[] changed) {
        boolean any = false;
        for (int i = from; i < to; i++) {
            int own = nearest[i];
            double half = k == 1 ? Double.MAX_VALUE : apart[own][order[own][0]] / 2;
            upper[i] += moved[own];
            lower[i] -= own == mover ? runnerUp : largest;
            double certain = Math.max(half, lower[i]);
            if (upper[i] <= certain) {
                continue;
            }
            double toOwn = Math.sqrt(square(i, own));
            upper[i] = toOwn;
            if (toOwn <= certain) {
                continue;
            }
            int best = search(i, own, toOwn);
            if (best != own) {
                any = true;
                nearest[i] = best;
                int weight = points.weights[i];
                for (int d = 0; d < D; d++) {
                    long share = (long) points.coordinates[D * i + d] * weight;
                    changed[(D + 1) * own + d] -= share;
                    changed[(D + 1) * best + d] += share;
                }
                changed[(D + 1) * own + D] -= weight;
                changed[(D + 1) * best + D] += weight;
            }
        }
        return any;
    }

    /** Finds the nearest centre and sets both bounds. */
    private int search(int i, int own, double toOwn) {
        int best = own;
        double first = toOwn * toOwn;
        double second = Double.MAX_VALUE;
        double reach = Double.MAX_VALUE;
        double[] away = apart[own];
        for (int c : order[own]) {
            if (away[c] > reach) {
                break;
            }
            double square = square(i, c);
            if (square < first) {
                second = first;
                first = square;
                best = c;
                reach = toOwn + Math.sqrt(second);
            } else if (square < second) {
                second = square;
                reach = toOwn + Math.sqrt(second);
            }
        }
        upper[i] = Math.sqrt(first);
        lower[i] = Math.sqrt(second);
        return best;
    }

    private double square(int i, int c) {
        short[] x = points.coordinates;
        double d0 = x[D * i] - centres[D * c];
        double d1 = x[D * i + 1] - centres[D * c + 1];
        double d2 = x[D * i + 2] - centres[D * c + 2];
        double d3 = x[D * i + 3] - centres[D * c + 3];
        return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
    }

    /** The centre that is nearest to a centre, as of the last assignment. */
    int neighbour(int centre) {
        return order[centre][0];
    }

    /**
     * What centres are worth.
     *
     * @param errors for each centre the squared distances of its points
     * @param removals for each centre how much more its points would cost without it
     */
    record Usefulness(double[] errors, double[] removals) {}

    /** What the centres are worth now. */
    Usefulness usefulness(Progress progress) throws IOException {
        if (usefulness == null) {
            Arrays.fill(lower, 0);
            sortCentres();
            Usefulness[] parts = new Usefulness[chunks()];
            Parallel.forEach(parts.length, progress.quiet(), chunk -> parts[chunk] = usefulness(chunk));
            // Added in their order: sums of floating point depend on it.
            Usefulness all = new Usefulness(new double[k], new double[k]);
            for (Usefulness part : parts) {
                for (int c = 0; c < k; c++) {
                    all.errors[c] += part.errors[c];
                    all.removals[c] += part.removals[c];
                }
            }
            usefulness = all;
        }
        return usefulness;
    }

    private Usefulness usefulness(int chunk) {
        Usefulness part = new Usefulness(new double[k], new double[k]);
        for (int i = chunk * CHUNK; i < Math.min(n, (chunk + 1) * CHUNK); i++) {
            int own = nearest[i];
            int best = search(i, own, Math.sqrt(square(i, own)));
            double first = upper[i] * upper[i];
            double second = lower[i] * lower[i];
            part.errors[best] += first * points.weights[i];
            part.removals[best] += (second - first) * points.weights[i];
        }
        return part;
    }

    private int chunks() {
        return (n + CHUNK - 1) / CHUNK;
    }
}

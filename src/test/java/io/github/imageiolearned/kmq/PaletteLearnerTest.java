// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaletteLearnerTest {
    private static LearnedPalette learn(Samples picture, KmqOptions options) throws IOException {
        return PaletteLearner.learn(PixelSource.of(picture), options, Progress.NONE);
    }

    @Test
    void findsWellSeparatedClusters() throws IOException {
        int[] centres = {0x203040, 0xd02010, 0x20d0a0, 0x4020e0, 0xf0f0f0, 0x808020};
        int[] offsets = {0x000000, 0x030000, -0x030000, 0x000200, -0x000200, 0x000004, -0x000004};
        Samples picture = new Samples(70, 60, 3, 8);
        for (int i = 0; i < 70 * 60; i++) {
            Pictures.set(picture, i % 70, i / 70, centres[i / 7 % centres.length] + offsets[i % 7]);
        }
        LearnedPalette learned = learn(picture, KmqOptions.ofColours(6));
        int[] found = learned.tree().colours();
        for (int i = 0; i < 6; i++) {
            found[i] &= 0xffffff;
        }
        int[] wanted = centres.clone();
        Arrays.sort(wanted);
        Arrays.sort(found);
        assertArrayEquals(wanted, found);
        assertEquals(600 * 2 * (9 + 4 + 16), learned.wcss(), 1e-6);
        assertFalse(learned.exact());
    }

    @Test
    void comesCloseToTheOptimumOfGrey() throws IOException {
        SplittableRandom random = new SplittableRandom(4);
        Samples picture = new Samples(100, 100, 1, 8);
        long[] counts = new long[256];
        for (int i = 0; i < 10_000; i++) {
            int level = Math.min(255, random.nextInt(1, 256) * random.nextInt(1, 256) / 255);
            picture.plane(0)[i] = (short) level;
            counts[level]++;
        }
        for (int k : new int[] {2, 5, 16, 40}) {
            LearnedPalette learned = learn(picture, KmqOptions.ofColours(k));
            double best = optimum(counts, k);
            // Rounding k means to whole levels costs up to a quarter of a squared step a pixel.
            assertTrue(learned.wcss() <= best * 1.005 + 10_000 * 0.25, k + ": " + learned.wcss() + ", best " + best);
        }
    }

    /** Least sum of squares of k intervals, by dynamic programming. */
    private static double optimum(long[] counts, int k) {
        int n = counts.length;
        double[][] least = new double[k + 1][n + 1];
        for (double[] row : least) {
            Arrays.fill(row, Double.MAX_VALUE);
        }
        least[0][0] = 0;
        for (int c = 1; c <= k; c++) {
            for (int to = 1; to <= n; to++) {
                double weight = 0;
                double sum = 0;
                double squares = 0;
                for (int from = to - 1; from >= 0; from--) {
                    weight += counts[from];
                    sum += (double) counts[from] * from;
                    squares += (double) counts[from] * from * from;
                    double error = weight == 0 ? 0 : squares - sum * sum / weight;
                    least[c][to] = Math.min(least[c][to], least[c - 1][from] + error);
                }
            }
        }
        return least[k][n];
    }

    @Test
    void isAsGoodAsTenPlainRuns() throws IOException {
        Samples picture = Pictures.smooth(90, 80, 3, 21);
        ColourHistogram histogram = new ColourHistogram();
        for (int colour : Colours.packed(picture)) {
            histogram.add(colour, 1);
        }
        int[] colours = histogram.colours();
        int[] counts = Arrays.stream(colours)
                .map(c -> histogram.count(histogram.slot(c)))
                .toArray();
        ColourPoints points = ColourPoints.of(colours, counts, ColourMetric.RGB);
        for (int k : new int[] {4, 16, 64}) {
            double best = Double.MAX_VALUE;
            for (int seed = 0; seed < 10; seed++) {
                best = Math.min(best, plainLloyd(points, k, seed));
            }
            LearnedPalette learned = learn(picture, KmqOptions.ofColours(k));
            double rounding = 90 * 80 * 3 / 12.0;
            assertTrue(learned.wcss() <= best * 1.005 + rounding, k + ": " + learned.wcss() + ", plain " + best);
        }
    }

    /** K-means as in the textbook: random colours to begin with, and no bounds. */
    private static double plainLloyd(ColourPoints points, int k, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] centres = new double[k][4];
        for (double[] centre : centres) {
            int chosen = random.nextInt(points.size());
            for (int d = 0; d < 4; d++) {
                centre[d] = points.coordinates[4 * chosen + d];
            }
        }
        double error = 0;
        for (int iteration = 0; iteration < 60; iteration++) {
            double[][] sums = new double[k][5];
            error = 0;
            for (int i = 0; i < points.size(); i++) {
                int best = 0;
                double least = Double.MAX_VALUE;
                for (int c = 0; c < k; c++) {
                    double square = 0;
                    for (int d = 0; d < 4; d++) {
                        double difference = points.coordinates[4 * i + d] - centres[c][d];
                        square += difference * difference;
                    }
                    if (square < least) {
                        least = square;
                        best = c;
                    }
                }
                error += least * points.weights[i];
                for (int d = 0; d < 4; d++) {
                    sums[best][d] += (double) points.coordinates[4 * i + d] * points.weights[i];
                }
                sums[best][4] += points.weights[i];
            }
            for (int c = 0; c < k; c++) {
                for (int d = 0; d < 4 && sums[c][4] > 0; d++) {
                    centres[c][d] = sums[c][d] / sums[c][4];
                }
            }
        }
        return error / (ColourPoints.SCALE * ColourPoints.SCALE);
    }

    @Test
    void equalSeedsGiveEqualPalettes() throws IOException {
        Samples picture = Pictures.smooth(60, 60, 4, 2);
        KmqOptions options = KmqOptions.ofColours(30).withSearch(KmqOptions.Space.RGB, 77, 100);
        LearnedPalette first = learn(picture, options);
        LearnedPalette second = learn(picture, options);
        assertArrayEquals(first.tree().colours(), second.tree().colours());
        assertEquals(first.wcss(), second.wcss());
    }

    @Test
    void histogramLosesLowBitsBeforeItGrowsWithoutBound() {
        ColourHistogram histogram = new ColourHistogram();
        int colours = ColourHistogram.MAX_COLOURS + 1;
        for (int i = 0; i < colours; i++) {
            histogram.add(0xff000000 | i, 1);
        }
        assertEquals(1, histogram.lostBits());
        assertTrue(histogram.size() <= ColourHistogram.MAX_COLOURS / 8 + 1, histogram.size() + " colours");
        assertEquals(8, histogram.count(histogram.slot(0xff010101)));
        assertEquals(histogram.slot(0xff010100), histogram.slot(0xff000001 | 0x010000));
    }

    @Test
    void qualityIsGeometricInTheNumberOfColours() {
        assertEquals(2, KmqOptions.ofQuality(0).colours());
        assertEquals(16, KmqOptions.ofQuality(3 / 7.0).colours());
        assertEquals(256, KmqOptions.ofQuality(1).colours());
    }
}

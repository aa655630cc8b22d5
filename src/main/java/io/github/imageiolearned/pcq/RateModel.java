// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * What an encoder expects levels to cost: adaptive histograms of the levels that it has chosen so far, by size, band,
 * place in the block and the amount that the neighbours hold. Only decisions hang on it, no decoder knows it.
 */
final class RateModel {
    /** Levels told apart; larger ones cost as this one and twice the excess bits. */
    static final int LEVELS = 16;

    private static final int PLACES = 20;
    private static final int NEIGHBOURS = 6;
    private static final int EXPONENTS = 11;
    private static final float DECAY = 0.992f;

    private final float[] counts = new float[2 * Bases.SIZES * NEIGHBOURS * PLACES * LEVELS];
    private final float[] costs = new float[counts.length];
    private final float[] lengthCounts = new float[2 * Bases.SIZES * NEIGHBOURS * EXPONENTS];
    private final float[] lengthCosts = new float[lengthCounts.length];

    RateModel() {
        for (int i = 0; i < counts.length; i++) {
            int level = i % LEVELS;
            int place = i / LEVELS % PLACES;
            int neighbours = i / LEVELS / PLACES % NEIGHBOURS;
            double zero = Math.min(0.9, 0.3 + 0.04 * place + 0.05 * (NEIGHBOURS - neighbours));
            counts[i] = (float) (8 * (level == 0 ? zero : (1 - zero) * 0.7 * Math.pow(0.3, level - 1)) + 0.002);
        }
        for (int i = 0; i < lengthCounts.length; i++) {
            int exponent = i % EXPONENTS;
            int neighbours = i / EXPONENTS % NEIGHBOURS;
            lengthCounts[i] = (float) (4 * Math.exp(-0.5 * Math.abs(exponent - 1.2 * neighbours)) + 0.01);
        }
        refresh();
    }

    /** Computes the costs anew from the histograms. */
    void refresh() {
        logarithms(counts, costs, LEVELS);
        logarithms(lengthCounts, lengthCosts, EXPONENTS);
        for (int i = 0; i < costs.length; i++) {
            if (i % LEVELS != 0) {
                costs[i] += 1;
            }
        }
        for (int i = 0; i < lengthCosts.length; i++) {
            lengthCosts[i] += 0.9f * Math.max(0, i % EXPONENTS - 1);
        }
    }

    private static void logarithms(float[] counts, float[] costs, int width) {
        for (int i = 0; i < counts.length; i += width) {
            float sum = 0;
            for (int k = 0; k < width; k++) {
                counts[i + k] *= DECAY;
                counts[i + k] += 0.0008f;
                sum += counts[i + k];
            }
            for (int k = 0; k < width; k++) {
                costs[i + k] = (float) (Math.log(sum / counts[i + k]) * 1.442695);
            }
        }
    }

    /** Row of the tables. */
    int row(int band, int size, int amount) {
        int neighbours = amount < 2 ? 0 : Math.min(NEIGHBOURS - 1, 32 - Integer.numberOfLeadingZeros(amount >> 1));
        return (Math.min(1, band) * Bases.SIZES + size) * NEIGHBOURS + neighbours;
    }

    /** Where the costs of the levels at an index begin. */
    static int at(int row, int index) {
        return (row * PLACES + MixedSyntax.place(index)) * LEVELS;
    }

    /** Cost of a level in bits, its sign included. */
    float level(int at, int magnitude) {
        if (magnitude < LEVELS) {
            return costs[at + magnitude];
        }
        return costs[at + LEVELS - 1] + 2 * (31 - Integer.numberOfLeadingZeros(magnitude - LEVELS + 2)) + 1;
    }

    /** Cost of the number of levels, in bits. */
    float length(int row, int n) {
        return lengthCosts[row * EXPONENTS + 32 - Integer.numberOfLeadingZeros(n)];
    }

    /** Learns from a block. */
    void learn(int row, short[] levels, int from, int most) {
        int n = most;
        while (n > 0 && levels[from + n - 1] == 0) {
            n--;
        }
        lengthCounts[row * EXPONENTS + 32 - Integer.numberOfLeadingZeros(n)]++;
        for (int i = 0; i < n; i++) {
            counts[at(row, i) + Math.min(LEVELS - 1, Math.abs(levels[from + i]))]++;
        }
    }
}

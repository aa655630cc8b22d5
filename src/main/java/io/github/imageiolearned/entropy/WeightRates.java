// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * How fast the weights of a mixer learn: many times as fast at first as in the long run, by how often a weight vector was
 * used. In the long run twice as fast as those of lpaq, as pictures change more than texts.
 */
final class WeightRates {
    private static final int STEPS = 256;
    private static final int USES_A_STEP_BITS = 4;
    private static final int[] RATES = new int[STEPS];

    static {
        for (int i = 0; i < STEPS; i++) {
            RATES[i] = 224 + 8192 / (i + 12);
        }
    }

    private WeightRates() {}

    /** The rate of a vector: its step in 2^-24 for an error of 2^-16 and an input of 1/256. */
    static int rate(int uses) {
        return RATES[uses >>> USES_A_STEP_BITS];
    }

    /** The uses to keep after one more, which are capped where the rate no longer changes. */
    static int used(int uses) {
        return capped(uses + 1);
    }

    /** Uses from elsewhere, capped. */
    static int capped(int uses) {
        return Math.min(uses, (STEPS << USES_A_STEP_BITS) - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * Adaptive counters, packed in ints: 22 bits of the probability of a 1 above 10 bits of n, how often the counter was
 * used. A counter moves by 1/(n + 1.5) of its error, n being capped, so that it learns fast at first and forgets later.
 */
final class Counters {
    /** Most uses that can be counted. */
    static final int COUNT_MASK = (1 << 10) - 1;

    /** A counter at 1/2 that was never used. */
    static final int EVEN = 1 << 31;

    private static final int COUNT_BITS = 10;

    /** 1/(n + 1.5) in 2^-16. */
    private static final int[] RECIPROCAL = new int[COUNT_MASK + 1];

    static {
        for (int n = 0; n < RECIPROCAL.length; n++) {
            RECIPROCAL[n] = (1 << 17) / (2 * n + 3);
        }
    }

    private Counters() {}

    /** How often a counter was used, up to its cap. */
    static int count(int counter) {
        return counter & COUNT_MASK;
    }

    /**
     * A counter after a decision.
     *
     * @param counter before it
     * @param bit the decision
     * @param limit cap of n
     * @return the counter to keep
     */
    static int updated(int counter, int bit, int limit) {
        int n = counter & COUNT_MASK;
        int p = counter >>> COUNT_BITS;
        int target = bit == 0 ? 0 : (1 << 22) - 1;
        p += (int) ((long) (target - p) * RECIPROCAL[n] >> 16);
        return p << COUNT_BITS | (n < limit ? n + 1 : limit);
    }
}

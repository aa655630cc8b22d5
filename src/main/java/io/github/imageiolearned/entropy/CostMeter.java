// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/** Adds up the ideal code length of decisions instead of writing them; for an encoder that weighs alternatives. */
public final class CostMeter implements BitCoder {
    /** One bit, in the unit of {@link #cost}. */
    public static final int BIT = 1 << 8;

    private static final char[] COSTS = new char[1 << 12];

    static {
        // Only encoders see these, so floating point does no harm here.
        for (int i = 0; i < COSTS.length; i++) {
            COSTS[i] = (char) Math.round(-StrictMath.log((i + 0.5) / COSTS.length) / StrictMath.log(2) * BIT);
        }
    }

    private long cost;

    @Override
    public int code(int bit, int one) {
        cost += cost(bit, one);
        return bit;
    }

    @Override
    public boolean decoding() {
        return false;
    }

    /**
     * Returns the code length of a decision.
     *
     * @param bit the decision
     * @param one probability of a 1 in 2^-16
     * @return cost in 1/256 bit
     */
    public static int cost(int bit, int one) {
        return COSTS[(bit != 0 ? one : 0xffff - one) >>> 4];
    }

    /**
     * Returns the sum so far.
     *
     * @return cost in 1/256 bit
     */
    public long cost() {
        return cost;
    }

    /** Starts again from zero. */
    public void reset() {
        cost = 0;
    }
}

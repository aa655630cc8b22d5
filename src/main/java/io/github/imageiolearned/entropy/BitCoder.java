// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * Codes one binary decision after the other. A model is written once against this interface: an encoder takes the bit it
 * is given, a decoder ignores it, and both return the true one.
 */
public interface BitCoder {
    /** Bits of a probability. */
    int PROBABILITY_BITS = 16;

    /**
     * Codes a decision.
     *
     * @param bit the decision, 0 or 1; a decoder ignores it
     * @param one probability of a 1, in 2^-16, from 1 to 65535
     * @return the decision
     */
    int code(int bit, int one);

    /**
     * Tells which way the bits go.
     *
     * @return whether {@link #code} ignores its bit and returns one that it has read
     */
    boolean decoding();
}

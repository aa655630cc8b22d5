// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Encodes binary decisions with rANS. As rANS is last in, first out, decisions are kept until a segment of
 * {@value #SEGMENT} is full and then coded backwards; each segment starts with its 40-bit state, so memory is bounded
 * and the decoder needs no lengths. State x lies in [2^24, 2^40) and is renormalised by 16 bits: eight bits more than a
 * probability has, for with a narrower state the division loses 0.2 % of the code length.
 */
public final class BitEncoder implements BitCoder {
    /** Decisions of a full segment. */
    static final int SEGMENT = 1 << 20;

    /** Lower bound of the state, and its value before the first decision is encoded. */
    static final long LOW = 1L << 24;

    /** Bytes of a state. */
    static final int STATE_BYTES = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int[] decisions = new int[1 << 12];
    private int count;

    @Override
    public int code(int bit, int one) {
        if (count == decisions.length) {
            grow();
        }
        decisions[count++] = one << 1 | bit;
        return bit;
    }

    @Override
    public boolean decoding() {
        return false;
    }

    private void grow() {
        if (count == SEGMENT) {
            flush();
        } else {
            decisions = Arrays.copyOf(decisions, count * 2);
        }
    }

    private void flush() {
        char[] words = new char[count];
        int first = words.length;
        long state = LOW;
        for (int i = count - 1; i >= 0; i--) {
            int one = decisions[i] >>> 1;
            boolean bit = (decisions[i] & 1) != 0;
            int frequency = bit ? one : (1 << PROBABILITY_BITS) - one;
            int start = bit ? 0 : one;
            if (state >= (long) frequency << 24) {
                words[--first] = (char) state;
                state >>>= 16;
            }
            long quotient = state / frequency;
            state = (quotient << PROBABILITY_BITS) + (state - quotient * frequency) + start;
        }
        for (int shift = STATE_BYTES - 1; shift >= 0; shift--) {
            out.write((int) (state >>> 8 * shift));
        }
        for (int i = first; i < words.length; i++) {
            out.write(words[i] >>> 8);
            out.write(words[i]);
        }
        count = 0;
    }

    /**
     * Ends the stream. The encoder may not be used again.
     *
     * @return all coded bytes
     */
    public byte[] finish() {
        if (count > 0) {
            flush();
        }
        return out.toByteArray();
    }
}

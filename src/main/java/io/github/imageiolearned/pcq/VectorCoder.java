// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.ContextMixer;

/**
 * Codes vectors of integers, singular vectors as a rule, with adaptive, mixed contexts. A flag tells whether a vector is
 * coded as the differences of neighbours. Of a number the bit length is coded in unary, then the bits below the highest,
 * then the sign.
 */
final class VectorCoder {
    /** Longest number, in bits. */
    static final int MAX_LENGTH = 30;

    private static final int LEVELS = 64;
    private static final int LENGTHS = MAX_LENGTH + 1;

    private final BitCoder coder;
    private final ContextMixer flags = new ContextMixer.Builder().input(1, 60).build();
    private final ContextMixer lengths = new ContextMixer.Builder()
            .input(LENGTHS * LEVELS, 250)
            .input(LENGTHS * LENGTHS * LENGTHS, 250)
            .input(LENGTHS * LENGTHS * LENGTHS, 250)
            .input(2 * LENGTHS * LENGTHS, 250)
            .input(LENGTHS * LEVELS, 250)
            .input(LENGTHS * LEVELS * LEVELS, 250)
            .weights(LENGTHS, LEVELS)
            .build();
    private final ContextMixer mantissas = new ContextMixer.Builder()
            .input(LENGTHS * 8, 1000)
            .input(LENGTHS * 8 * LEVELS, 250)
            .weights(1, 0)
            .build();
    private final ContextMixer signs = new ContextMixer.Builder()
            .input(9, 250)
            .input(2 * 9 * LENGTHS, 250)
            .weights(1, 0)
            .build();

    VectorCoder(BitCoder coder) {
        this.coder = coder;
    }

    /**
     * Codes bits that nothing is known about.
     *
     * @param value number below 2^bits; a decoder ignores it
     * @param bits how many
     * @return the number
     */
    int number(int value, int bits) {
        int coded = 0;
        for (int i = bits - 1; i >= 0; i--) {
            coded = coded << 1 | coder.code(value >>> i & 1, 1 << 15);
        }
        return coded;
    }

    /**
     * Codes a vector.
     *
     * @param values its numbers, of less than {@value #MAX_LENGTH} bits; a decoder fills them in
     */
    void vector(int[] values) {
        vector(values, new int[values.length]);
    }

    /**
     * Codes one of several vectors of the same kind.
     *
     * @param values its numbers, of less than {@value #MAX_LENGTH} bits; a decoder fills them in
     * @param profile how long numbers were at each place in the vectors before, in 1/16 bit, 0 at first; kept up to date
     */
    void vector(int[] values, int[] profile) {
        int differences = flags.code(coder, coder.decoding() ? 0 : smooth(values));
        int last = 0;
        int previous = 0;
        int beforePrevious = 0;
        int mean = 0;
        for (int i = 0; i < values.length; i++) {
            int base = differences == 1 ? last : 0;
            int around = profile[Math.max(0, i - 1)] + 2 * profile[i] + profile[Math.min(profile.length - 1, i + 1)];
            int expected = around >> 5;
            int value = residual(values[i] - base, previous, beforePrevious, mean, expected, differences);
            beforePrevious = previous;
            previous = value;
            mean += (Math.min(1 << 20, Math.abs(value)) * 64 - mean) / (i < 7 ? i + 1 : 8);
            last = base + value;
            values[i] = last;
            profile[i] += 16 * length(value) - profile[i] >> 2;
        }
    }

    private static int smooth(int[] values) {
        long plain = 0;
        long differences = 0;
        int last = 0;
        for (int value : values) {
            plain += Math.abs(value);
            differences += Math.abs(value - last);
            last = value;
        }
        return differences < plain ? 1 : 0;
    }

    private int residual(int value, int previous, int beforePrevious, int mean, int expected, int kind) {
        int wanted = length(value);
        int a = length(previous);
        int b = length(beforePrevious);
        int half = 31 - Integer.numberOfLeadingZeros(mean + 1);
        int level = Math.min(LEVELS - 1, 2 * half + (mean + 1 >> Math.max(0, half - 1) & 1));
        int decided = 0;
        while (decided < MAX_LENGTH) {
            lengths.context(0, decided * LEVELS + level);
            lengths.context(1, (decided * LENGTHS + a) * LENGTHS + b);
            lengths.context(2, (decided * LENGTHS + Math.max(a, b)) * LENGTHS + level / 3);
            lengths.context(3, (kind * LENGTHS + decided) * LENGTHS + a);
            lengths.context(4, decided * LEVELS + expected);
            lengths.context(5, (decided * LEVELS + expected) * LEVELS + level);
            lengths.weights(decided, expected);
            if (lengths.code(coder, wanted > decided ? 1 : 0) == 0) {
                break;
            }
            decided++;
        }
        if (decided == 0) {
            return 0;
        }
        int magnitude = mantissa(Math.abs(value), decided, level);
        int sign = 3 * (Integer.signum(previous) + 1) + Integer.signum(beforePrevious) + 1;
        signs.context(0, sign);
        signs.context(1, (kind * 9 + sign) * LENGTHS + decided);
        return signs.code(coder, value < 0 ? 1 : 0) == 1 ? -magnitude : magnitude;
    }

    private int mantissa(int magnitude, int length, int level) {
        int coded = 1;
        for (int i = length - 2; i >= 0; i--) {
            int bit = magnitude >>> i & 1;
            if (length - 2 - i < 2) {
                mantissas.context(0, length * 8 + coded);
                mantissas.context(1, (length * 8 + coded) * LEVELS + level);
                coded = coded << 1 | mantissas.code(coder, bit);
            } else {
                coded = coded << 1 | coder.code(bit, 1 << 15);
            }
        }
        return coded;
    }

    private static int length(int value) {
        return Math.min(MAX_LENGTH, 32 - Integer.numberOfLeadingZeros(Math.abs(value)));
    }
}

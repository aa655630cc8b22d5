// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * The logistic function and its inverse as tables. A stretched probability is ln(p / (1 - p)) in units of 1/256, clipped
 * to ±{@value #LIMIT}. The tables come from integer arithmetic alone, so they are the same everywhere: with
 * y(0) = 2^60 and y(k+1) = floor(y(k) * E / 2^64), E = floor(e^(-1/256) * 2^64), squash(-k) is y(k) / (2^60 + y(k)) in
 * 2^-16, rounded to nearest and at least 1, and squash(k) is 2^16 - squash(-k). stretch(p) is the largest x with
 * squash(x) <= p.
 */
final class Logistic {
    /** Largest stretched probability: beyond it 16 bits of probability have no step left. */
    static final int LIMIT = 2839;

    /** floor(e^(-1/256) * 2^64), as an unsigned long. */
    private static final long STEP = 0xFF007FD5_5FFDDE38L;

    private static final char[] SQUASH = new char[2 * LIMIT + 1];
    private static final short[] STRETCH = new short[1 << 16];

    static {
        long one = 1L << 60;
        long y = one;
        for (int k = 0; k <= LIMIT; k++) {
            // y is at most 2^60, so y >>> 15 leaves room for the 17 bits of the rounded quotient.
            long p = ((y >>> 15 << 17) / ((one + y) >>> 15) + 1) >>> 1;
            int low = (int) Math.max(1, p);
            SQUASH[LIMIT - k] = (char) low;
            SQUASH[LIMIT + k] = (char) ((1 << 16) - low);
            y = unsignedMultiplyHigh(y, STEP);
        }
        int x = -LIMIT;
        for (int p = 0; p < STRETCH.length; p++) {
            while (x < LIMIT && SQUASH[x + 1 + LIMIT] <= p) {
                x++;
            }
            STRETCH[p] = (short) x;
        }
    }

    private Logistic() {}

    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a & b >> 63) + (b & a >> 63);
    }

    /** Probability in 2^-16, 1 to 65535, of a stretched probability of any size. */
    static int squash(int x) {
        return SQUASH[Math.max(-LIMIT, Math.min(LIMIT, x)) + LIMIT];
    }

    /** Stretched probability of a probability in 2^-16, 0 to 65535. */
    static int stretch(int p) {
        return STRETCH[p];
    }
}

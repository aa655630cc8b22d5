// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * The last stage of a mixer, an adaptive probability map: for each context, the observed probability at 24 points of the
 * stretched one, between which it interpolates.
 */
final class Refinement {
    private static final int POINTS = 24;
    private static final int SPACING = 256;
    private static final int ORIGIN = SPACING * (POINTS - 1) / 2;
    private static final int RATE_SHIFT = 6;

    private final char[] points;
    private int selected;
    private int low;

    /** Begins as the identity in all contexts. */
    Refinement(int contexts) {
        points = new char[contexts * POINTS];
        for (int i = 0; i < points.length; i++) {
            points[i] = (char) Logistic.squash(i % POINTS * SPACING - ORIGIN);
        }
    }

    void select(int context) {
        if (context < 0 || context >= points.length / POINTS) {
            throw new IndexOutOfBoundsException("no refinement context " + context);
        }
        selected = context * POINTS;
    }

    /**
     * Corrects a probability half way.
     *
     * @param stretched the logistic of the probability, from {@code -Logistic.LIMIT} to {@code Logistic.LIMIT}
     * @param probability of a 1 in 2^-16
     * @return probability of a 1 in 2^-16, 1 to 65535
     */
    int refine(int stretched, int probability) {
        int place = stretched + ORIGIN;
        int fraction = place & SPACING - 1;
        low = selected + place / SPACING;
        int refined = (points[low] * (SPACING - fraction) + points[low + 1] * fraction) / SPACING;
        return Math.max(1, Math.min(65535, probability + refined >> 1));
    }

    /** Learns from the decision after {@link #refine}. */
    void update(int bit) {
        int target = bit == 0 ? 0 : 65535;
        points[low] += (char) (target - points[low] >> RATE_SHIFT);
        points[low + 1] += (char) (target - points[low + 1] >> RATE_SHIFT);
    }

    /** Bytes that {@link #save} writes. */
    int stateBytes() {
        return 2 * points.length;
    }

    void save(StateWriter out) {
        for (char point : points) {
            out.u16(point);
        }
    }

    void load(StateReader in) {
        for (int i = 0; i < points.length; i++) {
            points[i] = (char) in.u16();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.util.function.LongSupplier;

/** Time for work in several parts, each of which has a share of the whole and what the parts before it left. */
final class TimeBudget {
    private final LongSupplier clock;
    private final long begin;
    private final double total;
    private double share;
    private double longest;
    private long stepBegin;

    /**
     * Begins now.
     *
     * @param seconds time for all
     * @param clock tells nanoseconds
     */
    TimeBudget(double seconds, LongSupplier clock) {
        this.clock = clock;
        total = seconds;
        begin = clock.getAsLong();
        stepBegin = begin;
    }

    /**
     * Begins a part.
     *
     * @param more its share of the whole, 0 to 1
     */
    void part(double more) {
        share += more;
        longest = 0;
        stepBegin = clock.getAsLong();
    }

    /** Tells that a step of the part is done, so that it is known how long steps take. */
    void step() {
        long now = clock.getAsLong();
        longest = Math.max(longest, (now - stepBegin) / 1e9);
        stepBegin = now;
    }

    /**
     * Tells whether there is time for another step.
     *
     * @return false if one as long as the longest so far would not end in time
     */
    boolean allows() {
        return (clock.getAsLong() - begin) / 1e9 + longest <= share * total;
    }
}

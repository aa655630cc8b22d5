// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.util.concurrent.CancellationException;

/** Hears how far a codec has come, and may stop it. Calls may come from any thread. */
public interface Progress {
    /** Hears nothing and never stops. */
    Progress NONE = fraction -> {};

    /**
     * Hears how much of the picture is done.
     *
     * @param fraction 0 to 1
     */
    void report(float fraction);

    /**
     * Tells whether the work is to stop.
     *
     * @return true once the caller has lost interest
     */
    default boolean cancelled() {
        return false;
    }

    /**
     * Stops the work of the calling thread if it is to stop.
     *
     * @throws CancellationException if {@link #cancelled()}
     */
    default void check() {
        if (cancelled()) {
            throw new CancellationException();
        }
    }

    /**
     * What a part of the work is to report to.
     *
     * @param start how much of all is done before it
     * @param end how much of all is done after it
     * @return hears 0 to 1 of the part, and stops it with the whole
     */
    default Progress part(float start, float end) {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(float fraction) {
                whole.report(start + (end - start) * fraction);
            }

            @Override
            public boolean cancelled() {
                return whole.cancelled();
            }
        };
    }

    /**
     * What small steps of a long way are to report to.
     *
     * @return stops them with the whole, and hears nothing
     */
    default Progress quiet() {
        Progress whole = this;
        return new Progress() {
            @Override
            public void report(float fraction) {}

            @Override
            public boolean cancelled() {
                return whole.cancelled();
            }
        };
    }
}

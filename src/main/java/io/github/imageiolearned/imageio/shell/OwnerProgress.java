// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.pixels.Progress;
import java.util.function.BooleanSupplier;

/**
 * Passes progress on to ImageIO's listeners: only in the thread that reads or writes, as they expect, and only upwards.
 */
final class OwnerProgress implements Progress {
    private final State state;
    private final float from;
    private final float to;

    /** Hears percentages. */
    @FunctionalInterface
    interface Listener {
        void progress(float percent);
    }

    OwnerProgress(BooleanSupplier aborted, Listener listener) {
        this(new State(Thread.currentThread(), aborted, listener), 0, 1);
    }

    private OwnerProgress(State state, float from, float to) {
        this.state = state;
        this.from = from;
        this.to = to;
    }

    @Override
    public void report(float fraction) {
        state.report(from + (to - from) * fraction);
    }

    @Override
    public boolean cancelled() {
        return state.aborted.getAsBoolean();
    }

    /** A part of this progress: what it reports as 0 to 1 counts as {@code start} to {@code end} of this. */
    OwnerProgress part(float start, float end) {
        return new OwnerProgress(state, from + (to - from) * start, from + (to - from) * end);
    }

    /** What all parts share. */
    private static final class State {
        private final Thread owner;
        private final BooleanSupplier aborted;
        private final Listener listener;
        private float reached;
        private float told;

        State(Thread owner, BooleanSupplier aborted, Listener listener) {
            this.owner = owner;
            this.aborted = aborted;
            this.listener = listener;
        }

        void report(float fraction) {
            float most;
            synchronized (this) {
                reached = Math.max(reached, fraction);
                most = reached;
            }
            // The last step is told by who knows that all is done.
            if (Thread.currentThread() == owner && most > told && most < 1) {
                told = most;
                listener.progress(most * 100);
            }
        }
    }
}

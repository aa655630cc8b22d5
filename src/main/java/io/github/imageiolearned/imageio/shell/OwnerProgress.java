// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.pixels.Progress;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Passes progress on to ImageIO's listeners: only in the thread that reads or writes, as they expect, and only upwards.
 */
final class OwnerProgress implements Progress {
    private final Thread owner = Thread.currentThread();
    private final BooleanSupplier aborted;
    private final Listener listener;
    private float reached;
    private float told;
    private RuntimeException thrown;

    /** Hears percentages. */
    @FunctionalInterface
    interface Listener {
        void progress(float percent);
    }

    OwnerProgress(BooleanSupplier aborted, Listener listener) {
        this.aborted = aborted;
        this.listener = listener;
    }

    @Override
    public void report(float fraction) {
        float most;
        synchronized (this) {
            reached = Math.max(reached, fraction);
            most = reached;
        }
        // The last step is told by who knows that all is done.
        if (Thread.currentThread() == owner && most > told && most < 1) {
            told = most;
            try {
                listener.progress(most * 100);
            } catch (RuntimeException e) {
                thrown = e;
                throw e;
            }
        }
    }

    /** What a listener threw, if one did: no fault of the picture. For the thread that reads or writes. */
    Optional<RuntimeException> thrown() {
        return Optional.ofNullable(thrown);
    }

    @Override
    public boolean cancelled() {
        return aborted.getAsBoolean();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.util.concurrent.atomic.AtomicInteger;

/** A progress that loses interest after it has been asked some times. */
public final class Patience implements Progress {
    private final AtomicInteger left;

    /**
     * Begins patiently.
     *
     * @param questions how often it lets work go on
     */
    public Patience(int questions) {
        left = new AtomicInteger(questions);
    }

    @Override
    public void report(float fraction) {}

    @Override
    public boolean cancelled() {
        return left.getAndDecrement() <= 0;
    }
}

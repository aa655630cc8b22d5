// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Progress;

/**
 * Passes on cancellation, but not the fraction of one step among many.
 *
 * @param progress asked whether to stop
 */
record Quiet(Progress progress) implements Progress {
    @Override
    public void report(float fraction) {}

    @Override
    public boolean cancelled() {
        return progress.cancelled();
    }
}

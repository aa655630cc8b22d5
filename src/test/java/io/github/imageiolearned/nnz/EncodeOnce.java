// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.concurrent.Callable;

/** Encodes a picture, for a test that loads it with a class path of its own; returns the message of the failure. */
public final class EncodeOnce implements Callable<String> {
    /** Called by reflection. */
    public EncodeOnce() {}

    @Override
    public String call() {
        try {
            new NnzEncoder(TinyModel.models())
                    .encode(
                            PixelSource.of(TinyModel.picture(16, 16, 3)),
                            TinyModel.options(0.5, NnzOptions.Effort.FAST),
                            Progress.NONE);
            return "no failure";
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}

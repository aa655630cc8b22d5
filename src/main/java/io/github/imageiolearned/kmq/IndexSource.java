// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;

/** Gives the indices of any part of a picture; from several threads at once. */
@FunctionalInterface
interface IndexSource {
    /** Returns indices row by row. */
    byte[] indices(Region region);

    /** Each pixel gets the index of its colour. */
    static IndexSource nearest(PixelSource picture, LearnedPalette palette) {
        return region -> palette.map(Colours.packed(picture.read(region)));
    }

    /** Indices of a whole picture that are in memory. */
    static IndexSource of(byte[] plane, int width) {
        return region -> {
            byte[] part = new byte[Math.toIntExact(region.area())];
            for (int row = 0; row < region.height(); row++) {
                int from = (region.y() + row) * width + region.x();
                System.arraycopy(plane, from, part, row * region.width(), region.width());
            }
            return part;
        };
    }
}

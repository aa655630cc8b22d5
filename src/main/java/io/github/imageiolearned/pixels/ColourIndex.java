// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.util.HashMap;
import java.util.Map;

/** Finds colours in a palette. */
final class ColourIndex {
    private final Map<Integer, Integer> indices = new HashMap<>();

    ColourIndex(int[] argb) {
        for (int i = 0; i < argb.length; i++) {
            indices.putIfAbsent(argb[i], i);
        }
    }

    /** Number of the first palette entry that has this colour. */
    int of(int argb) {
        Integer index = indices.get(argb);
        if (index == null) {
            throw new IllegalArgumentException("not in the palette: " + Integer.toHexString(argb));
        }
        return index;
    }
}

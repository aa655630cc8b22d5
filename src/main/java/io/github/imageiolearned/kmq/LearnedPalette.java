// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * A palette and the index of every colour of the picture.
 *
 * @param tree the palette
 * @param histogram the colours of the picture
 * @param indices for each slot of the histogram its index
 * @param wcss sum of squared distances over all pixels, in 8-bit units
 * @param iterations k-means iterations over all distinct colours
 * @param exact whether every visible pixel keeps its colour
 */
record LearnedPalette(
        ColourTree tree, ColourHistogram histogram, byte[] indices, double wcss, int iterations, boolean exact) {
    /** Replaces colours by their indices. */
    byte[] map(int[] pixels) {
        byte[] mapped = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            mapped[i] = i > 0 && pixels[i] == pixels[i - 1] ? mapped[i - 1] : indices[histogram.slot(pixels[i])];
        }
        return mapped;
    }
}

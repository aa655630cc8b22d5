// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.util.Arrays;

/**
 * Dithers as Floyd and Steinberg did ("An adaptive algorithm for spatial grey scale", 1976): the error of a pixel goes to
 * the next (7/16) and to three of the line below (3/16, 5/16, 1/16). Odd lines go backwards, which breaks up worms. Errors
 * are of gamma-encoded RGB premultiplied by alpha, and of alpha. What comes in is limited to the usual distance of palette
 * colours: where the palette cannot reach a colour at all, errors would pile up and smear over what lies beside it.
 */
final class ErrorDiffusion {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int STRIP = 64;
    private static final int ONE = 256;
    private static final int MAX = 255 * ColourPoints.SCALE;

    private final PixelSource picture;
    private final ColourTree tree;
    private final int strength;
    private final int width;
    private final ColourLookup lookup;
    private final int most;
    private int[] errors;
    private int[] below;

    ErrorDiffusion(PixelSource picture, ColourTree tree, double strength) {
        this.picture = picture;
        this.tree = tree;
        this.strength = (int) Math.round(strength * ONE);
        width = picture.width();
        lookup = new ColourLookup(tree.coordinates());
        most = (int) spacing(tree);
        errors = new int[D * (width + 2)];
        below = new int[D * (width + 2)];
    }

    /** The mean distance of a palette colour from the one that is nearest to it. */
    private static double spacing(ColourTree tree) {
        double sum = 0;
        for (int a = 0; a < tree.size(); a++) {
            int least = Integer.MAX_VALUE;
            for (int b = 0; b < tree.size(); b++) {
                int square = ColourPoints.distance(tree.coordinates(), D * a, tree.coordinates(), D * b);
                least = a == b ? least : Math.min(least, square);
            }
            sum += tree.size() == 1 ? 0 : Math.sqrt(least);
        }
        return sum / tree.size();
    }

    /** Returns the indices of the whole picture, row by row. */
    byte[] indices(Progress progress) {
        byte[] indices = new byte[Math.multiplyExact(width, picture.height())];
        for (int top = 0; top < picture.height(); top += STRIP) {
            progress.check();
            Region strip = new Region(0, top, width, Math.min(STRIP, picture.height() - top));
            int[] pixels = Colours.packed(picture.read(strip));
            for (int row = 0; row < strip.height(); row++) {
                line(pixels, row * width, indices, (top + row) * width, (top + row & 1) == 0 ? 1 : -1);
            }
        }
        return indices;
    }

    private void line(int[] pixels, int from, byte[] indices, int to, int step) {
        short[] colour = new short[D];
        int[] wanted = new int[D];
        for (int i = 0; i < width; i++) {
            int x = step > 0 ? i : width - 1 - i;
            int at = D * (x + 1);
            ColourPoints.put(pixels[from + x], tree.grey(), colour, 0);
            for (int d = 0; d < D; d++) {
                // Errors neither enter holes nor leave them.
                int error = Math.max(-most, Math.min(most, errors[at + d] >> 4));
                wanted[d] = Math.max(0, Math.min(MAX, colour[d] + (colour[3] == 0 ? 0 : error)));
            }
            int index = lookup.nearest(wanted);
            indices[to + x] = (byte) index;
            for (int d = 0; d < D; d++) {
                int error = (wanted[d] - tree.coordinates()[D * index + d]) * strength / ONE;
                if (colour[3] != 0) {
                    errors[at + D * step + d] += 7 * error;
                    below[at - D * step + d] += 3 * error;
                    below[at + d] += 5 * error;
                    below[at + D * step + d] += error;
                }
            }
        }
        int[] done = errors;
        errors = below;
        below = done;
        Arrays.fill(below, 0);
    }
}

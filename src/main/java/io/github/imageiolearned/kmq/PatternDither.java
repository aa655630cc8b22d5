// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;

/**
 * Shows a colour by two of the palette that alternate in a {@link BlueNoise} pattern: the nearest, and the one that comes
 * closest when mixed with it. A pair whose colours lie far apart costs something, as its pattern would be seen.
 */
final class PatternDither implements IndexSource {
    private static final int D = ColourPoints.DIMENSIONS;
    /** Part of the pattern's own variance that counts as an error. */
    private static final double GRAIN = 0.15;

    private final PixelSource picture;
    private final LearnedPalette palette;
    private static final short[] THRESHOLDS = BlueNoise.thresholds();
    private final byte[] second;
    private final short[] share;

    PatternDither(PixelSource picture, LearnedPalette palette, double strength) {
        this.picture = picture;
        this.palette = palette;
        ColourHistogram histogram = palette.histogram();
        second = new byte[histogram.capacity()];
        share = new short[histogram.capacity()];
        short[] colour = new short[D];
        for (int argb : histogram.colours()) {
            int slot = histogram.slot(argb);
            ColourPoints.put(histogram.colour(slot), palette.tree().grey(), colour, 0);
            pair(slot, colour, strength);
        }
    }

    private void pair(int slot, short[] colour, double strength) {
        short[] x = palette.tree().coordinates();
        int first = palette.indices()[slot] & 0xff;
        double least = ColourPoints.distance(colour, 0, x, D * first);
        for (int other = 0; other < palette.tree().size(); other++) {
            double along = 0;
            double length = 0;
            for (int d = 0; d < D; d++) {
                double step = x[D * other + d] - x[D * first + d];
                along += step * (colour[d] - x[D * first + d]);
                length += step * step;
            }
            if (along <= 0) {
                continue;
            }
            double part = Math.min(0.5, along / length);
            double error = GRAIN * part * (1 - part) * length;
            for (int d = 0; d < D; d++) {
                double mixed = x[D * first + d] + part * (x[D * other + d] - x[D * first + d]);
                error += (colour[d] - mixed) * (colour[d] - mixed);
            }
            if (error < least) {
                least = error;
                second[slot] = (byte) other;
                share[slot] = (short) Math.round(part * strength * BlueNoise.LEVELS);
            }
        }
    }

    @Override
    public byte[] indices(Region region) {
        int[] pixels = Colours.packed(picture.read(region));
        byte[] indices = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int slot = palette.histogram().slot(pixels[i]);
            int x = region.x() + i % region.width() & BlueNoise.SIDE - 1;
            int y = region.y() + i / region.width() & BlueNoise.SIDE - 1;
            indices[i] = THRESHOLDS[y * BlueNoise.SIDE + x] < share[slot] ? second[slot] : palette.indices()[slot];
        }
        return indices;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Samples;

/** Samples to packed straight ARGB and back. */
final class Colours {
    private Colours() {}

    /** Packs the pixels; grey has equal red, green and blue; without an alpha band alpha is 255. */
    static int[] packed(Samples samples) {
        int bands = samples.bands();
        short[] red = samples.plane(0);
        short[] green = samples.plane(bands < 3 ? 0 : 1);
        short[] blue = samples.plane(bands < 3 ? 0 : 2);
        int[] packed = new int[red.length];
        if ((bands & 1) == 0) {
            short[] alpha = samples.plane(bands - 1);
            for (int i = 0; i < packed.length; i++) {
                packed[i] = alpha[i] << 24 | (red[i] & 0xff) << 16 | (green[i] & 0xff) << 8 | blue[i] & 0xff;
            }
        } else {
            for (int i = 0; i < packed.length; i++) {
                packed[i] = 0xff000000 | (red[i] & 0xff) << 16 | (green[i] & 0xff) << 8 | blue[i] & 0xff;
            }
        }
        return packed;
    }

    /** A colour as a picture can have it: as grey of about the same lightness, and without transparency. */
    static int fitting(int argb, boolean grey, boolean alpha) {
        int opaque = alpha ? argb : argb | 0xff000000;
        if (!grey) {
            return opaque;
        }
        int luma = ((argb >>> 16 & 0xff) * 77 + (argb >>> 8 & 0xff) * 150 + (argb & 0xff) * 29 + 128) >> 8;
        return opaque & 0xff000000 | luma * 0x010101;
    }

    /** Sum of squared distances of packed pixels from the colours of their indices, in 8-bit units. */
    static double squares(ColourTree tree, int[] pixels, byte[] indices) {
        short[] colour = new short[ColourPoints.DIMENSIONS];
        double sum = 0;
        for (int i = 0; i < pixels.length; i++) {
            ColourPoints.put(pixels[i], tree.grey(), colour, 0);
            int at = ColourPoints.DIMENSIONS * (indices[i] & 0xff);
            sum += ColourPoints.distance(colour, 0, tree.coordinates(), at);
        }
        return sum / ColourPoints.UNIT;
    }

    /** Looks indices up in a palette. */
    static Samples unpacked(byte[] indices, int[] palette, int width, int height, int bands) {
        Samples samples = new Samples(width, height, bands, 8);
        for (int b = 0; b < bands; b++) {
            boolean alpha = (bands & 1) == 0 && b == bands - 1;
            int shift = alpha ? 24 : 16 - 8 * b;
            short[] values = new short[palette.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (short) (palette[i] >>> shift & 0xff);
            }
            short[] plane = samples.plane(b);
            for (int i = 0; i < plane.length; i++) {
                plane[i] = values[indices[i] & 0xff];
            }
        }
        return samples;
    }
}

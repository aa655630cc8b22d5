// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Samples;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Takes the samples out of pictures so that they can be compared. */
final class Pictures {
    private Pictures() {}

    /**
     * Returns a picture's samples: grey (1 or 2 bands) where the picture is grey, else red, green and blue (3 or 4
     * bands); alpha, straight, is the last band. Component pictures keep their own values, with the grey curve and the
     * profile they come with, and 16 bits where they have them; packed and indexed ones are read as sRGB of 8 bits.
     *
     * @param picture any picture
     * @return its samples
     */
    static Samples samples(BufferedImage picture) {
        ColorModel model = picture.getColorModel();
        int type = model instanceof ComponentColorModel ? model.getColorSpace().getType() : -1;
        int transfer = model.getTransferType();
        boolean plain = !model.isAlphaPremultiplied()
                && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
                && (transfer == DataBuffer.TYPE_BYTE || transfer == DataBuffer.TYPE_USHORT);
        return plain ? components(picture, transfer == DataBuffer.TYPE_BYTE ? 8 : 16) : srgb(picture);
    }

    private static Samples components(BufferedImage picture, int bits) {
        Raster raster = picture.getRaster();
        int width = picture.getWidth();
        int height = picture.getHeight();
        Samples samples = new Samples(width, height, raster.getNumBands(), bits);
        int[] row = new int[width];
        for (int band = 0; band < samples.bands(); band++) {
            short[] plane = samples.plane(band);
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, row);
                for (int x = 0; x < width; x++) {
                    plane[y * width + x] = (short) row[x];
                }
            }
        }
        return samples;
    }

    private static Samples srgb(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        Samples samples = new Samples(width, height, picture.getColorModel().hasAlpha() ? 4 : 3, 8);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < samples.bands(); band++) {
                    int shift = band == 3 ? 24 : 16 - 8 * band;
                    samples.plane(band)[y * width + x] = (short) (row[x] >>> shift & 0xff);
                }
            }
        }
        return samples;
    }

    /**
     * Gives two pictures the same bands and depth, without losing anything of either: grey becomes red, green and blue,
     * missing alpha becomes opaque, 8 bits become 16.
     *
     * @param samples a picture of 1 to 4 bands
     * @param other the picture it is compared with
     * @return the samples, or more of them
     */
    static Samples alignedWith(Samples samples, Samples other) {
        int colours = Math.max(colourBands(samples), colourBands(other));
        boolean alpha = hasAlpha(samples) || hasAlpha(other);
        int bits = Math.max(samples.bitDepth(), other.bitDepth());
        int bands = colours + (alpha ? 1 : 0);
        if (bands == samples.bands() && bits == samples.bitDepth()) {
            return samples;
        }
        Samples out = new Samples(samples.width(), samples.height(), bands, bits);
        int scale = bits == samples.bitDepth() ? 1 : out.maxValue() / samples.maxValue();
        for (int band = 0; band < bands; band++) {
            boolean isAlpha = alpha && band == bands - 1;
            short[] from = isAlpha
                    ? (hasAlpha(samples) ? samples.plane(samples.bands() - 1) : null)
                    : samples.plane(Math.min(band, colourBands(samples) - 1));
            short[] to = out.plane(band);
            for (int i = 0; i < to.length; i++) {
                to[i] = (short) (from == null ? out.maxValue() : (from[i] & 0xffff) * scale);
            }
        }
        return out;
    }

    private static boolean hasAlpha(Samples samples) {
        return samples.bands() % 2 == 0;
    }

    private static int colourBands(Samples samples) {
        return samples.bands() - (hasAlpha(samples) ? 1 : 0);
    }

    /**
     * Checks that two pictures can be compared.
     *
     * @param a a picture
     * @param b another
     * @throws IllegalArgumentException if their sizes differ
     */
    static void requireSameSize(BufferedImage a, BufferedImage b) {
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            throw new IllegalArgumentException("cannot compare " + a.getWidth() + "x" + a.getHeight() + " with "
                    + b.getWidth() + "x" + b.getHeight());
        }
    }

    /**
     * Wraps both pictures with the same bands and depth.
     *
     * @param a a picture
     * @param b another of the same size
     * @return the two
     */
    static PixelSource[] pair(BufferedImage a, BufferedImage b) {
        requireSameSize(a, b);
        Samples first = samples(a);
        Samples second = samples(b);
        return new PixelSource[] {PixelSource.of(alignedWith(first, second)), PixelSource.of(alignedWith(second, first))
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Peak signal-to-noise ratio in dB: {@code 10 log10(peak^2 / MSE)}, where the mean squared error is taken over all pixels
 * and all colour bands together and the peak is the largest value of a sample. Differences are computed in wide types;
 * subtracting bytes would wrap around and flatter.
 *
 * <p>Pictures with alpha are compared as they look over black and over white: the error is the mean of the two. What is
 * invisible counts for nothing, and a wrong alpha counts.
 *
 * <p>An instance is a sink: it hears decoded pixels, from several threads at once if need be, and compares them with the
 * original without keeping either.
 */
public final class Psnr implements PixelSink {
    private final PixelSource original;
    private final int colourBands;
    private final boolean alpha;
    private final DoubleAdder squares = new DoubleAdder();
    private final LongAdder pixels = new LongAdder();

    /**
     * Begins a comparison.
     *
     * @param original the picture before coding
     * @param alpha whether its last band is alpha
     */
    public Psnr(PixelSource original, boolean alpha) {
        this.original = original;
        this.alpha = alpha;
        colourBands = original.bands() - (alpha ? 1 : 0);
        if (colourBands < 1) {
            throw new IllegalArgumentException("no colour beside alpha");
        }
    }

    /**
     * Compares two pictures. A grey one is compared with a coloured one as grey in all three bands, one of 8 bits with
     * one of 16 in 16 bits.
     *
     * @param original a picture
     * @param decoded another of the same size
     * @return dB; infinite if they do not differ
     * @throws IllegalArgumentException if their sizes differ
     */
    public static double between(BufferedImage original, BufferedImage decoded) {
        PixelSource[] pair = Pictures.pair(original, decoded);
        int width = original.getWidth();
        Psnr psnr = new Psnr(pair[0], pair[0].bands() % 2 == 0);
        for (int y = 0; y < original.getHeight(); y++) {
            psnr.write(0, y, pair[1].read(new Region(0, y, width, 1)));
        }
        return psnr.decibels();
    }

    /**
     * Compares samples, none of which is alpha.
     *
     * @param original samples of any number of bands
     * @param decoded samples of the same size, bands and depth
     * @return dB; infinite if they do not differ
     * @throws IllegalArgumentException if sizes, bands or depths differ
     */
    public static double between(Samples original, Samples decoded) {
        if (original.width() != decoded.width() || original.height() != decoded.height()) {
            throw new IllegalArgumentException("cannot compare " + original.width() + "x" + original.height() + " with "
                    + decoded.width() + "x" + decoded.height());
        }
        Psnr psnr = new Psnr(PixelSource.of(original), false);
        psnr.write(0, 0, decoded);
        return psnr.decibels();
    }

    /**
     * Compares decoded pixels with the original.
     *
     * @param x left edge in the picture, in pixels
     * @param y top edge in the picture, in pixels
     * @param samples decoded pixels: the original's bands, or all but alpha, which then counts as exact
     * @throws IllegalArgumentException if the bands or the depth do not fit the original
     */
    @Override
    public void write(int x, int y, Samples samples) {
        boolean codedAlpha = alpha && samples.bands() == colourBands + 1;
        if ((samples.bands() != colourBands && !codedAlpha) || samples.bitDepth() != original.bitDepth()) {
            throw new IllegalArgumentException("cannot compare " + samples.bands() + " bands of " + samples.bitDepth()
                    + " bits with " + original.bands() + " of " + original.bitDepth());
        }
        Samples truth = original.read(new Region(x, y, samples.width(), samples.height()));
        double sum = 0;
        for (int band = 0; band < colourBands; band++) {
            sum += alpha
                    ? blended(
                            truth.plane(band),
                            truth.plane(colourBands),
                            samples.plane(band),
                            (codedAlpha ? samples : truth).plane(colourBands),
                            truth.maxValue())
                    : plain(truth.plane(band), samples.plane(band));
        }
        squares.add(sum);
        pixels.add((long) samples.width() * samples.height());
    }

    private static double plain(short[] a, short[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = (a[i] & 0xffff) - (b[i] & 0xffff);
            sum += difference * difference;
        }
        return sum;
    }

    private static double blended(short[] a, short[] alphaOfA, short[] b, short[] alphaOfB, double peak) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double shareA = (alphaOfA[i] & 0xffff) / peak;
            double shareB = (alphaOfB[i] & 0xffff) / peak;
            double overBlack = (a[i] & 0xffff) * shareA - (b[i] & 0xffff) * shareB;
            double overWhite = overBlack - peak * (shareA - shareB);
            sum += (overBlack * overBlack + overWhite * overWhite) / 2;
        }
        return sum;
    }

    /**
     * Returns the mean squared error of the pixels heard so far.
     *
     * @return squared steps of a sample; not a number before the first pixel
     */
    public double meanSquaredError() {
        return squares.sum() / ((double) pixels.sum() * colourBands);
    }

    /**
     * Returns the PSNR of the pixels heard so far.
     *
     * @return dB; infinite if nothing differed
     */
    public double decibels() {
        double peak = (1 << original.bitDepth()) - 1;
        return 10 * Math.log10(peak * peak / meanSquaredError());
    }
}

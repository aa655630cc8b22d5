// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;

/**
 * Multi-scale structural similarity after Wang, Simoncelli and Bovik, "Multiscale structural similarity for image
 * quality assessment" (2003), of the luma (0.299 R + 0.587 G + 0.114 B of the stored values): five scales with the
 * weights of the paper, a Gaussian window of 11 pixels and deviation 1.5 at places where it fits, halving by the mean of
 * 2×2 pixels.
 *
 * <p>A picture that is too small for the window at some scale uses the scales before it, their weights brought back to a
 * sum of 1; one smaller than the window itself has a smaller window. Negative terms, of which no root exists, count as
 * 0. Pictures with alpha are compared over black and over white, and the mean is taken.
 */
public final class MsSsim {
    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final int WINDOW = 11;
    private static final double DEVIATION = 1.5;

    private MsSsim() {}

    /** A plane of luma. */
    private record Plane(int width, int height, double[] values) {
        Plane halved() {
            double[] half = new double[(width / 2) * (height / 2)];
            int w = width / 2;
            for (int y = 0; y < height / 2; y++) {
                for (int x = 0; x < w; x++) {
                    int at = 2 * y * width + 2 * x;
                    half[y * w + x] = (values[at] + values[at + 1] + values[at + width] + values[at + width + 1]) / 4;
                }
            }
            return new Plane(w, height / 2, half);
        }

        Plane times(Plane other) {
            double[] product = new double[values.length];
            for (int i = 0; i < product.length; i++) {
                product[i] = values[i] * other.values[i];
            }
            return new Plane(width, height, product);
        }

        /** Weighted means over the window, at the places where it fits. */
        Plane smoothed(double[] across, double[] down) {
            int w = width - across.length + 1;
            int h = height - down.length + 1;
            double[] rows = new double[w * height];
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < across.length; i++) {
                        sum += across[i] * values[y * width + x + i];
                    }
                    rows[y * w + x] = sum;
                }
            }
            double[] out = new double[w * h];
            for (int y = 0; y < h; y++) {
                for (int x = 0; x < w; x++) {
                    double sum = 0;
                    for (int i = 0; i < down.length; i++) {
                        sum += down[i] * rows[(y + i) * w + x];
                    }
                    out[y * w + x] = sum;
                }
            }
            return new Plane(w, h, out);
        }
    }

    /**
     * Compares two pictures.
     *
     * @param original a picture
     * @param decoded another of the same size
     * @return 0 to 1; 1 if the luma does not differ
     * @throws IllegalArgumentException if their sizes differ
     */
    public static double between(BufferedImage original, BufferedImage decoded) {
        PixelSource[] pair = Pictures.pair(original, decoded);
        double peak = (1 << pair[0].bitDepth()) - 1;
        if (pair[0].bands() % 2 == 1) {
            return ofLuma(luma(pair[0], 0), luma(pair[1], 0), peak);
        }
        return (ofLuma(luma(pair[0], 0), luma(pair[1], 0), peak)
                        + ofLuma(luma(pair[0], peak), luma(pair[1], peak), peak))
                / 2;
    }

    private static Plane luma(PixelSource picture, double background) {
        Samples samples = picture.read(new Region(0, 0, picture.width(), picture.height()));
        boolean colour = samples.bands() >= 3;
        boolean alpha = samples.bands() % 2 == 0;
        double peak = samples.maxValue();
        double[] luma = new double[samples.width() * samples.height()];
        for (int i = 0; i < luma.length; i++) {
            double value = samples.plane(0)[i] & 0xffff;
            if (colour) {
                value = 0.299 * value + 0.587 * (samples.plane(1)[i] & 0xffff) + 0.114 * (samples.plane(2)[i] & 0xffff);
            }
            if (alpha) {
                double share = (samples.plane(samples.bands() - 1)[i] & 0xffff) / peak;
                value = value * share + background * (1 - share);
            }
            luma[i] = value;
        }
        return new Plane(samples.width(), samples.height(), luma);
    }

    private static double ofLuma(Plane a, Plane b, double peak) {
        int scales = scales(a.width, a.height);
        // The five weights of the paper sum to 1.0001 and are used as they are; only a part of them is scaled.
        double weightSum = scales == WEIGHTS.length ? 1 : 0;
        for (int scale = 0; scale < scales && scales < WEIGHTS.length; scale++) {
            weightSum += WEIGHTS[scale];
        }
        double product = 1;
        for (int scale = 0; scale < scales; scale++) {
            double term = meanTerm(a, b, peak, scale == scales - 1);
            product *= Math.pow(Math.max(0, term), WEIGHTS[scale] / weightSum);
            if (scale < scales - 1) {
                a = a.halved();
                b = b.halved();
            }
        }
        return product;
    }

    /**
     * Returns the number of scales for a picture.
     *
     * @param width pixels
     * @param height pixels
     * @return 1 to 5
     */
    static int scales(int width, int height) {
        int scales = 1;
        while (scales < WEIGHTS.length && Math.min(width, height) >> scales >= WINDOW) {
            scales++;
        }
        return scales;
    }

    /** Mean of contrast times structure; times luminance at the last scale. */
    private static double meanTerm(Plane a, Plane b, double peak, boolean luminance) {
        double[] across = window(Math.min(WINDOW, a.width));
        double[] down = window(Math.min(WINDOW, a.height));
        double[] meanA = a.smoothed(across, down).values;
        double[] meanB = b.smoothed(across, down).values;
        double[] squareA = a.times(a).smoothed(across, down).values;
        double[] squareB = b.times(b).smoothed(across, down).values;
        double[] cross = a.times(b).smoothed(across, down).values;
        double c1 = 0.01 * peak * 0.01 * peak;
        double c2 = 0.03 * peak * 0.03 * peak;
        double sum = 0;
        for (int i = 0; i < meanA.length; i++) {
            double ab = meanA[i] * meanB[i];
            double aa = meanA[i] * meanA[i];
            double bb = meanB[i] * meanB[i];
            double term = (2 * (cross[i] - ab) + c2) / (squareA[i] - aa + squareB[i] - bb + c2);
            sum += luminance ? term * (2 * ab + c1) / (aa + bb + c1) : term;
        }
        return sum / meanA.length;
    }

    private static double[] window(int length) {
        double[] window = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double distance = i - (length - 1) / 2.0;
            window[i] = Math.exp(-distance * distance / (2 * DEVIATION * DEVIATION));
            sum += window[i];
        }
        for (int i = 0; i < length; i++) {
            window[i] /= sum;
        }
        return window;
    }
}

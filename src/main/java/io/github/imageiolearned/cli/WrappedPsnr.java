// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.image.BufferedImage;

/**
 * PSNR as it comes out where pictures are arrays of unsigned bytes and nobody widens them: {@code np.mean((a - b) ** 2)}.
 * The difference and its square are taken modulo 256, so the mean square cannot exceed 255, nor the result fall below
 * 24 dB. It is here to be shown beside the true figure.
 */
final class WrappedPsnr {
    private WrappedPsnr() {}

    /**
     * Compares two pictures wrongly.
     *
     * @param original a picture
     * @param decoded another of the same size
     * @return dB
     */
    static double between(BufferedImage original, BufferedImage decoded) {
        int width = original.getWidth();
        int height = original.getHeight();
        long sum = 0;
        for (int y = 0; y < height; y++) {
            int[] a = original.getRGB(0, y, width, 1, null, 0, width);
            int[] b = decoded.getRGB(0, y, width, 1, null, 0, width);
            for (int x = 0; x < width; x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (a[x] >> shift & 0xff) - (b[x] >> shift & 0xff) & 0xff;
                    sum += difference * difference & 0xff;
                }
            }
        }
        return 10 * Math.log10(255.0 * 255.0 * 3 * width * height / sum);
    }
}

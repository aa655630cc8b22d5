// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.util.Arrays;

/**
 * Turns red, green and blue into their principal components over natural pictures, (1, 1, 1)/√3, (1, 0, -1)/√2 and
 * (1, -2, 1)/√6, and back. As the rotation is orthonormal, errors keep their size. Other numbers of bands stay as they
 * are.
 */
final class Rotation {
    /** 2^16/√3, 2^16/√2, 2^16/√6. */
    private static final int A = 37837;

    private static final int B = 46341;
    private static final int C = 26755;

    private Rotation() {}

    /**
     * Returns the values of mid-grey.
     *
     * @param bands number of bands
     * @param rgb whether they are red, green and blue
     * @return a value for each rotated band, in 1/16
     */
    static int[] neutral(int bands, boolean rgb) {
        int[] neutral = new int[bands];
        Arrays.fill(neutral, 128 * 16);
        return rgb ? new int[] {3547, 0, 0} : neutral;
    }

    /**
     * Rotates a tile and extends it to the size of the planes by repeating its last column and row.
     *
     * @param samples the tile, 8 bits
     * @param rgb whether to rotate
     * @param stride columns of a plane
     * @param rows rows of a plane
     * @return the planes, in 1/16
     */
    static float[][] forward(Samples samples, boolean rgb, int stride, int rows) {
        float[][] planes = new float[samples.bands()][stride * rows];
        for (int y = 0; y < rows; y++) {
            int from = Math.min(y, samples.height() - 1) * samples.width();
            for (int x = 0; x < stride; x++) {
                int i = from + Math.min(x, samples.width() - 1);
                int to = y * stride + x;
                if (rgb) {
                    int r = samples.plane(0)[i];
                    int g = samples.plane(1)[i];
                    int b = samples.plane(2)[i];
                    planes[0][to] = (r + g + b) * (A / 4096f);
                    planes[1][to] = (r - b) * (B / 4096f);
                    planes[2][to] = (r - 2 * g + b) * (C / 4096f);
                } else {
                    for (int band = 0; band < planes.length; band++) {
                        planes[band][to] = 16 * samples.plane(band)[i];
                    }
                }
            }
        }
        return planes;
    }

    /**
     * Rotates back.
     *
     * @param planes rotated pixels, in 1/16
     * @param stride columns of a plane
     * @param part pixels wanted
     * @param rgb whether to rotate
     * @return samples of 8 bits
     */
    static Samples inverse(int[][] planes, int stride, Region part, boolean rgb) {
        Samples samples = new Samples(part.width(), part.height(), planes.length, 8);
        for (int y = 0; y < part.height(); y++) {
            int from = (part.y() + y) * stride + part.x();
            int to = y * part.width();
            if (rgb) {
                inverseRow(planes, from, samples, to);
            } else {
                for (int band = 0; band < planes.length; band++) {
                    for (int x = 0; x < part.width(); x++) {
                        samples.plane(band)[to + x] = clip(planes[band][from + x] + 8 >> 4);
                    }
                }
            }
        }
        return samples;
    }

    private static void inverseRow(int[][] planes, int from, Samples samples, int to) {
        for (int x = 0; x < samples.width(); x++) {
            long luma = (long) planes[0][from + x] * A;
            long first = (long) planes[1][from + x] * B;
            long second = (long) planes[2][from + x] * C;
            long half = 1 << 19;
            samples.plane(0)[to + x] = clip((int) (luma + first + second + half >> 20));
            samples.plane(1)[to + x] = clip((int) (luma - 2 * second + half >> 20));
            samples.plane(2)[to + x] = clip((int) (luma - first + second + half >> 20));
        }
    }

    private static short clip(int value) {
        return (short) Math.max(0, Math.min(255, value));
    }
}

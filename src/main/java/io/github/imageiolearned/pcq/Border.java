// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * The decoded pixels around a block that its prediction starts from, in 1/16: the corner above left, {@code side} pixels
 * above, {@code side / 2} above right, {@code side} to the left. Pixels that are not there, or not decoded yet, repeat
 * their nearest neighbour.
 */
final class Border {
    /** The pixels in the order above. */
    final int[] pixels = new int[count(32)];

    /** Number of pixels. */
    int count;

    /** Mean of the pixels above and left. */
    int reference;

    /** Mean absolute step from pixel to pixel along the border, in 1/16. */
    int activity;

    private int side;

    /**
     * Returns the number of border pixels.
     *
     * @param side side of the block
     * @return pixels
     */
    static int count(int side) {
        return 1 + side * 5 / 2;
    }

    /**
     * Collects the border of a block.
     *
     * @param plane decoded pixels, in 1/16
     * @param stride length of a row of the plane
     * @param x left edge of the block
     * @param y top edge of the block
     * @param size side of the block
     * @param aboveRight whether the block above right is decoded
     * @param neutral value to use where there is nothing at all
     */
    void collect(int[] plane, int stride, int x, int y, int size, boolean aboveRight, int neutral) {
        side = size;
        count = count(size);
        int left = 1 + size + size / 2;
        if (y > 0) {
            int from = (y - 1) * stride + x;
            System.arraycopy(plane, from, pixels, 1, size);
            if (aboveRight) {
                System.arraycopy(plane, from + size, pixels, 1 + size, size / 2);
            } else {
                Arrays.fill(pixels, 1 + size, left, pixels[size]);
            }
        }
        if (x > 0) {
            for (int i = 0, from = y * stride + x - 1; i < size; i++, from += stride) {
                pixels[left + i] = plane[from];
            }
        }
        if (y > 0 && x > 0) {
            pixels[0] = plane[(y - 1) * stride + x - 1];
        } else if (y > 0) {
            pixels[0] = pixels[1];
            Arrays.fill(pixels, left, left + size, pixels[1]);
        } else {
            int value = x > 0 ? pixels[left] : neutral;
            Arrays.fill(pixels, 0, left, value);
            if (x == 0) {
                Arrays.fill(pixels, left, left + size, neutral);
            }
        }
        summarise(left);
    }

    private void summarise(int left) {
        int sum = 0;
        int steps = 0;
        for (int i = 0; i < side; i++) {
            sum += pixels[1 + i] + pixels[left + i];
            steps += Math.abs(pixels[1 + i] - pixels[i]);
            steps += Math.abs(pixels[left + i] - (i == 0 ? pixels[0] : pixels[left + i - 1]));
        }
        reference = (sum + side) / (2 * side);
        activity = steps / (2 * side);
    }

    /** Predicts a block by the mean of a horizontal and a vertical ramp, as HEVC's planar mode does. */
    void planar(int[] out) {
        int left = 1 + side + side / 2;
        int right = pixels[1 + side];
        int below = pixels[left + side - 1];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                out[row * side + column] = ((side - 1 - column) * pixels[left + row]
                                + (column + 1) * right
                                + (side - 1 - row) * pixels[1 + column]
                                + (row + 1) * below
                                + side)
                        / (2 * side);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/** Turns levels into pixels, in integers. */
final class Reconstruction {
    private static final int MAX_AREA = 32 * 32;

    private final BlockSettings settings;
    private final int[] predicted = new int[MAX_AREA];
    private final int[] sums = new int[MAX_AREA];

    /** What the first band of the block had beyond its prediction. */
    private final int[] first = new int[MAX_AREA];

    Reconstruction(BlockSettings settings) {
        this.settings = settings;
    }

    /**
     * Reconstructs a block in a band. The first band of a block comes before the others.
     *
     * @param slope number of the multiple of the first band; 0 in the first
     * @param transform its class
     * @param border its neighbours
     * @param band number of the band
     * @param levels its levels
     * @param from the first of them
     * @param n number of levels up to the last that is not zero
     * @param plane receives the pixels, in 1/16
     * @param at where the block begins
     * @param stride length of a row
     */
    void block(
            BlockClass transform,
            Border border,
            int band,
            int slope,
            short[] levels,
            int from,
            int n,
            int[] plane,
            int at,
            int stride) {
        int side = transform.side;
        int area = side * side;
        transform.predict(border, predicted);
        if (n > 0) {
            Arrays.fill(sums, 0, area, 1 << transform.basisBits - 1);
            for (int k = 0; k < n; k++) {
                int level = levels[from + k];
                if (level != 0) {
                    transform.add(k, settings.value(level), sums);
                }
            }
            for (int i = 0; i < area; i++) {
                sums[i] >>= transform.basisBits;
                predicted[i] += sums[i];
            }
        }
        if (band == 0 && n > 0) {
            System.arraycopy(sums, 0, first, 0, area);
        } else if (slope > 0) {
            follow(first, Slopes.value(slope), predicted, area);
        }
        for (int row = 0; row < side; row++) {
            System.arraycopy(predicted, row * side, plane, at + row * stride, side);
        }
    }

    private static void follow(int[] first, int slope, int[] pixels, int area) {
        for (int i = 0; i < area; i++) {
            pixels[i] += slope * first[i] + 8 >> 4;
        }
    }

    /**
     * Finds the multiple of the first band that brings a residual closest to nothing, if that pays.
     *
     * @param residual what the prediction leaves in another band; what the multiple explains is taken away
     * @param area number of pixels
     * @param least energy that a multiple must take away
     * @return number of the multiple
     */
    int explain(float[] residual, int area, float least) {
        float product = 0;
        float energy = 0;
        for (int i = 0; i < area; i++) {
            product += residual[i] * first[i];
            energy += (float) first[i] * first[i];
        }
        if (product * product <= least * energy) {
            return 0;
        }
        int slope = Slopes.nearest(product / energy);
        float value = Slopes.value(slope) / 16f;
        if (value * (2 * product - value * energy) <= least) {
            return 0;
        }
        for (int i = 0; i < area; i++) {
            residual[i] -= value * first[i];
        }
        return slope;
    }
}

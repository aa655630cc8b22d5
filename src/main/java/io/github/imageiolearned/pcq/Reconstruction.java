// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/** Turns levels into pixels, in integers. */
final class Reconstruction {
    private static final int MAX_AREA = 32 * 32;

    private final BlockSettings settings;
    private final int[] predicted = new int[MAX_AREA];
    private final int[] sums = new int[MAX_AREA];

    Reconstruction(BlockSettings settings) {
        this.settings = settings;
    }

    /**
     * Reconstructs a block.
     *
     * @param transform its class
     * @param border its neighbours
     * @param levels its levels
     * @param from the first of them
     * @param n number of levels up to the last that is not zero
     * @param plane receives the pixels, in 1/16
     * @param at where the block begins
     * @param stride length of a row
     */
    void block(BlockClass transform, Border border, short[] levels, int from, int n, int[] plane, int at, int stride) {
        int side = transform.side;
        int area = side * side;
        transform.predict(border, predicted);
        if (n > 0) {
            java.util.Arrays.fill(sums, 0, area, 1 << transform.basisBits - 1);
            for (int k = 0; k < n; k++) {
                int level = levels[from + k];
                if (level != 0) {
                    transform.add(k, settings.value(level), sums);
                }
            }
            for (int i = 0; i < area; i++) {
                predicted[i] += sums[i] >> transform.basisBits;
            }
        }
        for (int row = 0; row < side; row++) {
            System.arraycopy(predicted, row * side, plane, at + row * stride, side);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * How what the prediction of a block leaves over in the first band shows in another band: as a multiple, one of a few. Where
 * colours change, they change together (cross-component prediction, as in the range extensions of HEVC).
 */
final class Slopes {
    /** Magnitudes of the multiples, in 1/16. Number 0 is none; then 2m - 1 is plus and 2m minus the m-th magnitude. */
    private static final int[] MAGNITUDES = {0, 2, 4, 7, 12, 20};

    /** Largest number of a magnitude. */
    static final int LARGEST = MAGNITUDES.length - 1;

    /** Number of multiples. */
    static final int COUNT = 2 * LARGEST + 1;

    private Slopes() {}

    /** Returns a multiple in 1/16. */
    static int value(int slope) {
        int magnitude = MAGNITUDES[slope + 1 >> 1];
        return (slope & 1) != 0 ? magnitude : -magnitude;
    }

    /** Returns the number of the multiple nearest to a value. */
    static int nearest(float value) {
        float sought = Math.abs(16 * value);
        int magnitude = 0;
        while (magnitude < LARGEST && 2 * sought > MAGNITUDES[magnitude] + MAGNITUDES[magnitude + 1]) {
            magnitude++;
        }
        return magnitude == 0 ? 0 : 2 * magnitude - (value > 0 ? 1 : 0);
    }
}

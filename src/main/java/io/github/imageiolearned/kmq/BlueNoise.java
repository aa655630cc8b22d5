// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * A threshold pattern without low frequencies, made by Ulichney's void-and-cluster method ("The void-and-cluster method
 * for dither array generation", 1993) on a torus. Computed once, in a fraction of a second; the same everywhere.
 */
final class BlueNoise {
    /** Pixels in a row or column of the pattern. */
    static final int SIDE = 32;

    /** Number of thresholds. */
    static final int LEVELS = SIDE * SIDE;

    private static final double SIGMA = 1.5;

    private final double[] weight = new double[LEVELS];
    private final double[] energy = new double[LEVELS];
    private final boolean[] set = new boolean[LEVELS];
    private final short[] rank = new short[LEVELS];

    private BlueNoise() {
        for (int i = 0; i < LEVELS; i++) {
            int dx = Math.min(i % SIDE, SIDE - i % SIDE);
            int dy = Math.min(i / SIDE, SIDE - i / SIDE);
            weight[i] = StrictMath.exp(-(dx * dx + dy * dy) / (2 * SIGMA * SIGMA));
        }
        int initial = LEVELS / 10;
        for (int i = 0, at = 0; i < initial; i++) {
            // A regular, coarse start: the swaps below make it even.
            at = (at + 619) % LEVELS;
            flip(at);
        }
        int tightest = extreme(true);
        flip(tightest);
        for (int emptiest = extreme(false); emptiest != tightest; emptiest = extreme(false)) {
            flip(emptiest);
            tightest = extreme(true);
            flip(tightest);
        }
        flip(tightest);
        boolean[] start = set.clone();
        for (int left = initial - 1; left >= 0; left--) {
            int next = extreme(true);
            flip(next);
            rank[next] = (short) left;
        }
        for (int i = 0; i < LEVELS; i++) {
            if (start[i]) {
                flip(i);
            }
        }
        for (int done = initial; done < LEVELS; done++) {
            int next = extreme(false);
            flip(next);
            rank[next] = (short) done;
        }
    }

    /** The thresholds 0 to {@link #LEVELS} - 1, row by row. */
    static short[] thresholds() {
        return new BlueNoise().rank;
    }

    private void flip(int at) {
        double sign = set[at] ? -1 : 1;
        set[at] = !set[at];
        int x = at % SIDE;
        int y = at / SIDE;
        for (int i = 0; i < LEVELS; i++) {
            int dx = i % SIDE - x & SIDE - 1;
            int dy = i / SIDE - y & SIDE - 1;
            energy[i] += sign * weight[dy * SIDE + dx];
        }
    }

    /** The set point with most energy, or the free one with least. */
    private int extreme(boolean among) {
        int best = -1;
        for (int i = 0; i < LEVELS; i++) {
            if (set[i] == among && (best < 0 || (among ? energy[i] > energy[best] : energy[i] < energy[best]))) {
                best = i;
            }
        }
        return best;
    }
}

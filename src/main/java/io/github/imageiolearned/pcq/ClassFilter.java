// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.Priors;
import java.util.Arrays;

/**
 * Brings decoded pixels closer to what they were: each square of 4×4 is filtered with the weights of its class ({@link
 * SquareClasses}). Bands after the first also look at the first, whose classes they share. The weights are learned offline
 * by models/training/pcq and part of the file format; a tile says how strongly they apply. All in integers.
 */
final class ClassFilter {
    /** Strengths are 0 (none) to this, in halves of what was learned. */
    static final int STRONGEST = 3;

    private static final String SHA_256 = "39c0865aacdcb835bf771d4457a67e8ae3a6d30a75017f6a174270391fb63aba";
    private static final byte[] WEIGHTS = Priors.load(ClassFilter.class, "filters.bin", SHA_256);

    private static final int REACH = PaddedPlane.MARGIN;
    private static final int PAIRS = 12;
    private static final int CLIPS = 3;
    private static final int TAPS = PAIRS * CLIPS;

    /** Weights are in 2^-8, strengths in halves, and changes come twice. */
    private static final int SHIFT = 10;

    /** Pixels of a row that are filtered together: their weights fit into the nearest cache. */
    private static final int RUN = 256;

    private final PaddedPlane source;
    private final PaddedPlane guide;
    private final short[] classes;
    private final int[] offsets = new int[PAIRS];
    private final int low;
    private final int middle;
    private final int high;

    /** The weights of the pixels of a run. */
    private final int[][] weights;

    private final int taps;

    private final int[] sums = new int[RUN];
    private final int[] centres = new int[RUN];
    private final int[] differences = new int[RUN];

    private ClassFilter(PaddedPlane source, PaddedPlane guide, short[] classes, int step) {
        this.source = source;
        this.guide = guide;
        taps = guide == null ? TAPS : 2 * TAPS;
        weights = new int[taps][RUN];
        this.classes = classes;
        int pair = 0;
        for (int dy = 0; dy <= REACH; dy++) {
            for (int dx = dy - REACH; dx <= REACH - dy; dx++) {
                if (dy > 0 || dx > 0) {
                    offsets[pair++] = dy * source.stride + dx;
                }
            }
        }
        low = Math.max(1, step >> 2);
        middle = step;
        high = 4 * step;
    }

    /** Takes what the filter would add to some pixels, in 2^-9. */
    interface Changes {
        /**
         * Takes the changes of a part of a row.
         *
         * @param x column of the first
         * @param y row
         * @param count number of pixels
         * @param changes their changes
         */
        void take(int x, int y, int count, int[] changes);
    }

    /**
     * Computes what the filter would change.
     *
     * @param source pixels of the band
     * @param guide pixels of the first band, if it is another
     * @param classes of the squares
     * @param step quantiser step, in 1/16
     * @param changes takes them
     */
    static void run(PaddedPlane source, PaddedPlane guide, short[] classes, int step, Changes changes) {
        ClassFilter filter = new ClassFilter(source, guide, classes, step);
        for (int y = 0; y < source.rows; y += 4) {
            for (int x = 0; x < source.columns; x += RUN) {
                filter.part(x, y, Math.min(RUN, source.columns - x), changes);
            }
        }
    }

    /** Changes a pixel. */
    static int changed(int pixel, int strength, int change) {
        return pixel + (strength * change + (1 << SHIFT - 1) >> SHIFT);
    }

    private void part(int x, int y, int count, Changes changes) {
        int first = (y >> 2) * (source.columns >> 2) + (x >> 2);
        int base = guide == null ? 0 : SquareClasses.COUNT * TAPS;
        for (int tap = 0; tap < taps; tap++) {
            spread(classes, first, base + tap, taps, weights[tap], count);
        }
        for (int row = y; row < y + 4; row++) {
            Arrays.fill(sums, 0, count, 0);
            int at = source.at(x, row);
            add(source.pixels, at, 0, count);
            if (guide != null) {
                add(guide.pixels, at, TAPS, count);
            }
            changes.take(x, row, count, sums);
        }
    }

    private void add(int[] pixels, int at, int tap, int count) {
        System.arraycopy(pixels, at, centres, 0, count);
        for (int pair = 0; pair < PAIRS; pair++) {
            limited(pixels, at + offsets[pair], tap + pair * CLIPS, count);
            limited(pixels, at - offsets[pair], tap + pair * CLIPS, count);
        }
    }

    private void limited(int[] pixels, int from, int tap, int count) {
        System.arraycopy(pixels, from, differences, 0, count);
        subtract(differences, centres, count);
        add(differences, low, weights[tap], sums, count);
        add(differences, middle, weights[tap + 1], sums, count);
        add(differences, high, weights[tap + 2], sums, count);
    }

    private static void subtract(int[] pixels, int[] centres, int count) {
        for (int i = 0; i < count; i++) {
            pixels[i] -= centres[i];
        }
    }

    /** Gives each pixel of a run one of the weights of its square. */
    private static void spread(short[] classes, int first, int tap, int taps, int[] weights, int count) {
        for (int i = 0, square = first; i < count; i += 4, square++) {
            int weight = WEIGHTS[classes[square] * taps + tap];
            weights[i] = weight;
            weights[i + 1] = weight;
            weights[i + 2] = weight;
            weights[i + 3] = weight;
        }
    }

    /**
     * Adds weighted, limited differences, twice: |d + limit| - |d - limit| is 2d within the limits and twice a limit
     * beyond. The compiler makes vector instructions of such a loop, but not of minima and maxima, nor where arrays of one
     * type are read at other places than they are written.
     */
    private static void add(int[] differences, int limit, int[] weights, int[] sums, int count) {
        for (int i = 0; i < count; i++) {
            sums[i] += weights[i] * (Math.abs(differences[i] + limit) - Math.abs(differences[i] - limit));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;

/**
 * A way out of a local minimum of k-means: add centres where the error is largest, iterate, and take away as many where
 * they are missed least (Fritzke, "The k-means algorithm revisited: breathing k-means", arXiv:2006.15666).
 */
final class Breath {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int ITERATIONS = 12;
    private static final double GAIN = 1e-3;

    private Breath() {}

    /**
     * Makes another start from a result.
     *
     * @param points the colours
     * @param from k-means that has run
     * @param count centres to add and to take away
     * @return k-means that has not run yet
     */
    static KMeans of(ColourPoints points, KMeans from, int count, Progress progress) throws IOException {
        KMeans wide = new KMeans(
                points, widened(from, count, progress), from.nearest().clone());
        wide.run(ITERATIONS, GAIN, progress);
        double[] removal = wide.usefulness(progress).removals();
        int all = removal.length;
        boolean[] removed = new boolean[all];
        boolean[] kept = new boolean[all];
        for (int i = 0; i < count; i++) {
            int least = -1;
            for (int c = 0; c < all; c++) {
                if (!removed[c] && !kept[c] && (least < 0 || removal[c] < removal[least])) {
                    least = c;
                }
            }
            if (least < 0) {
                Arrays.fill(kept, false);
                i--;
                continue;
            }
            removed[least] = true;
            // Without a centre its neighbour is needed more than its own points tell.
            kept[wide.neighbour(least)] = !removed[wide.neighbour(least)];
        }
        int[] number = new int[all];
        double[] centres = new double[D * (all - count)];
        int next = 0;
        for (int c = 0; c < all; c++) {
            if (!removed[c]) {
                System.arraycopy(wide.centres(), D * c, centres, D * next, D);
                number[c] = next++;
            }
        }
        int[] nearest = wide.nearest();
        int[] hints = new int[nearest.length];
        for (int i = 0; i < hints.length; i++) {
            int c = removed[nearest[i]] ? wide.neighbour(nearest[i]) : nearest[i];
            hints[i] = number[c];
        }
        return new KMeans(points, centres, hints);
    }

    private static double[] widened(KMeans from, int count, Progress progress) throws IOException {
        double[] error = from.usefulness(progress).errors().clone();
        int k = error.length;
        double[] centres = Arrays.copyOf(from.centres(), D * (k + count));
        for (int i = 0; i < count; i++) {
            int worst = 0;
            for (int c = 1; c < k; c++) {
                worst = error[c] > error[worst] ? c : worst;
            }
            error[worst] = -1;
            for (int d = 0; d < D; d++) {
                double offset = (d & 1) == 0 ? 1 : -1;
                centres[D * (k + i) + d] = centres[D * worst + d] + offset;
                centres[D * worst + d] -= offset;
            }
        }
        return centres;
    }
}

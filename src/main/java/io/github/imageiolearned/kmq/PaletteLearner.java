// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Finds the palette of a picture. A picture with few colours keeps them. Otherwise k-means runs from several starts on
 * the colours put together into cells, the best result is improved by moving centres from where they help least to where
 * the error is largest (in the manner of Fritzke's "breathing k-means", arXiv:2006.15666), and the last iterations see
 * every distinct colour.
 */
final class PaletteLearner {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int MAX_CELLS = 1 << 15;
    private static final int CELL_ITERATIONS = 60;
    private static final double CELL_GAIN = 1e-4;
    private static final double GAIN = 2e-5;
    private static final int RANDOM_STARTS = 3;
    private static final int INVISIBLE = 0;

    private final KmqOptions options;
    private final Progress progress;
    private final boolean grey;

    private PaletteLearner(KmqOptions options, Progress progress, boolean grey) {
        this.options = options;
        this.progress = progress;
        this.grey = grey;
    }

    /**
     * Learns a palette.
     *
     * @param picture 1 to 4 bands of 8 bits
     * @param options number of colours, seed, iterations
     * @param progress may cancel
     * @return palette and the index of each colour
     */
    static LearnedPalette learn(PixelSource picture, KmqOptions options, Progress progress) throws IOException {
        ColourHistogram histogram = histogram(picture, progress);
        return new PaletteLearner(options, progress, picture.bands() < 3).learn(histogram);
    }

    private static ColourHistogram histogram(PixelSource picture, Progress progress) throws IOException {
        TileGrid grid = new TileGrid(picture.width(), picture.height(), TileGrid.DEFAULT_SIDE / 2);
        ColourHistogram all = new ColourHistogram();
        Parallel.forEach(grid.size(), new Quiet(progress), tile -> {
            int[] pixels = Colours.packed(picture.read(grid.tile(tile)));
            ColourHistogram some = new ColourHistogram();
            for (int i = 0, run = 1; i < pixels.length; i++, run++) {
                if (i + 1 == pixels.length || pixels[i + 1] != pixels[i]) {
                    some.add(pixels[i], run);
                    run = 0;
                }
            }
            synchronized (all) {
                all.addAll(some);
            }
        });
        return all;
    }

    private LearnedPalette learn(ColourHistogram histogram) throws IOException {
        int[] colours = histogram.colours();
        if (histogram.lostBits() == 0 && colours.length <= options.colours()) {
            return exact(histogram, colours, colours);
        }
        int[] visible = Arrays.stream(colours).filter(c -> c >>> 24 != 0).toArray();
        boolean holes = visible.length < colours.length;
        if (histogram.lostBits() == 0 && visible.length + (holes ? 1 : 0) <= options.colours()) {
            int[] palette = holes ? new int[visible.length + 1] : visible;
            System.arraycopy(visible, 0, palette, palette.length - visible.length, visible.length);
            return exact(histogram, palette, colours);
        }
        int[] shown = new int[colours.length];
        int[] counts = new int[colours.length];
        for (int i = 0; i < colours.length; i++) {
            int slot = histogram.slot(colours[i]);
            shown[i] = histogram.colour(slot);
            counts[i] = histogram.count(slot);
        }
        return clustered(histogram, colours, ColourPoints.of(shown, counts, grey));
    }

    private LearnedPalette exact(ColourHistogram histogram, int[] palette, int[] colours) {
        ColourTree tree = ColourTree.of(palette, grey);
        Map<Integer, Integer> indexOf = new HashMap<>();
        for (int i = 0; i < palette.length; i++) {
            indexOf.put(tree.colour(i), i);
        }
        byte[] indices = new byte[histogram.capacity()];
        for (int colour : colours) {
            int index = indexOf.getOrDefault(colour, indexOf.getOrDefault(INVISIBLE, 0));
            indices[histogram.slot(colour)] = (byte) index;
        }
        return new LearnedPalette(tree, histogram, indices, 0, 0, true);
    }

    private LearnedPalette clustered(ColourHistogram histogram, int[] colours, ColourPoints points) throws IOException {
        int k = Math.min(options.colours(), points.size());
        Cells cells = Cells.of(points, MAX_CELLS);
        KMeans coarse = best(cells.points(), k);
        int[] nearest = new int[points.size()];
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = coarse.nearest()[cells.cellOf(i)];
        }
        KMeans fine = new KMeans(points, coarse.centres(), nearest);
        fine.run(options.maxIterations(), GAIN, progress);
        TreeSet<Integer> distinct = new TreeSet<>();
        for (int c = 0; c < k; c++) {
            distinct.add(ColourPoints.colour(fine.centres(), D * c, grey));
        }
        ColourTree tree =
                ColourTree.of(distinct.stream().mapToInt(Integer::intValue).toArray(), grey);
        return mapped(histogram, colours, points, tree, fine.iterations());
    }

    /** Sends every colour to the nearest of the palette as it will be decoded. */
    private LearnedPalette mapped(
            ColourHistogram histogram, int[] colours, ColourPoints points, ColourTree tree, int iterations)
            throws IOException {
        double[] centres = new double[D * tree.size()];
        short[] rounded = new short[centres.length];
        for (int c = 0; c < tree.size(); c++) {
            ColourPoints.put(tree.colour(c), grey, rounded, D * c);
        }
        for (int i = 0; i < centres.length; i++) {
            centres[i] = rounded[i];
        }
        KMeans last = new KMeans(points, centres, null);
        last.assignOnly(progress);
        byte[] indices = new byte[histogram.capacity()];
        double wcss = 0;
        for (int i = 0; i < colours.length; i++) {
            int index = last.nearest()[i];
            indices[histogram.slot(colours[i])] = (byte) index;
            wcss += (double) ColourPoints.distance(points.coordinates, D * i, rounded, D * index) * points.weights[i];
        }
        return new LearnedPalette(
                tree, histogram, indices, wcss / (ColourPoints.SCALE * ColourPoints.SCALE), iterations, false);
    }

    private KMeans best(ColourPoints points, int k) throws IOException {
        SplittableRandom random = new SplittableRandom(options.seed());
        KMeans best = new KMeans(points, Seeds.divisive(points, k), null);
        double least = best.run(CELL_ITERATIONS, CELL_GAIN, progress);
        for (int start = 0; start < RANDOM_STARTS; start++) {
            KMeans other = new KMeans(points, Seeds.plusPlus(points, k, random), null);
            double sum = other.run(CELL_ITERATIONS, CELL_GAIN, progress);
            if (sum < least) {
                least = sum;
                best = other;
            }
        }
        for (int moving = Math.max(1, k / 8); moving > 0; ) {
            KMeans other = breathe(points, best, moving);
            double sum = other.run(CELL_ITERATIONS, CELL_GAIN, progress);
            if (sum < least * (1 - CELL_GAIN)) {
                least = sum;
                best = other;
            } else {
                moving /= 2;
            }
        }
        return best;
    }

    /** Takes the centres that are needed least and puts each beside one of those with the largest error. */
    private static KMeans breathe(ColourPoints points, KMeans from, int count) {
        double[][] usefulness = from.usefulness();
        double[] error = usefulness[0];
        double[] removal = usefulness[1];
        int k = error.length;
        double[] centres = from.centres().clone();
        boolean[] used = new boolean[k];
        for (int i = 0; i < count; i++) {
            int worst = -1;
            int idle = -1;
            for (int c = 0; c < k; c++) {
                if (!used[c] && (worst < 0 || error[c] > error[worst])) {
                    worst = c;
                }
            }
            for (int c = 0; c < k; c++) {
                if (!used[c] && c != worst && (idle < 0 || removal[c] < removal[idle])) {
                    idle = c;
                }
            }
            if (idle < 0 || removal[idle] >= error[worst]) {
                break;
            }
            used[worst] = true;
            used[idle] = true;
            for (int d = 0; d < D; d++) {
                double offset = (d & 1) == 0 ? 1 : -1;
                centres[D * idle + d] = centres[D * worst + d] + offset;
                centres[D * worst + d] -= offset;
            }
        }
        return new KMeans(points, centres, from.nearest().clone());
    }
}

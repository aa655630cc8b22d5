// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/**
 * Finds the palette of a picture. A picture with few colours keeps them. Otherwise k-means runs from several starts on
 * the colours put together into cells, the best result is improved by moving centres from where they help least to where
 * the error is largest (in the manner of Fritzke's "breathing k-means", arXiv:2006.15666), and the last iterations see
 * every distinct colour.
 */
final class PaletteLearner {
    private static final int D = ColourPoints.DIMENSIONS;

    /** Side, in pixels, of the pieces that colours are counted in. */
    private static final int PIECE = 512;

    /** Most cells for the first starts, and for moving centres, of a picture of many colours. */
    private static final int START_CELLS = 1 << 13;

    private static final int MOVING_CELLS = 1 << 15;
    /** A picture of at most {@value #FEW_COLOURS} colours is small enough to spend more time on each: both are more. */
    private static final int MANY_CELLS = 1 << 16;

    private static final int FEW_COLOURS = 1 << 18;

    private static final int ITERATION_WORK = 1 << 14;
    private static final int MIN_CELL_ITERATIONS = 60;
    private static final int MAX_CELL_ITERATIONS = 250;
    private static final double GAIN_A_COLOUR = 8e-8;
    /** What an iteration over all colours has to gain. */
    private static final double MIN_GAIN = 1e-5;

    private static final int START_WORK = 512;
    private static final int MOST_STARTS = 12;
    /** How many times as many starts a picture of few colours has: the fewer, the more, from the one to the other. */
    private static final int MORE_STARTS = 2;

    private static final int MOST_MORE_STARTS = 8;
    /** Of how many of its starts centres are moved: likewise. */
    private static final int MOVED_STARTS = 2;

    private static final int MOST_MOVED_STARTS = 6;

    private static final int MOST_MOVING = 6;

    private static final int RUN = 1 << 14;

    private final KmqOptions options;
    private final Progress progress;
    private final boolean grey;
    private final boolean alpha;
    private final ColourMetric metric;

    private PaletteLearner(KmqOptions options, Progress progress, int bands) {
        this.options = options;
        this.progress = progress;
        grey = bands < 3;
        alpha = (bands & 1) == 0;
        metric = ColourMetric.of(options.space(), grey);
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
        return new PaletteLearner(options, progress, picture.bands()).learn(histogram);
    }

    private static ColourHistogram histogram(PixelSource picture, Progress progress) throws IOException {
        TileGrid grid = new TileGrid(picture.width(), picture.height(), PIECE);
        // As many as threads: what each of them counts is put together once, at the end.
        Queue<ColourHistogram> parts = new ConcurrentLinkedQueue<>();
        Parallel.forEach(grid.size(), progress.quiet(), tile -> {
            int[] pixels = Colours.packed(picture.read(grid.tile(tile)));
            ColourHistogram idle = parts.poll();
            ColourHistogram some = idle == null ? new ColourHistogram() : idle;
            for (int i = 0, run = 1; i < pixels.length; i++, run++) {
                if (i + 1 == pixels.length || pixels[i + 1] != pixels[i]) {
                    some.add(pixels[i], run);
                    run = 0;
                }
            }
            parts.add(some);
        });
        ColourHistogram all = parts.remove();
        parts.forEach(all::addAll);
        return all;
    }

    private LearnedPalette learn(ColourHistogram histogram) throws IOException {
        int[] colours = histogram.colours();
        if (!options.palette().isEmpty()) {
            return given(histogram, colours);
        }
        if (histogram.lostBits() == 0 && colours.length <= options.colours()) {
            return exact(histogram, ColourTree.of(colours, grey), colours);
        }
        int[] visible = Arrays.stream(colours).filter(c -> c >>> 24 != 0).toArray();
        boolean holes = visible.length < colours.length;
        if (histogram.lostBits() == 0 && visible.length + (holes ? 1 : 0) <= options.colours()) {
            int[] palette = holes ? new int[visible.length + 1] : visible;
            System.arraycopy(visible, 0, palette, palette.length - visible.length, visible.length);
            return exact(histogram, ColourTree.of(palette, grey), colours);
        }
        return clustered(histogram, colours, points(histogram, colours));
    }

    private ColourPoints points(ColourHistogram histogram, int[] colours) throws IOException {
        short[] coordinates = new short[D * colours.length];
        int[] counts = new int[colours.length];
        forRuns(colours.length, (run, from, to) -> {
            for (int i = from; i < to; i++) {
                int slot = histogram.slot(colours[i]);
                metric.put(histogram.colour(slot), coordinates, D * i);
                counts[i] = histogram.count(slot);
            }
        });
        return new ColourPoints(coordinates, counts);
    }

    /** Work on a run of numbers. */
    @FunctionalInterface
    private interface Run {
        void of(int run, int from, int to);
    }

    /** Does work for runs of {@value #RUN} of the numbers below n, by all threads. */
    private void forRuns(int n, Run work) throws IOException {
        Parallel.forEach(runs(n), progress.quiet(), run -> work.of(run, run * RUN, Math.min(n, (run + 1) * RUN)));
    }

    private static int runs(int n) {
        return (n + RUN - 1) / RUN;
    }

    private LearnedPalette given(ColourHistogram histogram, int[] colours) throws IOException {
        TreeSet<Integer> distinct = new TreeSet<>();
        for (int colour : options.palette()) {
            distinct.add(Colours.fitting(colour, grey, alpha));
        }
        ColourTree tree = ColourTree.of(array(distinct), grey);
        boolean exact = histogram.lostBits() == 0;
        for (int colour : colours) {
            exact &= distinct.contains(colour) || (colour >>> 24 == 0 && hole(tree) >= 0);
        }
        return exact
                ? exact(histogram, tree, colours)
                : mapped(histogram, colours, points(histogram, colours), tree, null, 0);
    }

    private static int[] array(Set<Integer> colours) {
        return colours.stream().mapToInt(Integer::intValue).toArray();
    }

    private static LearnedPalette exact(ColourHistogram histogram, ColourTree tree, int[] colours) {
        Map<Integer, Integer> indexOf = new HashMap<>();
        int hole = Math.max(0, hole(tree));
        for (int i = 0; i < tree.size(); i++) {
            indexOf.put(tree.colour(i), i);
        }
        byte[] indices = new byte[histogram.capacity()];
        for (int colour : colours) {
            indices[histogram.slot(colour)] = (byte) (int) indexOf.getOrDefault(colour, hole);
        }
        return new LearnedPalette(tree, histogram, indices, 0, 0, true);
    }

    /** Index of a fully transparent colour, or -1. */
    private static int hole(ColourTree tree) {
        for (int i = 0; i < tree.size(); i++) {
            if (tree.colour(i) >>> 24 == 0) {
                return i;
            }
        }
        return -1;
    }

    private LearnedPalette clustered(ColourHistogram histogram, int[] colours, ColourPoints points) throws IOException {
        int k = Math.min(options.colours(), points.size());
        boolean few = points.size() <= FEW_COLOURS;
        List<Cells> levels = Cells.levels(points, few ? MANY_CELLS : START_CELLS);
        int moving = 0;
        while (moving + 1 < levels.size() && levels.get(moving + 1).points().size() <= MOVING_CELLS) {
            moving++;
        }
        // A search over few colours costs little, and is the more likely to end in a poor place.
        int times = FEW_COLOURS / 2 / points.size();
        int more = few ? clamp(times, MORE_STARTS, MOST_MORE_STARTS) : 1;
        int most = few ? clamp(MOVED_STARTS * times, MOVED_STARTS, MOST_MOVED_STARTS) : 1;
        KMeans[] starts = started(levels.get(0).points(), k, more);
        starts = Arrays.copyOf(starts, Math.min(most, starts.length));
        KMeans means = starts[0];
        for (int i = 0; i <= levels.size(); i++) {
            // Most of the way is gone on cells; only the last iterations see every colour.
            Cells level = i < levels.size() ? levels.get(i) : null;
            ColourPoints seen = level == null ? points : level.points();
            if (i > 0) {
                means = new KMeans(seen, means.centres(), levels.get(i - 1).handDown(means.nearest(), level));
                means.run(options.maxIterations(), Math.max(MIN_GAIN, GAIN_A_COLOUR * k), progress);
            }
            if (i == moving) {
                means = moved(seen, i == 0 ? starts : new KMeans[] {means}, k);
            }
        }
        int[] palette = new int[k];
        for (int c = 0; c < k; c++) {
            palette[c] = metric.colour(means.centres(), D * c);
        }
        ColourTree tree = ColourTree.of(Arrays.stream(palette).distinct().toArray(), grey);
        int[] leaves = new int[k];
        for (int leaf = 0; leaf < tree.size(); leaf++) {
            for (int c = 0; c < k; c++) {
                leaves[c] = palette[c] == tree.colour(leaf) ? leaf : leaves[c];
            }
        }
        int[] near = new int[points.size()];
        for (int i = 0; i < near.length; i++) {
            near[i] = leaves[means.nearest()[i]];
        }
        return mapped(histogram, colours, points, tree, near, means.iterations());
    }

    /** Sends every colour to the nearest of the palette as it will be decoded; near is a leaf close to each, or null. */
    private LearnedPalette mapped(
            ColourHistogram histogram, int[] colours, ColourPoints points, ColourTree tree, int[] near, int iterations)
            throws IOException {
        short[] rounded = metric.coordinates(tree.colours());
        double[] centres = new double[rounded.length];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = rounded[i];
        }
        KMeans last = new KMeans(points, centres, near);
        last.assignOnly(progress);
        byte[] indices = new byte[histogram.capacity()];
        double[] sums = new double[runs(colours.length)];
        forRuns(colours.length, (run, from, to) -> {
            short[] colour = new short[D];
            for (int i = from; i < to; i++) {
                int index = last.nearest()[i];
                int slot = histogram.slot(colours[i]);
                indices[slot] = (byte) index;
                ColourPoints.put(histogram.colour(slot), grey, colour, 0);
                sums[run] +=
                        (double) ColourPoints.distance(colour, 0, tree.coordinates(), D * index) * points.weights[i];
            }
        });
        double wcss = Arrays.stream(sums).sum();
        return new LearnedPalette(tree, histogram, indices, wcss / ColourPoints.UNIT, iterations, false);
    }

    private static int clamp(int value, int low, int high) {
        return Math.max(low, Math.min(high, value));
    }

    /** The best of several after centres were moved. */
    private KMeans moved(ColourPoints points, KMeans[] from, int k) throws IOException {
        KMeans[] results = new KMeans[from.length];
        double[] sums = new double[from.length];
        Parallel.forEach(from.length, progress.quiet(), i -> {
            results[i] = moved(points, from[i], k);
            sums[i] = results[i].wcss();
        });
        return ranked(results, sums)[0];
    }

    /** Several starts, the best first. */
    private KMeans[] started(ColourPoints points, int k, int more) throws IOException {
        SplittableRandom random = new SplittableRandom(options.seed());
        int draws = 2 + (int) Math.log(k);
        KMeans[] runs = new KMeans[1 + more * clamp(START_WORK / k, 1, MOST_STARTS)];
        double[] sums = new double[runs.length];
        SplittableRandom[] randoms = new SplittableRandom[runs.length];
        Arrays.setAll(randoms, start -> random.split());
        Parallel.forEach(runs.length, progress.quiet(), start -> {
            double[] seeds = start == 0
                    ? Seeds.divisive(points, k)
                    : Seeds.plusPlus(points, k, start % 2 == 1 ? draws : 1, randoms[start]);
            KMeans run = new KMeans(points, seeds, null);
            sums[start] = run.run(cellIterations(k), GAIN_A_COLOUR * k, progress);
            runs[start] = run;
        });
        return ranked(runs, sums);
    }

    /** Those with the least sums first. */
    private static KMeans[] ranked(KMeans[] runs, double[] sums) {
        return IntStream.range(0, runs.length)
                .boxed()
                .sorted(Comparator.comparingDouble(run -> sums[run]))
                .map(run -> runs[run])
                .toArray(KMeans[]::new);
    }

    /** The same after centres were moved from where they help least to where they help most, as long as that pays. */
    private KMeans moved(ColourPoints points, KMeans from, int k) throws IOException {
        double gain = GAIN_A_COLOUR * k;
        KMeans best = from;
        double least = from.wcss();
        for (int moving = Math.min(k, MOST_MOVING); moving > 0; ) {
            KMeans other = Breath.of(points, best, moving, progress);
            double sum = other.run(cellIterations(k), gain, progress);
            if (sum < least * (1 - 8 * gain)) {
                least = sum;
                best = other;
            } else {
                moving--;
            }
        }
        return best;
    }

    private static int cellIterations(int k) {
        return clamp(ITERATION_WORK / k, MIN_CELL_ITERATIONS, MAX_CELL_ITERATIONS);
    }
}

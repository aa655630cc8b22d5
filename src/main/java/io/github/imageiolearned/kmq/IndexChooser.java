// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.CostMeter;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Gives up a little PSNR for fewer bytes: a pixel gets an index other than the nearest where that saves more bits than
 * its error is worth. The price of a bit is searched for that uses up the budget. Where the palette is learned, its
 * colours move to the means of the pixels that chose them.
 */
final class IndexChooser {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int NEIGHBOURS = 6;
    private static final int CLOSEST = 3;
    private static final int BITS = 256;
    private static final int TRIAL_SIDE = 192;
    private static final int TRIALS = 4;
    private static final int SEARCH_STEPS = 5;
    private static final int ATTEMPTS = 5;
    /** Share of the budget that is used up well enough. */
    private static final double ENOUGH = 0.93;

    private static final double AIM = 0.97;
    private static final double LEAST_USED = 0.1;
    /** The power of the loss that the price goes with, as long as no two prices tell. */
    private static final double EXPONENT = 0.5;

    private final PixelSource picture;
    private final LearnedPalette palette;
    private final boolean fixed;
    private final TileGrid grid;
    private final Progress progress;

    /**
     * What was chosen.
     *
     * @param tree the palette
     * @param plane an index for each pixel
     * @param wcss sum of squared distances over all pixels, in 8-bit units
     */
    record Chosen(ColourTree tree, byte[] plane, double wcss) {}

    /**
     * Prepares to choose.
     *
     * @param fixed whether the colours of the palette have to stay
     * @param grid the tiles that the picture is coded in
     */
    IndexChooser(PixelSource picture, LearnedPalette palette, boolean fixed, TileGrid grid, Progress progress) {
        this.picture = picture;
        this.palette = palette;
        this.fixed = fixed;
        this.grid = grid;
        this.progress = progress.quiet();
    }

    /** Chooses with a loss of at most so many dB; null if nothing could be gained. */
    Chosen choose(double decibels) throws IOException {
        double most = palette.wcss() * StrictMath.pow(10, decibels / 10);
        double price = price(most / palette.wcss());
        double low = 0;
        double usedLow = 0;
        double high = 0;
        double usedHigh = 0;
        Chosen best = null;
        for (int attempt = 0; attempt < ATTEMPTS && price > 0; attempt++) {
            Chosen chosen = attempt(price);
            double used = Math.max(LEAST_USED, (chosen.wcss - palette.wcss()) / (most - palette.wcss()));
            if (used > 1) {
                high = price;
                usedHigh = used;
            } else {
                low = price;
                usedLow = used;
                best = best == null || chosen.wcss > best.wcss ? chosen : best;
                if (used > ENOUGH) {
                    break;
                }
            }
            double exponent =
                    low > 0 && high > 0 ? StrictMath.log(high / low) / StrictMath.log(usedHigh / usedLow) : EXPONENT;
            price *= StrictMath.pow(AIM / used, exponent);
        }
        return best;
    }

    private Chosen attempt(double price) throws IOException {
        Chosen chosen = choose(palette.tree(), price);
        if (fixed) {
            return chosen;
        }
        chosen = choose(recentred(chosen), price);
        ColourTree better = recentred(chosen);
        return measured(better, renumbered(chosen, better));
    }

    /** The price of a bit that loses a share of the sum of squares in a few pieces of the picture. */
    private double price(double share) throws IOException {
        Region[] pieces = pieces();
        double[] plain = new double[pieces.length];
        int[][] pixels = new int[pieces.length][];
        for (int i = 0; i < pieces.length; i++) {
            pixels[i] = Colours.packed(picture.read(pieces[i]));
            plain[i] = Colours.squares(palette.tree(), pixels[i], palette.map(pixels[i]));
        }
        double whole = Arrays.stream(plain).sum();
        double low = 0;
        double high = 8 * palette.wcss() / ((double) picture.width() * picture.height());
        for (int step = 0; step < SEARCH_STEPS; step++) {
            double middle = step == 0 ? high / 4 : (low + high) / 2;
            double[] lost = new double[pieces.length];
            Parallel.forEach(pieces.length, progress, i -> {
                Region piece = pieces[i];
                byte[] indices = tile(palette.tree(), pixels[i], piece.width(), piece.height(), middle);
                // Moving the colours wins back about a third of what the choice loses.
                double loss = Colours.squares(palette.tree(), pixels[i], indices) - plain[i];
                lost[i] = fixed ? loss : loss * 2 / 3;
            });
            if (Arrays.stream(lost).sum() > (share - 1) * whole) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private Region[] pieces() {
        int width = Math.min(picture.width(), TRIAL_SIDE);
        int height = Math.min(picture.height(), TRIAL_SIDE);
        Region[] pieces = new Region[TRIALS];
        for (int i = 0; i < TRIALS; i++) {
            int x = (picture.width() - width) * (1 + 2 * (i & 1)) / 4;
            int y = (picture.height() - height) * (1 + 2 * (i >> 1)) / 4;
            pieces[i] = new Region(x, y, width, height);
        }
        return pieces;
    }

    private Chosen choose(ColourTree tree, double price) throws IOException {
        byte[] plane = new byte[Math.multiplyExact(picture.width(), picture.height())];
        double[] squares = new double[grid.size()];
        Parallel.forEach(grid.size(), progress, i -> {
            Region tile = grid.tile(i);
            int[] pixels = Colours.packed(picture.read(tile));
            byte[] indices = tile(tree, pixels, tile.width(), tile.height(), price);
            squares[i] = Colours.squares(tree, pixels, indices);
            for (int row = 0; row < tile.height(); row++) {
                int to = (tile.y() + row) * picture.width() + tile.x();
                System.arraycopy(indices, row * tile.width(), plane, to, tile.width());
            }
        });
        return new Chosen(tree, plane, Arrays.stream(squares).sum());
    }

    private byte[] tile(ColourTree tree, int[] pixels, int width, int height, double price) {
        IndexCoder coder = new IndexCoder(new CostMeter(), tree, width * height, StartingStates.indices());
        if (tree.size() == 1) {
            return new byte[pixels.length];
        }
        Ranking ranking = new Ranking(tree);
        ColourLookup lookup = new ColourLookup(tree.coordinates());
        short[] colour = new short[D];
        int[] point = new int[D];
        int[] candidates = new int[NEIGHBOURS + CLOSEST];
        return coder.choose(width, height, pixel -> {
            ColourPoints.put(pixels[pixel], tree.grey(), colour, 0);
            for (int d = 0; d < D; d++) {
                point[d] = colour[d];
            }
            int nearest = lookup.nearest(point);
            int best = nearest;
            double least = error(tree, colour, nearest) + price * coder.cost(nearest) / BITS;
            coder.candidates(candidates);
            for (int i = 0; i < CLOSEST; i++) {
                candidates[NEIGHBOURS + i] = ranking.index(nearest, Math.min(i + 1, tree.size() - 1));
            }
            for (int i = 0; i < candidates.length; i++) {
                int candidate = candidates[i];
                double error = error(tree, colour, candidate);
                if (candidate == nearest || error >= least || before(candidates, i)) {
                    continue;
                }
                double all = error + price * coder.cost(candidate) / BITS;
                if (all < least) {
                    least = all;
                    best = candidate;
                }
            }
            return best;
        });
    }

    private static boolean before(int[] candidates, int i) {
        for (int j = 0; j < i; j++) {
            if (candidates[j] == candidates[i]) {
                return true;
            }
        }
        return false;
    }

    private static double error(ColourTree tree, short[] colour, int index) {
        return ColourPoints.distance(colour, 0, tree.coordinates(), D * index) / ColourPoints.UNIT;
    }

    /** The palette of the means of the pixels that have each colour; colours that no pixel has are left out. */
    private ColourTree recentred(Chosen chosen) {
        double[] means = means(chosen);
        int[] colours = new int[chosen.tree.size()];
        int count = 0;
        for (int c = 0; c < chosen.tree.size(); c++) {
            if (!Double.isNaN(means[D * c])) {
                colours[count++] = ColourPoints.colour(means, D * c, chosen.tree.grey());
            }
        }
        return ColourTree.of(
                Arrays.stream(colours, 0, count).sorted().distinct().toArray(), chosen.tree.grey());
    }

    private double[] means(Chosen chosen) {
        double[] sums = new double[D * chosen.tree.size()];
        long[] counts = new long[chosen.tree.size()];
        short[] colour = new short[D];
        for (int i = 0; i < grid.size(); i++) {
            Region tile = grid.tile(i);
            int[] pixels = Colours.packed(picture.read(tile));
            byte[] indices = IndexSource.of(chosen.plane, picture.width()).indices(tile);
            for (int p = 0; p < pixels.length; p++) {
                int index = indices[p] & 0xff;
                ColourPoints.put(pixels[p], chosen.tree.grey(), colour, 0);
                counts[index]++;
                for (int d = 0; d < D; d++) {
                    sums[D * index + d] += colour[d];
                }
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] = sums[i] / counts[i / D];
        }
        return sums;
    }

    /** The same choice with the indices of the palette that {@link #recentred} makes of it. */
    private byte[] renumbered(Chosen chosen, ColourTree better) {
        double[] means = means(chosen);
        TreeMap<Integer, Integer> numbers = new TreeMap<>();
        for (int i = 0; i < better.size(); i++) {
            numbers.put(better.colour(i), i);
        }
        byte[] number = new byte[chosen.tree.size()];
        for (int c = 0; c < number.length; c++) {
            if (!Double.isNaN(means[D * c])) {
                number[c] = (byte) (int) numbers.get(ColourPoints.colour(means, D * c, better.grey()));
            }
        }
        byte[] plane = new byte[chosen.plane.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = number[chosen.plane[i] & 0xff];
        }
        return plane;
    }

    private Chosen measured(ColourTree tree, byte[] plane) {
        double sum = 0;
        for (int i = 0; i < grid.size(); i++) {
            Region tile = grid.tile(i);
            byte[] indices = IndexSource.of(plane, picture.width()).indices(tile);
            sum += Colours.squares(tree, Colours.packed(picture.read(tile)), indices);
        }
        return new Chosen(tree, plane, sum);
    }
}

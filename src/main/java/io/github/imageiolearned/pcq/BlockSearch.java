// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * Decides how the blocks of a unit are coded: for each square, whole or in four, with which class, and which levels, so
 * that squared error + lambda · bits is small. Decisions, levels and decoded pixels are left in the tile.
 */
final class BlockSearch {
    private static final int MAX_AREA = 32 * 32;

    /** How many classes are looked at closely. */
    private static final int CANDIDATES = 5;

    /** Classes are passed over if a rough look promises this much more energy than the best one leaves. */
    private static final float POOR_GUESS = 6;

    /** Units between refreshes of the rates. */
    private static final int REFRESH = 4;

    /** A block without levels is not cut if it costs less than this many bits: cutting could hardly save them. */
    private static final float SURE_BITS = 12;

    /** What a multiple of the first band must save, in bits. */
    private static final float SLOPE_BITS = 3;

    /** Classes that a fast encoder looks at. */
    private static final int FAST_CLASSES = 6;

    private final TileState tile;
    private final float[][] original;
    private final BlockSettings settings;
    private final SideCosts costs;
    private final RateModel rates = new RateModel();
    private final Quantiser quantiser;
    private final Reconstruction reconstruction;
    private final ClassChoice choice;
    private final float lambda;
    private final Border[] borders;
    private final float[] pixels = new float[MAX_AREA];
    private final int[] rows;
    private final Option[] options = new Option[2];
    private final Option first;
    private final Saved[] saved = new Saved[Bases.SIZES];
    private final boolean fast;
    private final SizeGuess guess;
    private int units;
    private boolean empty;

    /** Whether the first band of the block holds levels that others may follow. */
    private boolean following;

    BlockSearch(TileState tile, float[][] original, BlockSettings settings, double lambda, SideCosts costs) {
        this.tile = tile;
        this.original = original;
        this.settings = settings;
        this.costs = costs;
        fast = settings.effort() == PcqOptions.Effort.FAST;
        guess = fast ? new SizeGuess(tile, original[0], settings.step()) : null;
        this.lambda = (float) (lambda * settings.step() * settings.step());
        quantiser = new Quantiser(settings, rates, this.lambda);
        reconstruction = new Reconstruction(settings);
        choice = new ClassChoice(settings.step());
        borders = new Border[tile.bands];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = new Border();
        }
        rows = new int[tile.bands];
        first = new Option(1);
        options[0] = new Option(tile.bands);
        options[1] = new Option(tile.bands);
        for (int size = 0; size < saved.length; size++) {
            saved[size] = new Saved(tile.bands, 8 << size);
        }
    }

    /** Levels of some bands, and what they cost. */
    private static final class Option {
        private final short[][] levels;
        private final int[] lengths;
        private final int[] slopes;
        private float cost;

        Option(int bands) {
            levels = new short[bands][MAX_AREA];
            lengths = new int[bands];
            slopes = new int[bands];
        }
    }

    /** A block that may be wanted back after its square was tried in four. */
    private static final class Saved {
        private final int[][] pixels;
        private final short[][] levels;
        private final int[] amounts;
        private final int[] slopes;

        Saved(int bands, int side) {
            pixels = new int[bands][side * side];
            levels = new short[bands][side * side];
            amounts = new int[bands];
            slopes = new int[bands];
        }
    }

    /**
     * Decides a unit.
     *
     * @param x its left edge
     * @param y its top edge
     */
    void unit(int x, int y) {
        if (units++ % REFRESH == 0 || units < 64) {
            rates.refresh();
        }
        if (guess != null) {
            guess.look(x, y);
        }
        square(x, y, Bases.SIZES - 1);
    }

    /**
     * Learns what the levels of a finished unit were.
     *
     * @param x its left edge
     * @param y its top edge
     */
    void learn(int x, int y) {
        learn(x, y, Bases.SIZES - 1);
    }

    private void learn(int x, int y, int size) {
        if (tile.outside(x, y)) {
            return;
        }
        int cell = tile.cell(x, y);
        int side = 8 << size;
        if (tile.sizeOf[cell] < size || tile.crosses(x, y, size)) {
            for (int i = 0; i < 4; i++) {
                learn(x + (i & 1) * side / 2, y + (i >> 1) * side / 2, size - 1);
            }
            return;
        }
        for (int band = 0; band < tile.bands; band++) {
            int row = rates.row(band, size, tile.neighbourAmount(x, y, size, band));
            rates.learn(row, tile.levels[band], tile.levelsAt(x, y), side * side);
        }
    }

    private float square(int x, int y, int size) {
        if (tile.outside(x, y)) {
            return 0;
        }
        if (size == 0) {
            return leaf(x, y, 0);
        }
        int half = 4 << size;
        if (tile.crosses(x, y, size) || guess != null && guess.cut(x, y, size)) {
            float sum = 0;
            for (int i = 0; i < 4; i++) {
                sum += square(x + (i & 1) * half, y + (i >> 1) * half, size - 1);
            }
            empty = false;
            return sum;
        }
        float whole = leaf(x, y, size) + splitCost(x, y, size, 0);
        if (guess != null || (empty && whole < SURE_BITS * lambda)) {
            return whole;
        }
        save(x, y, size);
        int cell = tile.cell(x, y);
        int blockClass = tile.classOf[cell];
        int share = tile.shareOf[cell];
        float parts = splitCost(x, y, size, 1);
        for (int i = 0; i < 4 && parts < whole; i++) {
            parts += square(x + (i & 1) * half, y + (i >> 1) * half, size - 1);
        }
        if (parts < whole) {
            empty = false;
            return parts;
        }
        restore(x, y, size);
        tile.mark(x, y, size, blockClass, share);
        return whole;
    }

    private float splitCost(int x, int y, int size, int flag) {
        return lambda * costs.split(tile, x, y, size, flag);
    }

    /** Decides a block that is not cut; {@link #empty} tells whether all its levels are zero. */
    private float leaf(int x, int y, int size) {
        int side = 8 << size;
        boolean aboveRight = tile.aboveRight(x, y, side);
        for (int band = 0; band < tile.bands; band++) {
            borders[band].collect(tile.planes[band], tile.stride, x, y, side, aboveRight, tile.neutral[band]);
            rows[band] = rates.row(band, size, tile.neighbourAmount(x, y, size, band));
        }
        int at = tile.levelsAt(x, y);
        ForwardClass[] classes = ForwardClass.classes(size);
        fetch(0, x, y, side);
        choice.preselect(classes, fast ? FAST_CLASSES : classes.length, fast ? 1 : POOR_GUESS, pixels, borders[0]);
        float best = Float.POSITIVE_INFINITY;
        int chosen = 0;
        int length = 0;
        for (int c = 0; c < candidates(classes.length); c++) {
            int k = choice.next();
            if (k < 0) {
                break;
            }
            float cost = lambda * costs.blockClass(tile, x, y, size, k);
            first.cost = 0;
            quantise(first, 0, k, size, 0);
            cost += first.cost;
            if (cost < best) {
                best = cost;
                chosen = k;
                length = first.lengths[0];
                System.arraycopy(first.levels[0], 0, tile.levels[0], at, side * side);
            }
        }
        empty = true;
        tile.setSlope(x, y, size, 0, 0);
        finish(x, y, size, 0, chosen, length);
        int share = 0;
        following = length > 0;
        if (tile.bands > 1) {
            others(options[0], x, y, size, 0);
            if (chosen > 0 && !fast) {
                others(options[1], x, y, size, chosen);
                options[0].cost += lambda * costs.share(tile, x, y, size, 0, chosen);
                options[1].cost += lambda * costs.share(tile, x, y, size, 1, chosen);
                share = options[1].cost < options[0].cost ? 1 : 0;
            }
            Option taken = options[share];
            best += taken.cost;
            for (int band = 1; band < tile.bands; band++) {
                System.arraycopy(taken.levels[band], 0, tile.levels[band], at, side * side);
                tile.setSlope(x, y, size, band, taken.slopes[band]);
                finish(x, y, size, band, share == 1 ? chosen : 0, taken.lengths[band]);
            }
        }
        tile.mark(x, y, size, chosen, share);
        return best;
    }

    private int candidates(int classes) {
        return Math.min(fast ? 1 : CANDIDATES, classes);
    }

    /** Quantises the bands after the first with one class. */
    private void others(Option option, int x, int y, int size, int blockClass) {
        option.cost = 0;
        for (int band = 1; band < tile.bands; band++) {
            fetch(band, x, y, 8 << size);
            ForwardClass[] classes = ForwardClass.classes(size);
            choice.residual(classes, blockClass, pixels, borders[band]);
            choice.transform(classes, blockClass);
            float before = option.cost;
            quantise(option, band, blockClass, size, band);
            option.slopes[band] = 0;
            if (!following) {
                continue;
            }
            option.cost += lambda * costs.slope(tile, x, y, size, band, 0);
            int slope = choice.explain(blockClass, reconstruction, 64 << 2 * size, SLOPE_BITS * lambda);
            if (slope > 0) {
                choice.transform(classes, blockClass);
                follow(option, before, x, y, size, band, blockClass, slope);
            }
        }
    }

    /** Quantises a band of which the first explains a part, and takes that if it is cheaper. */
    private void follow(Option option, float before, int x, int y, int size, int band, int blockClass, int slope) {
        first.cost = before + lambda * costs.slope(tile, x, y, size, band, slope);
        quantise(first, 0, blockClass, size, band);
        if (first.cost < option.cost) {
            option.cost = first.cost;
            option.slopes[band] = slope;
            option.lengths[band] = first.lengths[0];
            System.arraycopy(first.levels[0], 0, option.levels[band], 0, 64 << 2 * size);
        }
    }

    private void quantise(Option option, int slot, int blockClass, int size, int band) {
        ForwardClass transform = ForwardClass.classes(size)[blockClass];
        float[] coefficients = choice.coefficients(transform, blockClass);
        int components = transform.inverse.components;
        float kept = 0;
        for (int i = 0; i < components; i++) {
            kept += coefficients[i] * coefficients[i];
        }
        Arrays.fill(option.levels[slot], components, 64 << 2 * size, (short) 0);
        int most = settings.most(size, components);
        option.lengths[slot] = quantiser.quantise(coefficients, most, components, rows[band], option.levels[slot]);
        option.cost += quantiser.cost + Math.max(0, choice.energy(blockClass) - kept);
    }

    /** Reconstructs a block in a band and notes its amount. */
    private void finish(int x, int y, int size, int band, int blockClass, int length) {
        int at = tile.levelsAt(x, y);
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += Math.abs(tile.levels[band][at + i]);
        }
        empty &= sum == 0;
        tile.markAmount(x, y, size, band, sum);
        reconstruction.block(
                Bases.classes(size)[blockClass],
                borders[band],
                band,
                tile.slopeOf[band][tile.cell(x, y)],
                tile.levels[band],
                at,
                length,
                tile.planes[band],
                y * tile.stride + x,
                tile.stride);
    }

    private void fetch(int band, int x, int y, int side) {
        for (int row = 0; row < side; row++) {
            System.arraycopy(original[band], (y + row) * tile.stride + x, pixels, row * side, side);
        }
    }

    private void save(int x, int y, int size) {
        Saved to = saved[size];
        int side = 8 << size;
        int at = tile.levelsAt(x, y);
        for (int band = 0; band < tile.bands; band++) {
            System.arraycopy(tile.levels[band], at, to.levels[band], 0, side * side);
            to.slopes[band] = tile.slopeOf[band][tile.cell(x, y)];
            to.amounts[band] = tile.amountOf[band][tile.cell(x, y)];
            for (int row = 0; row < side; row++) {
                System.arraycopy(tile.planes[band], (y + row) * tile.stride + x, to.pixels[band], row * side, side);
            }
        }
    }

    private void restore(int x, int y, int size) {
        Saved from = saved[size];
        int side = 8 << size;
        int at = tile.levelsAt(x, y);
        for (int band = 0; band < tile.bands; band++) {
            System.arraycopy(from.levels[band], 0, tile.levels[band], at, side * side);
            tile.setSlope(x, y, size, band, from.slopes[band]);
            tile.setAmount(x, y, size, band, from.amounts[band]);
            for (int row = 0; row < side; row++) {
                System.arraycopy(from.pixels[band], row * side, tile.planes[band], (y + row) * tile.stride + x, side);
            }
        }
    }
}

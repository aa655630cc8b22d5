// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.CostMeter;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;

/** Writes a picture in blocks. */
final class BlockEncoder {
    /** Lagrange multiplier for squared error against bits, in squared steps. */
    private static final double LAMBDA = 0.082;

    /** Quantiser steps of qualities 0 and 1. */
    private static final double COARSEST = 260;

    private static final double FINEST = 0.6;

    /** Bends the scale a little, so that quality 0.5 means a step of 14, about a bit a pixel. */
    private static final double CURVE = 1.05;

    private static final int[] INWARD = {0, 0};

    private BlockEncoder() {}

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        BlockSettings settings = settings(options, options.quality());
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        byte[][] tiles = new byte[grid.size()][];
        BlockSpectrum[] spectra = new BlockSpectrum[tiles.length];
        Parallel.forEach(tiles.length, progress, i -> {
            Tile tile = tile(picture.read(grid.tile(i)), settings, progress);
            tiles[i] = tile.bytes();
            spectra[i] = tile.spectrum();
        });
        return new CodedPicture(settings.with(sum(spectra)).toBytes(), Arrays.asList(tiles));
    }

    /** Settings for a quality. */
    static BlockSettings settings(PcqOptions options, double quality) {
        int components = options.components() > 0 ? Math.min(64, options.components()) : 64;
        double place = Math.pow(quality, CURVE);
        int step = (int) Math.round(16 * COARSEST * Math.pow(FINEST / COARSEST, place));
        return new BlockSettings(options.effort(), step, INWARD, components);
    }

    /** A coded tile, and what its components explain. */
    record Tile(byte[] bytes, BlockSpectrum spectrum) {}

    /** Codes a tile of one band, or of red, green and blue. */
    static Tile tile(Samples samples, BlockSettings settings, Progress progress) throws IOException {
        TileState tile = state(samples);
        float[][] original = Rotation.forward(samples, samples.bands() == 3, tile.stride, tile.rows);
        byte[] bytes = planes(tile, original, settings, progress);
        return new Tile(bytes, BlockSpectrum.of(tile, original, settings, samples.width(), samples.height()));
    }

    /** Sums what the tiles of a picture explain. */
    static BlockSpectrum sum(BlockSpectrum[] spectra) {
        BlockSpectrum sum = spectra[0];
        for (int i = 1; i < spectra.length; i++) {
            sum.add(spectra[i]);
        }
        return sum;
    }

    /** Codes planes; their decoded pixels are in the tile then, unfiltered. */
    static byte[] planes(TileState tile, float[][] original, BlockSettings settings, Progress progress)
            throws IOException {
        if (settings.effort() == PcqOptions.Effort.FAST) {
            SymbolWriter symbols = new SymbolWriter();
            code(tile, original, settings, new FastSyntax(symbols), new SideCosts(null), progress);
            return join(TileFilters.fast(settings.step()), symbols.finish());
        }
        BitEncoder encoder = new BitEncoder();
        MixedSyntax syntax = new MixedSyntax(encoder, settings.step());
        code(tile, original, settings, syntax, new SideCosts(syntax), progress);
        return join(TileFilters.best(tile, original, settings.step()), encoder.finish());
    }

    private static byte[] join(TileFilters filters, byte[] coded) {
        byte[] tile = Arrays.copyOf(filters.toBytes(), TileFilters.BYTES + coded.length);
        System.arraycopy(coded, 0, tile, TileFilters.BYTES, coded.length);
        return tile;
    }

    private static TileState state(Samples samples) {
        return new TileState(
                samples.width(), samples.height(), Rotation.neutral(samples.bands(), samples.bands() == 3));
    }

    /** Lets mixers learn from a picture, for the training of priors. */
    static void learn(Samples samples, int step, MixedSyntax syntax) throws CorruptDataException {
        TileState tile = state(samples);
        float[][] original = Rotation.forward(samples, samples.bands() == 3, tile.stride, tile.rows);
        BlockSettings settings = new BlockSettings(PcqOptions.Effort.SMALL, step, INWARD, 64);
        syntax.step(step);
        code(tile, original, settings, syntax, new SideCosts(syntax), Progress.NONE);
    }

    /** Codes a tile and leaves it as it is before the filters, for the training of filters. */
    static TileState decoded(Samples samples, int step) throws CorruptDataException {
        TileState tile = state(samples);
        float[][] original = Rotation.forward(samples, samples.bands() == 3, tile.stride, tile.rows);
        BlockSettings settings = new BlockSettings(PcqOptions.Effort.SMALL, step, INWARD, 64);
        MixedSyntax syntax = new MixedSyntax(new CostMeter(), step);
        code(tile, original, settings, syntax, new SideCosts(syntax), Progress.NONE);
        return tile;
    }

    private static void code(
            TileState tile,
            float[][] original,
            BlockSettings settings,
            BlockSyntax syntax,
            SideCosts costs,
            Progress progress)
            throws CorruptDataException {
        BlockSearch search = new BlockSearch(tile, original, settings, LAMBDA, costs);
        TileWalk walk = new TileWalk(tile, settings, syntax, false);
        for (int y = 0; y < tile.rows; y += 32) {
            progress.check();
            for (int x = 0; x < tile.stride; x += 32) {
                search.unit(x, y);
                walk.unit(x, y);
                search.learn(x, y);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
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
    private static final double LAMBDA = 0.13;

    private static final int[] INWARD = {2, 1};

    private BlockEncoder() {}

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        BlockSettings settings = new BlockSettings(options.effort(), step(options.quality()), INWARD, 0, 64);
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        byte[][] tiles = new byte[grid.size()][];
        Parallel.forEach(tiles.length, progress, i -> tiles[i] = tile(picture.read(grid.tile(i)), settings));
        return new CodedPicture(settings.toBytes(), Arrays.asList(tiles));
    }

    static int step(double quality) {
        return (int) Math.round(16 * 110 * Math.pow(0.6 / 110, quality));
    }

    private static byte[] tile(Samples samples, BlockSettings settings) throws IOException {
        boolean rgb = samples.bands() == 3;
        TileState tile = new TileState(samples.width(), samples.height(), Rotation.neutral(samples.bands(), rgb));
        float[][] original = Rotation.forward(samples, rgb, tile.stride, tile.rows);
        for (float[] plane : original) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] *= 16;
            }
        }
        if (settings.effort() == PcqOptions.Effort.FAST) {
            SymbolWriter symbols = new SymbolWriter();
            code(tile, original, settings, new FastSyntax(symbols), new SideCosts(null));
            return symbols.finish();
        }
        BitEncoder encoder = new BitEncoder();
        MixedSyntax syntax = new MixedSyntax(encoder, settings.step());
        code(tile, original, settings, syntax, new SideCosts(syntax));
        return encoder.finish();
    }

    private static void code(
            TileState tile, float[][] original, BlockSettings settings, BlockSyntax syntax, SideCosts costs)
            throws CorruptDataException {
        BlockSearch search = new BlockSearch(tile, original, settings, LAMBDA, costs);
        TileWalk walk = new TileWalk(tile, settings, syntax);
        for (int y = 0; y < tile.rows; y += 32) {
            for (int x = 0; x < tile.stride; x += 32) {
                search.unit(x, y);
                walk.unit(x, y);
                search.learn(x, y);
            }
        }
    }
}

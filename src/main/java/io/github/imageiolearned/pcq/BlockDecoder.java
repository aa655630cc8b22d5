// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Reads a tile in blocks. */
final class BlockDecoder {
    private BlockDecoder() {}

    /**
     * Decodes a tile.
     *
     * @param coded its bytes
     * @param place its pixels in the picture
     * @param part the pixels wanted, in coordinates of the tile
     * @param bands number of bands
     * @param rgb whether they are red, green and blue
     * @param settings of the picture
     * @param progress may stop it
     * @return the pixels wanted
     */
    static Samples decode(
            byte[] coded, Region place, Region part, int bands, boolean rgb, BlockSettings settings, Progress progress)
            throws IOException {
        TileState tile = new TileState(place.width(), place.height(), Rotation.neutral(bands, rgb));
        decode(coded, tile, settings, progress);
        return Rotation.inverse(tile.planes, tile.stride, part, rgb);
    }

    /** Decodes the planes of a tile. */
    static void decode(byte[] coded, TileState tile, BlockSettings settings, Progress progress) throws IOException {
        unfiltered(coded, tile, settings, progress).apply(tile, settings.step());
    }

    /** Decodes the planes of a tile as they are before the filters, and says how these are to be. */
    static TileFilters unfiltered(byte[] coded, TileState tile, BlockSettings settings, Progress progress)
            throws IOException {
        if (coded.length < TileFilters.BYTES) {
            throw new CorruptDataException("an empty tile");
        }
        TileFilters filters = TileFilters.parse(coded);
        if (settings.effort() == PcqOptions.Effort.FAST) {
            SymbolReader reader = new SymbolReader(coded, TileFilters.BYTES);
            walk(tile, settings, new FastSyntax(reader), () -> false, progress);
            reader.finish();
        } else {
            BitDecoder decoder = new BitDecoder(coded, TileFilters.BYTES, coded.length - TileFilters.BYTES);
            walk(tile, settings, new MixedSyntax(decoder, settings.step()), decoder::broken, progress);
            decoder.finish();
        }
        return filters;
    }

    private static void walk(
            TileState tile, BlockSettings settings, BlockSyntax syntax, BooleanSupplier broken, Progress progress)
            throws CorruptDataException {
        TileWalk walk = new TileWalk(tile, settings, syntax, true);
        for (int y = 0; y < tile.rows; y += 32) {
            progress.check();
            for (int x = 0; x < tile.stride; x += 32) {
                walk.unit(x, y);
                if (broken.getAsBoolean()) {
                    throw new CorruptDataException("a tile ends too early");
                }
            }
        }
    }
}

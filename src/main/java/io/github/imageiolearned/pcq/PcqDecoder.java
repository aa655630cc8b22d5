// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.List;

/** Reads what {@link PcqEncoder} wrote. */
public final class PcqDecoder {
    private static final int MAX_TILE_SHIFT = 11;

    private final TileGrid grid;
    private final int bands;
    private final boolean rgb;
    private final BlockSettings settings;

    /**
     * Reads the settings.
     *
     * @param header header of the picture
     * @throws FormatException if its settings are not those of this codec
     */
    public PcqDecoder(PictureHeader header) throws FormatException {
        if (header.tileShift() > MAX_TILE_SHIFT) {
            throw new FormatException(-1, "tiles of " + header.tileSide() + " pixels a side");
        }
        if (header.bitDepth() != 8) {
            throw new FormatException(-1, "samples of " + header.bitDepth() + " bits");
        }
        grid = new TileGrid(header.width(), header.height(), header.tileSide());
        bands = header.codedBands();
        rgb = header.colour() == PictureHeader.Colour.RGB;
        settings = BlockSettings.parse(header.settings());
    }

    /**
     * Decodes a part of the picture.
     *
     * @param tiles gives the coded tiles
     * @param region pixels wanted
     * @param sink takes them
     * @param progress hears of the progress, may stop it
     * @throws IOException if tiles cannot be read or are corrupt
     */
    public void decode(TileReader tiles, Region region, PixelSink sink, Progress progress) throws IOException {
        List<Integer> touched = grid.tilesIn(region);
        Parallel.forEach(touched.size(), progress, i -> {
            int index = touched.get(i);
            Region place = grid.tile(index);
            TileState tile = decode(tiles.tile(index), place);
            Region wanted = place.intersection(region);
            Region part = new Region(
                    wanted.x() - place.x(), wanted.y() - place.y(), wanted.width(), wanted.height());
            sink.write(wanted.x(), wanted.y(), Rotation.inverse(tile.planes, tile.stride, part, rgb));
        });
    }

    private TileState decode(byte[] coded, Region place) throws CorruptDataException {
        TileState tile = new TileState(place.width(), place.height(), Rotation.neutral(bands, rgb));
        BitDecoder decoder = new BitDecoder(coded);
        MixedSyntax syntax = new MixedSyntax(decoder, settings.step());
        TileWalk walk = new TileWalk(tile, settings, syntax);
        for (int y = 0; y < tile.rows; y += 32) {
            for (int x = 0; x < tile.stride; x += 32) {
                walk.unit(x, y);
                if (decoder.broken()) {
                    throw new CorruptDataException("a tile ends too early");
                }
            }
        }
        decoder.finish();
        return tile;
    }
}

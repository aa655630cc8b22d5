// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

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

/** Decodes pictures to samples or to palette indices. Thread-safe. */
public final class KmqDecoder {
    private final PictureHeader header;
    private final KmqSettings settings;
    private final TileGrid grid;
    private final TileCoder coder;

    /**
     * Reads the settings.
     *
     * @param header what the picture is
     * @throws FormatException if they are malformed, or if the header asks for what kmq does not have
     */
    public KmqDecoder(PictureHeader header) throws FormatException {
        if (header.bitDepth() != 8 || header.colour() == PictureHeader.Colour.BANDS) {
            throw new FormatException(-1, "kmq has grey or RGB pictures of 8 bits only");
        }
        this.header = header;
        settings = KmqSettings.parse(
                header.settings(),
                header.colour() == PictureHeader.Colour.GREY,
                header.alpha() == PictureHeader.Alpha.CODED);
        grid = new TileGrid(header.width(), header.height(), header.tileSide());
        if (settings.joined() != null
                && (grid.size() > 1 || (long) header.width() * header.height() > KmqSettings.Joined.MAX_PIXELS)) {
            throw new FormatException(-1, "indices of a picture as large as this are not joined to the palette");
        }
        coder = new TileCoder(settings);
    }

    /**
     * Returns the number of colours of the palette.
     *
     * @return 1 to 256
     */
    public int colours() {
        return settings.tree().size();
    }

    /**
     * Returns the palette.
     *
     * @return a new array of {@link #colours()} packed ARGB colours, alpha straight
     */
    public int[] palette() {
        return settings.tree().colours();
    }

    /**
     * Returns the palette entry by entry: as the source had it, or as the user gave it, where the encoder was asked to keep
     * that; else {@link #palette()}.
     *
     * @return a new array of 1 to 256 packed ARGB colours, alpha straight; entries may be equal
     */
    public int[] entries() {
        return settings.entries();
    }

    /**
     * Tells whether the source had a palette.
     *
     * @return true if it did
     */
    public boolean indexed() {
        return settings.indexed();
    }

    /**
     * Tells whether nothing was lost.
     *
     * @return whether every pixel that is not fully transparent has the colour it had
     */
    public boolean exact() {
        return settings.exact();
    }

    /**
     * Returns the within-cluster sum of squares.
     *
     * @return squared distances between the picture and the decoded picture, summed over all pixels and bands (colour
     *     bands premultiplied where there is alpha), in 8-bit units, to 16 bits of precision
     */
    public double wcss() {
        return settings.wcss();
    }

    /**
     * Returns how long k-means ran.
     *
     * @return iterations over all distinct colours; 0 for an exact palette
     */
    public int iterations() {
        return settings.iterations();
    }

    /**
     * Returns how the tiles are coded.
     *
     * @return the effort of the encoder
     */
    public KmqOptions.Effort effort() {
        return settings.effort();
    }

    /**
     * Decodes samples: the bands that the header {@linkplain PictureHeader#codedBands() announces}.
     *
     * @param tiles gives the coded tiles
     * @param region wanted part of the picture; only tiles that it touches are decoded
     * @param sink takes pixels of the region, piece by piece, from several threads
     * @param progress hears the share done; may cancel
     * @throws FormatException or another IOException if a tile is malformed or cannot be read
     * @throws java.util.concurrent.CancellationException if the progress was cancelled
     */
    public void decode(TileReader tiles, Region region, PixelSink sink, Progress progress) throws IOException {
        int[] palette = palette();
        decodeTiles(tiles, region, progress, (tile, indices) -> {
            sink.writePart(
                    tile.x(),
                    tile.y(),
                    Colours.unpacked(indices, palette, tile.width(), tile.height(), header.codedBands()),
                    region);
        });
    }

    /**
     * Decodes indices.
     *
     * @param tiles gives the coded tiles
     * @param region wanted part of the picture; only tiles that it touches are decoded
     * @param sink takes indices of the region, piece by piece, from several threads
     * @param progress hears the share done; may cancel
     * @throws FormatException or another IOException if a tile is malformed or cannot be read
     * @throws java.util.concurrent.CancellationException if the progress was cancelled
     */
    public void decodeIndices(TileReader tiles, Region region, IndexSink sink, Progress progress) throws IOException {
        decodeTiles(tiles, region, progress, (tile, indices) -> {
            Region part = tile.intersection(region);
            int offset = (part.y() - tile.y()) * tile.width() + part.x() - tile.x();
            sink.write(part, indices, offset, tile.width());
        });
    }

    /**
     * Counts the pixels of each colour.
     *
     * @param tiles gives the coded tiles
     * @return for each colour of {@link #palette()} how many pixels have it
     * @throws FormatException or another IOException if a tile is malformed or cannot be read
     */
    public long[] counts(TileReader tiles) throws IOException {
        long[] counts = new long[colours()];
        decodeTiles(tiles, new Region(0, 0, header.width(), header.height()), Progress.NONE, (tile, indices) -> {
            long[] some = new long[counts.length];
            for (byte index : indices) {
                some[index & 0xff]++;
            }
            synchronized (counts) {
                for (int i = 0; i < some.length; i++) {
                    counts[i] += some[i];
                }
            }
        });
        return counts;
    }

    private interface TileSink {
        void accept(Region tile, byte[] indices);
    }

    private void decodeTiles(TileReader tiles, Region region, Progress progress, TileSink sink) throws IOException {
        List<Integer> touched = grid.tilesIn(region);
        Parallel.forEach(touched.size(), progress, i -> {
            int number = touched.get(i);
            Region tile = grid.tile(number);
            sink.accept(tile, tiles.decode(number, coded -> coder.decode(coded, tile.width(), tile.height())));
        });
    }
}

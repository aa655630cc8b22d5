// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Reads what {@link PcqEncoder} wrote. */
public final class PcqDecoder {
    /** Most samples of a tile, all bands together, so that what decoding one takes is bounded. */
    static final int MAX_TILE_SAMPLES = 1 << 26;

    private final TileGrid grid;
    private final int width;
    private final int height;
    private final int bitDepth;
    private final int bands;
    private final boolean rgb;
    private final PcqOptions.Type type;
    private final BlockSettings blocks;
    private final Layers layers;
    private final RowSettings rows;

    /**
     * Reads the settings.
     *
     * @param header header of the picture
     * @throws FormatException if its settings are not those of this codec
     */
    public PcqDecoder(PictureHeader header) throws FormatException {
        grid = new TileGrid(header.width(), header.height(), header.tileSide());
        width = header.width();
        height = header.height();
        bitDepth = header.bitDepth();
        bands = header.codedBands();
        // The last tile takes in what is left: it is smaller than the others, or larger.
        Region first = grid.tile(0);
        Region last = grid.tile(grid.size() - 1);
        long largest = (long) Math.max(first.width(), last.width()) * Math.max(first.height(), last.height());
        if (largest * bands > MAX_TILE_SAMPLES) {
            throw new FormatException(-1, bands + " bands in tiles of " + header.tileSide() + " pixels a side");
        }
        rgb = header.colour() == PictureHeader.Colour.RGB && bands == 3;
        if (header.settings().length == 0) {
            throw new FormatException(-1, "there are no settings");
        }
        boolean layered = Layers.present(header.settings());
        layers = layered ? Layers.parse(header.settings(), bands) : null;
        type = layered ? PcqOptions.Type.BLOCKS : PcqOptions.Type.values()[header.settings()[0] & 1];
        rows = type == PcqOptions.Type.ROWS ? RowSettings.parse(header.settings()) : null;
        blocks = layered
                ? layers.blocks()
                : type == PcqOptions.Type.BLOCKS ? BlockSettings.parse(header.settings()) : null;
        if (type == PcqOptions.Type.BLOCKS && bitDepth != 8 && (!layered || layers.rotation() == null)) {
            throw new FormatException(-1, "samples of " + bitDepth + " bits in blocks of 8");
        }
    }

    /**
     * Returns what the components are of.
     *
     * @return the type
     */
    public PcqOptions.Type type() {
        return type;
    }

    /**
     * Returns the number of components.
     *
     * @return of rows, the most that a band has; of blocks, the most for each 64 pixels
     */
    public int components() {
        return type == PcqOptions.Type.ROWS ? rows.explained().length : blocks.components();
    }

    /**
     * Returns the quantiser step of blocks.
     *
     * @return step in sample values; 0 for rows, which have one for each band
     */
    public double step() {
        int shift = layers == null || layers.rotation() == null
                ? 0
                : layers.rotation().shift();
        return type == PcqOptions.Type.ROWS ? 0 : Math.scalb((double) blocks.step(), shift - BandRotation.UNIT_BITS);
    }

    /**
     * Returns the entropy coder.
     *
     * @return the effort; rows know only one
     */
    public PcqOptions.Effort effort() {
        return type == PcqOptions.Type.ROWS ? PcqOptions.Effort.SMALL : blocks.effort();
    }

    /**
     * Returns what share of the variance components explain: of rows over all bands, of blocks of grey and RGB together with
     * what they predict from their neighbours ({@link BlockSpectrum}), of blocks of other rasters those across bands.
     *
     * @return for each of {@link #varianceComponents} the share, from 0 to 1, that so many components explain beyond what the
     *     one before tells, to 0.02 percent of rows and rasters, and of blocks to 2.5 percent of what is lost; empty where
     *     that is not known
     */
    public double[] explainedVariance() {
        if (type == PcqOptions.Type.ROWS) {
            return rows.explained().clone();
        }
        if (layers != null && layers.rotation() != null) {
            return layers.rotation().explained().clone();
        }
        double[] shares = BlockSpectrum.cumulative(blocks.spectrum());
        for (int k = shares.length - 1; k > 0; k--) {
            shares[k] -= shares[k - 1];
        }
        return shares;
    }

    /**
     * Returns the numbers of components that {@link #explainedVariance} tells of: 1, 2, 3 and so on, but in blocks of grey and
     * RGB 0 (prediction alone), 1, 2, 4, 8, 16, 32 and 64, for each 64 pixels.
     *
     * @return increasing numbers, as many as there are shares
     */
    public int[] varianceComponents() {
        boolean rising = type == PcqOptions.Type.ROWS || layers != null && layers.rotation() != null;
        int count = explainedVariance().length;
        return rising ? IntStream.rangeClosed(1, count).toArray() : Arrays.copyOf(BlockSpectrum.COUNTS, count);
    }

    /**
     * Returns how far a sample can be from the original.
     *
     * @return sample values; 0 if that is not known
     */
    public int largestError() {
        return layers == null ? 0 : layers.bound();
    }

    /**
     * Returns the number of components across bands.
     *
     * @return 0 if bands are not analysed
     */
    public int bandComponents() {
        return layers == null || layers.rotation() == null
                ? 0
                : layers.rotation().components();
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
        if (type == PcqOptions.Type.ROWS) {
            new RowDecoder(grid, width, height, bands, bitDepth).decode(tiles, region, sink, progress);
            return;
        }
        if (layers == null) {
            SeamDecoder.decode(grid, bands, rgb, blocks, tiles, region, sink, progress);
            return;
        }
        LayerCoder coder = new LayerCoder(layers, rgb, progress);
        List<Integer> touched = grid.tilesIn(region);
        Parallel.forEach(touched.size(), progress, i -> {
            int index = touched.get(i);
            Region place = grid.tile(index);
            Samples samples = tiles.decode(index, coded -> coder.decode(coded, place, bands, bitDepth));
            sink.writePart(place.x(), place.y(), samples, region);
        });
    }
}

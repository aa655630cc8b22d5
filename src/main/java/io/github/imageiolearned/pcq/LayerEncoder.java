// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a picture whose blocks are not those of grey or RGB of 8 bits alone: one of other bands or of 16 bits, whose
 * principal components across bands are coded, or one that is to be all but lossless.
 */
final class LayerEncoder {
    /** Largest error of a sample at quality 1. */
    private static final int NEAREST = 1;

    /** Finest step of blocks that hold components across bands, in units. */
    private static final int FINEST_STEP = 4;

    /** Step for 16 bits at quality 1, in sample values. */
    private static final double FINEST_OF_16 = 1.5;

    /** Bends the scale of 16 bits so that only the best qualities go below what 8 bits could tell. */
    private static final double CURVE_OF_16 = 6;

    /** Levels that blocks still code well. */
    private static final double LARGE_LEVEL = 8;

    private static final int TILE_SAMPLES = 1 << 22;

    private final PixelSource picture;
    private final PcqOptions options;
    private final BandAnalysis analysis;

    private LayerEncoder(PixelSource picture, PcqOptions options, BandAnalysis analysis) {
        this.picture = picture;
        this.options = options;
        this.analysis = analysis;
    }

    /** Tells whether a picture is in blocks of grey or RGB of 8 bits. */
    static boolean plain(PixelSource picture) {
        return picture.bitDepth() == 8 && picture.coloured() && (picture.bands() == 1 || picture.bands() == 3);
    }

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        LayerEncoder encoder =
                new LayerEncoder(picture, options, plain(picture) ? null : new BandAnalysis(picture, progress.quiet()));
        Layers layers = encoder.layers(options.quality());
        LayerCoder coder = new LayerCoder(layers, picture.bands() == 3, progress);
        int shift = tileShift(picture.bands());
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << shift);
        byte[][] tiles = new byte[grid.size()][];
        BlockSpectrum[] spectra = new BlockSpectrum[tiles.length];
        Parallel.forEach(tiles.length, progress, i -> {
            BlockEncoder.Tile tile = coder.encode(picture.read(grid.tile(i)));
            tiles[i] = tile.bytes();
            spectra[i] = tile.spectrum();
        });
        Layers told = layers.rotation() == null ? layers.with(BlockEncoder.sum(spectra)) : layers;
        return new CodedPicture(told.toBytes(), Arrays.asList(tiles), shift);
    }

    /** Tiles of many bands are smaller, so that what a thread holds stays bounded. */
    static int tileShift(int bands) {
        int shift = PictureHeader.DEFAULT_TILE_SHIFT;
        while (shift > 6 && (long) bands << 2 * shift > TILE_SAMPLES) {
            shift--;
        }
        return shift;
    }

    private Layers layers(double quality) {
        boolean nearest = quality >= 1 && options.components() == 0;
        if (analysis == null) {
            return new Layers(null, nearest ? NEAREST : 0, BlockEncoder.settings(options, quality));
        }
        BlockSettings blocks = BlockEncoder.settings(picture.coloured() ? options : options.withComponents(0), quality);
        double step = blocks.step() / 16.0;
        if (picture.bitDepth() == 16) {
            double scale = Math.max(1, analysis.peak / 255.0);
            double finest = Math.min(1, FINEST_OF_16 / (scale * finestOf8()));
            step *= scale * Math.pow(finest, Math.pow(quality, CURVE_OF_16));
        }
        int most = options.components() > 0 && !picture.coloured() ? options.components() : picture.bands();
        BandRotation rotation = analysis.rotation(step, most);
        // Blocks code large levels badly: where all is noise, what they leave is better coded behind them.
        double coarse = Math.max(step, analysis.roughness() / LARGE_LEVEL);
        boolean rough = options.components() == 0 && coarse > 2 * Math.max(step, 1);
        double units = Math.scalb(rough ? coarse : step, BandRotation.UNIT_BITS - rotation.shift());
        int bound = 0;
        if (nearest || rough || (units < FINEST_STEP && options.components() == 0)) {
            bound = (int) Math.max(NEAREST, Math.round((step - 1) / 2));
        }
        int rounded = (int) Math.max(FINEST_STEP, Math.min(BlockSettings.MAX_STEP, Math.round(units)));
        return new Layers(rotation, bound, blocks.withStep(rounded));
    }

    private static double finestOf8() {
        return BlockEncoder.settings(PcqOptions.ofQuality(1), 1).step() / 16.0;
    }
}

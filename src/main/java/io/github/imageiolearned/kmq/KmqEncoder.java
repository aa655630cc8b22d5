// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Learns a palette from a picture and codes the picture with it. */
public final class KmqEncoder {
    private static final float LEARNING_SHARE = 0.3f;

    private final PixelSource picture;
    private final KmqOptions options;
    private final Progress progress;
    private final TileGrid grid;

    private KmqEncoder(PixelSource picture, KmqOptions options, Progress progress) {
        this.picture = picture;
        this.options = options;
        this.progress = progress;
        grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
    }

    /**
     * Encodes a picture.
     *
     * @param picture 1 band (grey), 2 (grey, alpha), 3 (red, green, blue) or 4 (with alpha), of 8 bits; alpha is straight
     * @param options how
     * @param progress hears the share done; may cancel
     * @return settings and tiles; tiles are {@code 1 << PictureHeader.DEFAULT_TILE_SHIFT} pixels wide
     * @throws IOException if the picture cannot be read
     * @throws IllegalArgumentException if the picture has other bands or bits
     * @throws java.util.concurrent.CancellationException if the progress was cancelled
     */
    public static CodedPicture encode(PixelSource picture, KmqOptions options, Progress progress) throws IOException {
        if (picture.bands() > 4 || picture.bitDepth() != 8) {
            throw new IllegalArgumentException(
                    "kmq takes 1 to 4 bands of 8 bits, not " + picture.bands() + " of " + picture.bitDepth());
        }
        boolean taken = options.paletteKept()
                && options.palette().isEmpty()
                && picture.palette().isPresent();
        KmqOptions resolved = options;
        if (taken) {
            List<Integer> palette = new ArrayList<>();
            for (int colour : picture.palette().get()) {
                palette.add(colour);
            }
            resolved = options.withPalette(palette, true);
        }
        return new KmqEncoder(picture, resolved, progress).encode();
    }

    private CodedPicture encode() throws IOException {
        LearnedPalette learned = PaletteLearner.learn(picture, options, progress);
        progress.report(LEARNING_SHARE);
        ColourTree tree = learned.tree();
        IndexSource source = IndexSource.nearest(picture, learned);
        double wcss = learned.wcss();
        if (!learned.exact() && options.dither() != KmqOptions.Dither.NONE) {
            source = dithered(learned);
            wcss = squares(tree, source);
        } else if (learned.wcss() > 0 && options.lossBudget() > 0) {
            boolean fixed = !options.palette().isEmpty();
            IndexChooser.Chosen chosen =
                    new IndexChooser(picture, learned, fixed, grid, progress).choose(options.lossBudget());
            if (chosen != null) {
                tree = chosen.tree();
                source = IndexSource.of(chosen.plane(), picture.width());
                wcss = chosen.wcss();
            }
        }
        KmqSettings settings = new KmqSettings(
                tree,
                options.effort(),
                learned.exact(),
                wcss,
                learned.iterations(),
                picture.palette().isPresent(),
                options.paletteKept() && !options.palette().isEmpty() ? order(tree) : null);
        return new CodedPicture(settings.toBytes((picture.bands() & 1) == 0), tiles(settings, source));
    }

    private List<byte[]> tiles(KmqSettings settings, IndexSource source) throws IOException {
        byte[][] tiles = new byte[grid.size()][];
        TileCoder coder = new TileCoder(settings);
        Parallel.forEach(tiles.length, new Later(progress), tile -> {
            Region region = grid.tile(tile);
            tiles[tile] = coder.encode(source.indices(region), region.width(), region.height());
        });
        return Arrays.asList(tiles);
    }

    private IndexSource dithered(LearnedPalette learned) {
        if (options.dither() == KmqOptions.Dither.BLUE_NOISE) {
            return new PatternDither(picture, learned, options.strength());
        }
        ErrorDiffusion diffusion = new ErrorDiffusion(picture, learned.tree(), options.strength());
        return IndexSource.of(diffusion.indices(new Quiet(progress)), picture.width());
    }

    private double squares(ColourTree tree, IndexSource source) throws IOException {
        double[] sums = new double[grid.size()];
        Parallel.forEach(sums.length, new Quiet(progress), tile -> {
            int[] pixels = Colours.packed(picture.read(grid.tile(tile)));
            sums[tile] = Colours.squares(tree, pixels, source.indices(grid.tile(tile)));
        });
        return Arrays.stream(sums).sum();
    }

    /** The leaf of each entry of the palette that was given. */
    private int[] order(ColourTree tree) {
        boolean alpha = (picture.bands() & 1) == 0;
        List<Integer> leaves = new ArrayList<>();
        for (int colour : tree.colours()) {
            leaves.add(colour);
        }
        return options.palette().stream()
                .mapToInt(colour -> leaves.indexOf(Colours.fitting(colour, tree.grey(), alpha)))
                .toArray();
    }

    /** The progress of the tiles, which comes after that of learning. */
    private record Later(Progress progress) implements Progress {
        @Override
        public void report(float fraction) {
            progress.report(LEARNING_SHARE + (1 - LEARNING_SHARE) * fraction);
        }

        @Override
        public boolean cancelled() {
            return progress.cancelled();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitEncoder;
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
    private static final int FLAT_SHIFT = 11;
    private static final double FLAT_SHARE = 0.7;
    private static final int SAMPLES = 8;
    private static final int SAMPLE_SIDE = 64;

    private final PixelSource picture;
    private final KmqOptions options;
    private final Progress progress;
    private TileGrid grid;

    private KmqEncoder(PixelSource picture, KmqOptions options, Progress progress) {
        this.picture = picture;
        this.options = options;
        this.progress = progress;
    }

    /**
     * Encodes a picture.
     *
     * @param picture 1 band (grey), 2 (grey, alpha), 3 (red, green, blue) or 4 (with alpha), of 8 bits; alpha is straight
     * @param options how
     * @param progress hears the share done; may cancel
     * @return settings and tiles
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
        int tileShift = tileShift(source);
        grid = grid(tileShift);
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
        boolean alpha = (picture.bands() & 1) == 0;
        boolean joined = options.effort() == KmqOptions.Effort.SMALL
                && (long) picture.width() * picture.height() <= KmqSettings.Joined.MAX_PIXELS
                && grid.size() == 1;
        KmqSettings settings = new KmqSettings(
                tree,
                options.effort(),
                learned.exact(),
                wcss,
                learned.iterations(),
                picture.palette().isPresent(),
                options.paletteKept() && !options.palette().isEmpty() ? order(tree) : null,
                joined ? new KmqSettings.Joined(new byte[0], alpha) : null);
        BitEncoder stream = new BitEncoder();
        PaletteCoder.encode(stream, tree.colours(), tree.grey(), alpha);
        if (joined) {
            Region all = grid.tile(0);
            TileCoder.encode(stream, tree, source.indices(all), all.width(), all.height());
            return new CodedPicture(settings.toBytes(stream.finish()), List.of(new byte[0]), tileShift);
        }
        return new CodedPicture(settings.toBytes(stream.finish()), tiles(settings, source), tileShift);
    }

    private TileGrid grid(int tileShift) {
        return new TileGrid(picture.width(), picture.height(), 1 << tileShift);
    }

    /**
     * Screens and drawings get larger tiles, as what they repeat lies far apart and flat pixels are quickly coded; others
     * get the usual ones, as many as keep the processors busy.
     */
    private int tileShift(IndexSource source) throws IOException {
        if (options.effort() == KmqOptions.Effort.FAST
                || grid(PictureHeader.DEFAULT_TILE_SHIFT).size() == 1) {
            return PictureHeader.DEFAULT_TILE_SHIFT;
        }
        long flat = 0;
        long all = 0;
        for (int i = 0; i < SAMPLES * SAMPLES; i++) {
            int x = (int) ((long) (picture.width() - 1) * (i % SAMPLES) / SAMPLES);
            int y = (int) ((long) (picture.height() - 1) * (i / SAMPLES) / SAMPLES);
            Region sample = new Region(x, y, SAMPLE_SIDE, SAMPLE_SIDE)
                    .intersection(new Region(0, 0, picture.width(), picture.height()));
            byte[] indices = source.indices(sample);
            for (int p = sample.width() + 1; p < indices.length; p++) {
                flat += indices[p] == indices[p - 1] && indices[p] == indices[p - sample.width()] ? 1 : 0;
                all++;
            }
        }
        return flat > all * FLAT_SHARE ? FLAT_SHIFT : PictureHeader.DEFAULT_TILE_SHIFT;
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
        return IndexSource.of(diffusion.indices(progress.quiet()), picture.width());
    }

    private double squares(ColourTree tree, IndexSource source) throws IOException {
        double[] sums = new double[grid.size()];
        Parallel.forEach(sums.length, progress.quiet(), tile -> {
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

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
import java.util.Arrays;

/** Learns a palette from a picture and codes the picture with it. */
public final class KmqEncoder {
    private static final float LEARNING_SHARE = 0.3f;

    private KmqEncoder() {}

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
        LearnedPalette learned = PaletteLearner.learn(picture, options, progress);
        progress.report(LEARNING_SHARE);
        KmqSettings settings = new KmqSettings(
                learned.tree(), options.effort(), learned.exact(), learned.wcss(), learned.iterations());
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        byte[][] tiles = new byte[grid.size()][];
        TileCoder coder = new TileCoder(settings);
        Parallel.forEach(tiles.length, new Later(progress), tile -> {
            Region region = grid.tile(tile);
            byte[] indices = learned.map(Colours.packed(picture.read(region)));
            tiles[tile] = coder.encode(indices, region.width(), region.height());
        });
        return new CodedPicture(settings.toBytes((picture.bands() & 1) == 0), Arrays.asList(tiles));
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

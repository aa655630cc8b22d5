// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;

/** Writes a picture as principal components. */
public final class PcqEncoder {
    private PcqEncoder() {}

    /**
     * Encodes a picture.
     *
     * @param picture 1 to 256 bands of 8 bits without alpha; three bands are red, green and blue
     * @param options how
     * @param progress hears of the progress, may stop it
     * @return settings and tiles
     * @throws IOException never for want of anything but the source's own trouble
     * @throws IllegalArgumentException if samples are not of 8 bits, or a tile would have more than 2^26 of them
     */
    public static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        if (picture.bitDepth() != 8) {
            throw new IllegalArgumentException("samples of " + picture.bitDepth() + " bits");
        }
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        if (grid.tile(grid.size() - 1).area() * picture.bands() > PcqDecoder.MAX_TILE_SAMPLES) {
            throw new IllegalArgumentException(picture.bands() + " bands are too many for a picture of this size");
        }
        return options.type() == PcqOptions.Type.ROWS
                ? RowEncoder.encode(picture, options, progress)
                : BlockEncoder.encode(picture, options, progress);
    }
}

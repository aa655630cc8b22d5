// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
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
     * @throws IllegalArgumentException if samples are not of 8 bits
     */
    public static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        if (picture.bitDepth() != 8) {
            throw new IllegalArgumentException("samples of " + picture.bitDepth() + " bits");
        }
        return options.type() == PcqOptions.Type.ROWS
                ? RowEncoder.encode(picture, options, progress)
                : BlockEncoder.encode(picture, options, progress);
    }
}

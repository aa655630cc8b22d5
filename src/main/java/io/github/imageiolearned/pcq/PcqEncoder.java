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
     * @param picture 1 to 256 bands of 8 or 16 bits without alpha
     * @param options how
     * @param progress hears of the progress, may stop it
     * @return settings and tiles
     * @throws IOException never for want of anything but the source's own trouble
     */
    public static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        if (options.type() == PcqOptions.Type.ROWS) {
            return RowEncoder.encode(picture, options, progress);
        }
        if (options.components() > 0) {
            return blocks(picture, options.withQuality(StepSearch.sufficient(picture, options, progress)), progress);
        }
        return options.variance() > 0
                ? VarianceTarget.encode(picture, options, progress)
                : blocks(picture, options, progress);
    }

    /** Writes a picture in blocks of the quality that the options name. */
    static CodedPicture blocks(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        boolean nearest = options.quality() >= 1 && options.components() == 0;
        return LayerEncoder.plain(picture) && !nearest
                ? BlockEncoder.encode(picture, options, progress)
                : LayerEncoder.encode(picture, options, progress);
    }
}

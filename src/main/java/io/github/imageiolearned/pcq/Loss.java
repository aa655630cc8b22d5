// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.concurrent.atomic.DoubleAdder;

/** What a picture has lost: found by decoding it. */
final class Loss {
    private Loss() {}

    /**
     * Measures.
     *
     * @param picture the original
     * @param coded the same in blocks
     * @return squared error, summed over all samples
     */
    static double of(PixelSource picture, CodedPicture coded, Progress progress) throws IOException {
        PcqDecoder decoder = new PcqDecoder(header(picture, coded));
        DoubleAdder sum = new DoubleAdder();
        Region all = new Region(0, 0, picture.width(), picture.height());
        decoder.decode(
                coded.tiles()::get,
                all,
                (x, y, decoded) -> {
                    Samples original = picture.read(new Region(x, y, decoded.width(), decoded.height()));
                    sum.add(difference(original, decoded));
                },
                progress.quiet());
        return sum.sum();
    }

    private static double difference(Samples original, Samples decoded) {
        double sum = 0;
        for (int band = 0; band < original.bands(); band++) {
            short[] first = original.plane(band);
            short[] second = decoded.plane(band);
            for (int i = 0; i < first.length; i++) {
                double error = (first[i] & 0xffff) - (second[i] & 0xffff);
                sum += error * error;
            }
        }
        return sum;
    }

    private static PictureHeader header(PixelSource picture, CodedPicture coded) {
        PictureHeader.Colour colour = !picture.coloured() || (picture.bands() != 1 && picture.bands() != 3)
                ? PictureHeader.Colour.BANDS
                : picture.bands() == 1 ? PictureHeader.Colour.GREY : PictureHeader.Colour.RGB;
        return new PictureHeader(
                picture.width(),
                picture.height(),
                colour,
                picture.bands(),
                PictureHeader.Alpha.NONE,
                picture.bitDepth(),
                coded.tileShift(),
                coded.settings());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.SplittableRandom;

/** Synthetic pictures, and the way through the codec and back. */
final class Pictures {
    private Pictures() {}

    /** Every pixel is one of the colours, straight ARGB, in patches and specks. */
    static Samples ofColours(int width, int height, int bands, int[] colours, long seed) {
        Samples picture = new Samples(width, height, bands, 8);
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int patch = (x / 7 * 31 + y / 5 * 17) % colours.length;
                int chosen = random.nextInt(8) == 0 ? random.nextInt(colours.length) : patch;
                set(picture, x, y, colours[chosen]);
            }
        }
        return picture;
    }

    /** A smooth picture with noise: many colours. */
    static Samples smooth(int width, int height, int bands, long seed) {
        Samples picture = new Samples(width, height, bands, 8);
        SplittableRandom random = new SplittableRandom(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int b = 0; b < bands; b++) {
                    double wave = 110 + 90 * Math.sin((x + 13 * b) / 23.0) * Math.cos((y - 7 * b) / 31.0);
                    picture.set(x, y, b, (int) wave + random.nextInt(12));
                }
            }
        }
        return picture;
    }

    static void set(Samples picture, int x, int y, int argb) {
        int bands = picture.bands();
        picture.set(x, y, 0, argb >>> 16 & 0xff);
        if (bands > 2) {
            picture.set(x, y, 1, argb >>> 8 & 0xff);
            picture.set(x, y, 2, argb & 0xff);
        }
        if ((bands & 1) == 0) {
            picture.set(x, y, bands - 1, argb >>> 24);
        }
    }

    static PictureHeader header(int width, int height, int bands, int tileShift, byte[] settings) {
        return new PictureHeader(
                width,
                height,
                bands < 3 ? PictureHeader.Colour.GREY : PictureHeader.Colour.RGB,
                bands < 3 ? 1 : 3,
                (bands & 1) == 0 ? PictureHeader.Alpha.CODED : PictureHeader.Alpha.NONE,
                8,
                tileShift,
                settings);
    }

    static KmqDecoder decoder(Samples picture, CodedPicture coded) throws FormatException {
        return new KmqDecoder(
                header(picture.width(), picture.height(), picture.bands(), coded.tileShift(), coded.settings()));
    }

    static CodedPicture encode(Samples picture, KmqOptions options) throws IOException {
        return KmqEncoder.encode(PixelSource.of(picture), options, Progress.NONE);
    }

    static Samples decode(Samples picture, CodedPicture coded, Region region) throws IOException {
        return decode(decoder(picture, coded), coded, region, picture.bands());
    }

    static Samples decode(KmqDecoder decoder, CodedPicture coded, Region region, int bands) throws IOException {
        Samples decoded = new Samples(region.width(), region.height(), bands, 8);
        PixelSink sink = (x, y, part) -> {
            for (int b = 0; b < bands; b++) {
                for (int row = 0; row < part.height(); row++) {
                    System.arraycopy(
                            part.plane(b),
                            row * part.width(),
                            decoded.plane(b),
                            (y - region.y() + row) * region.width() + x - region.x(),
                            part.width());
                }
            }
        };
        decoder.decode(coded.tiles()::get, region, sink, Progress.NONE);
        return decoded;
    }

    static Region all(Samples picture) {
        return new Region(0, 0, picture.width(), picture.height());
    }

    static boolean equal(Samples a, Samples b) {
        for (int band = 0; band < a.bands(); band++) {
            if (!java.util.Arrays.equals(a.plane(band), b.plane(band))) {
                return false;
            }
        }
        return a.bands() == b.bands();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Pictures made by formula: shading, a slanted edge, a texture; and the way through the codec and back. */
final class Scenes {
    private Scenes() {}

    static Samples scene(int width, int height, int bands) {
        Samples samples = new Samples(width, height, bands, 8);
        int noise = 12345;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                noise = noise * 1103515245 + 12345;
                double shade = 110 + 60 * Math.sin(x * 0.031 + y * 0.017);
                double edge = x * 2 + y * 3 > width + height ? 40 : -30;
                double texture = y > height / 2 ? 18 * Math.sin(x * 0.9) * Math.cos(y * 0.7) : 0;
                for (int band = 0; band < bands; band++) {
                    double value = shade + edge * (1 - 0.3 * band) + texture + band * 15 + (noise >>> 24) % 5;
                    samples.set(x, y, band, (int) Math.max(0, Math.min(255, value)));
                }
            }
        }
        return samples;
    }

    /** Noise of all frequencies, the low ones stronger, as photographs have it: its singular values fall off slowly. */
    static Samples rough(int width, int height, int bands) {
        Samples samples = new Samples(width, height, bands, 8);
        java.util.Random random = new java.util.Random(width * 31L + height);
        for (int band = 0; band < bands; band++) {
            double[][] sum = new double[height][width];
            for (int cell = 1; cell <= 64; cell *= 2) {
                double[][] nodes = new double[height / cell + 2][width / cell + 2];
                for (double[] row : nodes) {
                    java.util.Arrays.setAll(row, i -> random.nextGaussian() * 5);
                }
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        double v = y % cell / (double) cell;
                        double u = x % cell / (double) cell;
                        double[] upper = nodes[y / cell];
                        double[] lower = nodes[y / cell + 1];
                        int i = x / cell;
                        sum[y][x] += Math.sqrt(cell)
                                * ((1 - v) * ((1 - u) * upper[i] + u * upper[i + 1])
                                        + v * ((1 - u) * lower[i] + u * lower[i + 1]));
                    }
                }
            }
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    samples.set(x, y, band, (int) Math.max(0, Math.min(255, 128 + sum[y][x])));
                }
            }
        }
        return samples;
    }

    /**
     * A field of a few spectra whose shares vary from place to place, with some noise: what an imaging spectrometer sees.
     */
    static Samples spectral(int width, int height, int bands, int bitDepth) {
        Samples samples = new Samples(width, height, bands, bitDepth);
        Samples shares = rough(width, height, 4);
        java.util.Random random = new java.util.Random(bands);
        double scale = samples.maxValue() / 255.0;
        for (int i = 0; i < width * height; i++) {
            for (int band = 0; band < bands; band++) {
                double wave = band / (double) bands;
                double value = 0;
                for (int material = 0; material < 4; material++) {
                    double spectrum = 0.5 + 0.4 * Math.sin(3 + material * 1.7 + wave * (4 + 3 * material));
                    value += spectrum * (shares.plane(material)[i] & 0xff) / 4;
                }
                value = scale * (value + random.nextGaussian() * 0.7);
                samples.plane(band)[i] = (short) Math.max(0, Math.min(samples.maxValue(), Math.round(value)));
            }
        }
        return samples;
    }

    /** Largest difference of two samples. */
    static int difference(Samples a, Samples b) {
        int most = 0;
        for (int band = 0; band < a.bands(); band++) {
            for (int i = 0; i < a.plane(band).length; i++) {
                most = Math.max(most, Math.abs((a.plane(band)[i] & 0xffff) - (b.plane(band)[i] & 0xffff)));
            }
        }
        return most;
    }

    static PictureHeader header(Samples samples, CodedPicture coded) {
        PictureHeader.Colour colour =
                switch (samples.bands()) {
                    case 1 -> PictureHeader.Colour.GREY;
                    case 3 -> PictureHeader.Colour.RGB;
                    default -> PictureHeader.Colour.BANDS;
                };
        return new PictureHeader(
                samples.width(),
                samples.height(),
                colour,
                samples.bands(),
                PictureHeader.Alpha.NONE,
                samples.bitDepth(),
                coded.tileShift(),
                coded.settings());
    }

    static CodedPicture encode(Samples samples, PcqOptions options) throws IOException {
        return PcqEncoder.encode(PixelSource.of(samples), options, Progress.NONE);
    }

    static Samples decode(Samples like, CodedPicture coded, Region region) throws IOException {
        Samples out = new Samples(region.width(), region.height(), like.bands(), like.bitDepth());
        PcqDecoder decoder = new PcqDecoder(header(like, coded));
        decoder.decode(
                i -> coded.tiles().get(i),
                region,
                (x, y, part) -> {
                    for (int band = 0; band < part.bands(); band++) {
                        for (int row = 0; row < part.height(); row++) {
                            for (int column = 0; column < part.width(); column++) {
                                out.set(
                                        x - region.x() + column,
                                        y - region.y() + row,
                                        band,
                                        part.get(column, row, band));
                            }
                        }
                    }
                },
                Progress.NONE);
        return out;
    }

    static Samples decode(Samples like, CodedPicture coded) throws IOException {
        return decode(like, coded, new Region(0, 0, like.width(), like.height()));
    }

    /** Of 90 damaged copies of the first tile, cut short or with one bit turned: how many give an IOException. */
    static int refused(Samples like, CodedPicture coded) {
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < 90; round++) {
            byte[] tile = coded.tiles().get(0).clone();
            if (round % 3 == 0) {
                tile = Arrays.copyOf(tile, random.nextInt(tile.length));
            } else {
                tile[random.nextInt(tile.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                decode(like, new CodedPicture(coded.settings(), List.of(tile)));
            } catch (IOException e) {
                refused++;
            }
        }
        return refused;
    }

    static double psnr(Samples a, Samples b) {
        double sum = 0;
        for (int band = 0; band < a.bands(); band++) {
            for (int i = 0; i < a.plane(band).length; i++) {
                double error = (a.plane(band)[i] & 0xffff) - (b.plane(band)[i] & 0xffff);
                sum += error * error;
            }
        }
        return 10
                * Math.log10((double) a.maxValue()
                        * a.maxValue()
                        * a.bands()
                        * a.width()
                        * a.height()
                        / Math.max(sum, 1e-9));
    }
}

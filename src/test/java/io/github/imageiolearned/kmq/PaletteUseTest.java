// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with a palette: given ones, dithering, the loss budget. */
class PaletteUseTest {
    private static final List<Integer> BLACK_AND_WHITE = List.of(0xff000000, 0xffffffff);

    private static double squares(Samples a, Samples b) {
        double sum = 0;
        for (int band = 0; band < a.bands(); band++) {
            for (int i = 0; i < a.plane(band).length; i++) {
                double difference = a.plane(band)[i] - b.plane(band)[i];
                sum += difference * difference;
            }
        }
        return sum;
    }

    private static double mean(Samples picture, int fromX, int toX) {
        double sum = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = fromX; x < toX; x++) {
                sum += picture.get(x, y, 1);
            }
        }
        return sum / (picture.height() * (toX - fromX));
    }

    private static Samples ramp(int bands) {
        Samples picture = new Samples(256, 64, bands, 8);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 256; x++) {
                Pictures.set(picture, x, y, 0xff000000 | x * 0x010101);
            }
        }
        return picture;
    }

    @ParameterizedTest
    @EnumSource(
            value = KmqOptions.Dither.class,
            names = {"FLOYD_STEINBERG", "BLUE_NOISE"})
    void ditheringKeepsLocalMeans(KmqOptions.Dither dither) throws IOException {
        Samples ramp = ramp(3);
        KmqOptions plain = KmqOptions.ofColours(2).withPalette(BLACK_AND_WHITE, false);
        CodedPicture coded = Pictures.encode(ramp, plain.withDither(dither, 1));
        Samples decoded = Pictures.decode(ramp, coded, Pictures.all(ramp));
        for (int x = 32; x < 224; x += 32) {
            assertEquals(mean(ramp, x, x + 32), mean(decoded, x, x + 32), 12, "from column " + x);
        }
        assertEquals(squares(ramp, decoded), Pictures.decoder(ramp, coded).wcss(), squares(ramp, decoded) * 1e-4);
        CodedPicture weak = Pictures.encode(ramp, plain.withDither(dither, 0));
        assertArrayEquals(
                Pictures.encode(ramp, plain).tiles().get(0), weak.tiles().get(0));
    }

    @Test
    void blueNoiseHasEveryThresholdOnceAndFewLowFrequencies() {
        short[] thresholds = BlueNoise.thresholds();
        short[] sorted = thresholds.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            assertEquals(i, sorted[i]);
        }
        // Blocks of 4 x 4 hold about as many thresholds below the middle as above it; with white noise the variance is
        // 4.
        double variance = 0;
        int blocks = BlueNoise.SIDE / 4;
        for (int block = 0; block < blocks * blocks; block++) {
            int below = 0;
            for (int i = 0; i < 16; i++) {
                int x = block % blocks * 4 + i % 4;
                int y = block / blocks * 4 + i / 4;
                below += thresholds[y * BlueNoise.SIDE + x] < BlueNoise.LEVELS / 2 ? 1 : 0;
            }
            variance += (below - 8) * (below - 8) / (double) (blocks * blocks);
        }
        assertTrue(variance < 2, "variance " + variance);
    }

    @Test
    void exactPicturesAreNotDithered() throws IOException {
        Samples picture = Pictures.ofColours(40, 30, 3, new int[] {0xff102030, 0xffa0b0c0, 0xff00ff00}, 3);
        CodedPicture coded =
                Pictures.encode(picture, KmqOptions.ofColours(4).withDither(KmqOptions.Dither.FLOYD_STEINBERG, 1));
        assertTrue(Pictures.decoder(picture, coded).exact());
        assertTrue(Pictures.equal(picture, Pictures.decode(picture, coded, Pictures.all(picture))));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 2})
    void theLossBudgetIsKeptAndPaysOff(double decibels) throws IOException {
        Samples picture = Pictures.smooth(100, 80, 3, 7);
        KmqOptions options = KmqOptions.ofColours(24);
        CodedPicture plain = Pictures.encode(picture, options);
        CodedPicture chosen = Pictures.encode(picture, options.withLossBudget(decibels));
        Samples before = Pictures.decode(picture, plain, Pictures.all(picture));
        Samples after = Pictures.decode(picture, chosen, Pictures.all(picture));
        double lost = 10 * Math.log10(squares(picture, after) / squares(picture, before));
        assertTrue(lost <= decibels + 1e-3, "lost " + lost + " dB");
        assertTrue(chosen.size() < plain.size(), chosen.size() + " against " + plain.size() + " bytes");
        assertEquals(squares(picture, after), Pictures.decoder(picture, chosen).wcss(), squares(picture, after) * 1e-4);
    }

    @Test
    void aLossBudgetMovesNoGivenColour() throws IOException {
        Samples picture = Pictures.smooth(120, 90, 3, 8);
        List<Integer> palette = List.of(0xff000000, 0xff808080, 0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff);
        CodedPicture coded = Pictures.encode(
                picture, KmqOptions.ofColours(6).withPalette(palette, false).withLossBudget(1));
        int[] used = Pictures.decoder(picture, coded).palette();
        assertEquals(palette.size(), used.length);
        assertTrue(Arrays.stream(used).allMatch(palette::contains));
    }

    @Test
    void oklabIsAnotherPaletteButAsDeterministic() throws IOException {
        Samples picture = Pictures.smooth(90, 80, 4, 9);
        KmqOptions options = KmqOptions.ofColours(12);
        KmqOptions oklab = options.withSearch(KmqOptions.Space.OKLAB, 0, 100);
        CodedPicture coded = Pictures.encode(picture, oklab);
        assertArrayEquals(coded.settings(), Pictures.encode(picture, oklab).settings());
        double rgb =
                Pictures.decoder(picture, Pictures.encode(picture, options)).wcss();
        double lab = Pictures.decoder(picture, coded).wcss();
        assertTrue(lab > rgb && lab < 4 * rgb, "wcss " + lab + " against " + rgb + " in RGB");
    }

    @Test
    void oklabComesBack() {
        SplittableRandom random = new SplittableRandom(2);
        short[] point = new short[ColourPoints.DIMENSIONS];
        for (int i = 0; i < 1000; i++) {
            int argb = random.nextInt() | 0xff000000;
            Oklab.put(argb, point, 0);
            int back = Oklab.colour(new double[] {point[0], point[1], point[2], point[3]}, 0);
            for (int shift = 0; shift < 24; shift += 8) {
                // A step of 1/4080 is several 8-bit steps where sRGB is darkest.
                assertEquals(argb >>> shift & 0xff, back >>> shift & 0xff, 8, Integer.toHexString(argb));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 256})
    void aKeptPaletteComesBackEntryByEntry(int entries) throws IOException {
        SplittableRandom random = new SplittableRandom(entries);
        // Entries repeat, and most are used by no pixel.
        int[] palette =
                random.ints(entries, 0, 200).map(c -> 0xff000000 | c * 0x012345).toArray();
        Samples picture = Pictures.ofColours(20, 20, 3, Arrays.copyOf(palette, Math.min(3, entries)), 1);
        List<Integer> list = Arrays.stream(palette).boxed().toList();
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(2).withPalette(list, true));
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        assertArrayEquals(palette, decoder.entries());
        assertTrue(decoder.exact());
        assertFalse(decoder.indexed());
        assertTrue(Pictures.equal(picture, Pictures.decode(picture, coded, Pictures.all(picture))));
    }

    @Test
    void aPaletteInItsUsualOrderCostsLittle() {
        int[] order = new int[256];
        Arrays.setAll(order, i -> i);
        assertTrue(PaletteOrder.encode(order, 256).length <= 8);
    }

    @Test
    void malformedOrdersAreRefused() throws FormatException {
        int[] order = {4, 2, 2, 0, 1, 3, 3, 0};
        byte[] coded = PaletteOrder.encode(order.clone(), 5);
        assertArrayEquals(order, PaletteOrder.decode(coded, 8, 5));
        assertThrows(FormatException.class, () -> PaletteOrder.decode(coded, 4, 5));
        assertThrows(FormatException.class, () -> PaletteOrder.decode(Arrays.copyOf(coded, 3), 8, 5));
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = coded.clone();
            damaged[random.nextInt(coded.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                PaletteOrder.decode(damaged, 8, 5);
            } catch (FormatException e) {
                assertTrue(e.getMessage().contains("palette"), e.getMessage());
            }
        }
    }

    @Test
    void optionsThatContradictOneAnotherAreRefused() {
        KmqOptions dithered = KmqOptions.ofColours(8).withDither(KmqOptions.Dither.BLUE_NOISE, 1);
        assertThrows(IllegalArgumentException.class, () -> dithered.withLossBudget(1));
        assertThrows(
                IllegalArgumentException.class, () -> KmqOptions.ofColours(8).withLossBudget(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> dithered.withDither(KmqOptions.Dither.BLUE_NOISE, 1.01));
    }

    @Test
    void countsThePixelsOfEachColour() throws IOException {
        Samples picture = Pictures.ofColours(33, 21, 3, new int[] {0xff000000, 0xff00ff00}, 5);
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(2));
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        long[] counts = decoder.counts(coded.tiles()::get);
        long green = 0;
        for (short value : picture.plane(1)) {
            green += value == 255 ? 1 : 0;
        }
        for (int i = 0; i < 2; i++) {
            assertEquals(decoder.palette()[i] == 0xff00ff00 ? green : 33 * 21 - green, counts[i]);
        }
    }

    @Test
    void aSourceWithAPaletteIsRemembered() throws IOException {
        Samples picture = Pictures.ofColours(9, 9, 3, new int[] {0xff000000, 0xff00ff00}, 5);
        PixelSource plain = PixelSource.of(picture);
        PixelSource indexed = new PixelSource() {
            @Override
            public int width() {
                return plain.width();
            }

            @Override
            public int height() {
                return plain.height();
            }

            @Override
            public int bands() {
                return plain.bands();
            }

            @Override
            public int bitDepth() {
                return plain.bitDepth();
            }

            @Override
            public Samples read(Region region) {
                return plain.read(region);
            }

            @Override
            public Optional<int[]> palette() {
                return Optional.of(new int[] {0xff00ff00, 0xffffffff, 0xff000000});
            }
        };
        KmqOptions options = KmqOptions.ofColours(256);
        CodedPicture small = KmqEncoder.encode(indexed, options, Progress.NONE);
        assertTrue(Pictures.decoder(picture, small).indexed());
        assertEquals(2, Pictures.decoder(picture, small).entries().length);
        CodedPicture kept = KmqEncoder.encode(indexed, options.withPalette(List.of(), true), Progress.NONE);
        assertArrayEquals(
                new int[] {0xff00ff00, 0xffffffff, 0xff000000},
                Pictures.decoder(picture, kept).entries());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Patience;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KmqCodecTest {
    private static int[] randomColours(int count, boolean alpha, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.ints()
                .map(c -> alpha ? c | 0x01000000 : c | 0xff000000)
                .distinct()
                .limit(count)
                .toArray();
    }

    private static void assertLossless(Samples picture, KmqOptions options) throws IOException {
        CodedPicture coded = Pictures.encode(picture, options);
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        assertTrue(decoder.exact());
        assertEquals(0, decoder.wcss());
        assertTrue(Pictures.equal(picture, Pictures.decode(picture, coded, Pictures.all(picture))));
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void keepsPicturesWithFewColours(KmqOptions.Effort effort) throws IOException {
        for (int colours : new int[] {1, 2, 3, 16, 100, 256}) {
            for (int bands : new int[] {3, 4}) {
                int[] palette = randomColours(colours, bands == 4, colours);
                Samples picture = Pictures.ofColours(61, 47, bands, palette, 1);
                assertLossless(
                        picture, KmqOptions.ofColours(Math.max(2, colours)).withEffort(effort));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void keepsTinyAndOddSizes(KmqOptions.Effort effort) throws IOException {
        int[][] sizes = {{1, 1}, {1, 2}, {2, 1}, {3, 1}, {1, 9}, {2, 2}, {5, 3}};
        for (int[] size : sizes) {
            for (int bands = 1; bands <= 4; bands++) {
                Samples picture = Pictures.smooth(size[0], size[1], bands, 5);
                assertLossless(picture, KmqOptions.ofColours(256).withEffort(effort));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void greyStaysGreyAndExactWithAllItsLevels(KmqOptions.Effort effort) throws IOException {
        Samples picture = Pictures.smooth(120, 90, 1, 3);
        assertLossless(picture, KmqOptions.ofColours(256).withEffort(effort));
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void reportsTheErrorThatItMakes(KmqOptions.Effort effort) throws IOException {
        Samples picture = Pictures.smooth(150, 130, 3, 7);
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(32).withEffort(effort));
        Samples decoded = Pictures.decode(picture, coded, Pictures.all(picture));
        double sum = 0;
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < picture.plane(b).length; i++) {
                double difference = picture.plane(b)[i] - decoded.plane(b)[i];
                sum += difference * difference;
            }
        }
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        assertFalse(decoder.exact());
        assertEquals(32, decoder.colours());
        assertEquals(effort, decoder.effort());
        assertTrue(decoder.iterations() > 0);
        assertEquals(sum, decoder.wcss(), sum / 60_000);
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void decodesRegionsOfPicturesWithSeveralTiles(KmqOptions.Effort effort) throws IOException {
        // No more colours than the palette has: nothing of this is about how it is learned, which would take seconds.
        Samples picture = Pictures.ofColours(1700, 40, 3, randomColours(64, false, 9), 11);
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(64).withEffort(effort));
        assertEquals(2, coded.tiles().size());
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        int[] palette = decoder.palette();
        for (Region region : List.of(
                new Region(0, 0, 1, 1),
                new Region(1000, 3, 60, 30),
                new Region(1023, 0, 1, 40),
                new Region(1024, 7, 676, 1),
                new Region(1699, 39, 1, 1))) {
            assertTrue(Pictures.equal(picture.crop(region), Pictures.decode(picture, coded, region)));
            int[] colours = new int[(int) region.area()];
            decoder.decodeIndices(
                    coded.tiles()::get,
                    region,
                    (part, indices, offset, stride) -> {
                        for (int y = 0; y < part.height(); y++) {
                            for (int x = 0; x < part.width(); x++) {
                                int at = (part.y() - region.y() + y) * region.width() + part.x() - region.x() + x;
                                colours[at] = palette[indices[offset + y * stride + x] & 0xff];
                            }
                        }
                    },
                    Progress.NONE);
            assertArrayEquals(Colours.packed(picture.crop(region)), colours);
        }
    }

    @Test
    void readsOnlyTheTilesOfARegion() throws IOException {
        Samples picture = Pictures.smooth(1700, 20, 1, 2);
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(64));
        List<Integer> read = Collections.synchronizedList(new ArrayList<>());
        Pictures.decoder(picture, coded)
                .decode(
                        tile -> {
                            read.add(tile);
                            return coded.tiles().get(tile);
                        },
                        new Region(1100, 0, 10, 10),
                        (x, y, samples) -> {},
                        Progress.NONE);
        assertEquals(List.of(1), read);
    }

    @Test
    void aFlatPictureHasLargerTiles() throws IOException {
        Samples picture = new Samples(1700, 30, 3, 8);
        for (int x = 0; x < 1700; x++) {
            picture.set(x, x % 30, 1, x % 5);
        }
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(8));
        assertEquals(1, coded.tiles().size());
        assertTrue(Pictures.equal(picture, Pictures.decode(picture, coded, Pictures.all(picture))));
    }

    @Test
    void aSmallPictureLiesWithItsPalette() throws IOException {
        int[] palette = randomColours(9, true, 4);
        CodedPicture coded = Pictures.encode(Pictures.ofColours(128, 128, 4, palette, 6), KmqOptions.ofColours(9));
        assertEquals(0, coded.tiles().get(0).length);
        Samples larger = Pictures.ofColours(129, 128, 4, palette, 6);
        assertTrue(Pictures.encode(larger, KmqOptions.ofColours(9)).tiles().get(0).length > 0);
        assertThrows(FormatException.class, () -> Pictures.decoder(larger, coded));
        CodedPicture twice = new CodedPicture(coded.settings(), List.of(new byte[1]));
        Samples small = larger.crop(new Region(0, 0, 128, 128));
        assertThrows(IOException.class, () -> Pictures.decode(small, twice, Pictures.all(small)));
    }

    @Test
    void tileSizeIsTheHeaders() throws IOException {
        Samples picture = Pictures.ofColours(100, 30, 3, randomColours(9, false, 4), 6);
        KmqOptions options = KmqOptions.ofColours(9).withEffort(KmqOptions.Effort.FAST);
        CodedPicture left = Pictures.encode(picture.crop(new Region(0, 0, 64, 30)), options);
        CodedPicture right = Pictures.encode(picture.crop(new Region(64, 0, 36, 30)), options);
        assertArrayEquals(left.settings(), right.settings());
        CodedPicture both = new CodedPicture(
                left.settings(), List.of(left.tiles().get(0), right.tiles().get(0)));
        KmqDecoder decoder = new KmqDecoder(Pictures.header(100, 30, 3, 6, both.settings()));
        assertTrue(Pictures.equal(picture, Pictures.decode(decoder, both, Pictures.all(picture), 3)));
    }

    @Test
    void fullyTransparentPixelsShareAnEntryWhereTheyMust() throws IOException {
        Samples picture = new Samples(16, 16, 4, 8);
        for (int i = 0; i < 256; i++) {
            Pictures.set(picture, i % 16, i / 16, i < 100 ? i * 0x10203 : 0xff000000 | (i % 3) * 0x304050);
        }
        CodedPicture coded = Pictures.encode(picture, KmqOptions.ofColours(4));
        KmqDecoder decoder = Pictures.decoder(picture, coded);
        assertTrue(decoder.exact());
        assertEquals(4, decoder.colours());
        Samples decoded = Pictures.decode(picture, coded, Pictures.all(picture));
        for (int i = 0; i < 256; i++) {
            int[] was = Colours.packed(picture);
            int[] is = Colours.packed(decoded);
            assertEquals(was[i] >>> 24 == 0 ? 0 : was[i], is[i]);
        }
    }

    @Test
    void theSameWhateverTheNumberOfThreads() throws IOException, InterruptedException, ExecutionException {
        Samples picture = Pictures.smooth(300, 1600, 3, 9);
        CodedPicture here = Pictures.encode(picture, KmqOptions.ofColours(20));
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            CodedPicture there = one.submit(() -> Pictures.encode(picture, KmqOptions.ofColours(20)))
                    .get();
            assertArrayEquals(here.settings(), there.settings());
            for (int tile = 0; tile < here.tiles().size(); tile++) {
                assertArrayEquals(here.tiles().get(tile), there.tiles().get(tile));
            }
        } finally {
            one.shutdown();
        }
    }

    @Test
    void stopsWhenCancelled() {
        Progress cancelled = new Patience(0);
        PixelSource picture = PixelSource.of(Pictures.smooth(20, 20, 3, 1));
        assertThrows(CancellationException.class, () -> KmqEncoder.encode(picture, KmqOptions.ofColours(4), cancelled));
    }

    @Test
    void refusesWhatItDoesNotHave() throws IOException {
        PixelSource deep = PixelSource.of(new Samples(2, 2, 3, 16));
        assertThrows(
                IllegalArgumentException.class, () -> KmqEncoder.encode(deep, KmqOptions.ofColours(2), Progress.NONE));
        Samples picture = Pictures.smooth(3, 3, 3, 1);
        byte[] settings = Pictures.encode(picture, KmqOptions.ofColours(16)).settings();
        PictureHeader header =
                new PictureHeader(3, 3, PictureHeader.Colour.BANDS, 3, PictureHeader.Alpha.NONE, 8, 10, settings);
        assertThrows(FormatException.class, () -> new KmqDecoder(header));
    }

    @ParameterizedTest
    @EnumSource(KmqOptions.Effort.class)
    void malformedBytesGiveAnIOExceptionOrPixels(KmqOptions.Effort effort) throws IOException {
        Samples large = Pictures.ofColours(150, 110, 4, randomColours(40, true, 8), 2);
        Samples small = large.crop(new Region(0, 0, 40, 30));
        KmqOptions options = KmqOptions.ofColours(64).withEffort(effort);
        CodedPicture codedLarge = Pictures.encode(large, options);
        CodedPicture codedSmall = Pictures.encode(small, options);
        SplittableRandom random = new SplittableRandom(12);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            Samples picture = round % 3 == 0 ? small : large;
            CodedPicture coded = round % 3 == 0 ? codedSmall : codedLarge;
            boolean header = round % 2 == 0 || coded.tiles().get(0).length == 0;
            byte[] settings = header ? damaged(coded.settings(), random) : coded.settings();
            byte[] tile = header ? coded.tiles().get(0) : damaged(coded.tiles().get(0), random);
            CodedPicture broken = new CodedPicture(settings, List.of(tile));
            try {
                Pictures.decode(picture, broken, Pictures.all(picture));
            } catch (IOException e) {
                refused++;
            }
        }
        // A flipped bit of a palette, or one that is made up for by another, cannot be seen without a checksum.
        assertTrue(refused > 200, refused + " of 300 refused");
    }

    private static byte[] damaged(byte[] bytes, SplittableRandom random) {
        if (random.nextInt(3) == 0) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        byte[] damaged = bytes.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.Patience;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NnzCodecTest {
    private static final int SHIFT = 6;

    private static CodedPicture encode(Samples picture, NnzOptions options) throws IOException {
        return new NnzEncoder(TinyModel.models(), 1 << SHIFT).encode(PixelSource.of(picture), options, Progress.NONE);
    }

    private static Samples decode(CodedPicture coded, Samples like, Region region) throws IOException {
        Samples decoded = new Samples(like.width(), like.height(), like.bands(), 8);
        new NnzDecoder(TinyModel.header(coded, like.width(), like.height(), like.bands(), SHIFT), TinyModel.models())
                .decode(index -> coded.tiles().get(index), region, TinyModel.into(decoded), Progress.NONE);
        return decoded;
    }

    private static Region all(Samples samples) {
        return new Region(0, 0, samples.width(), samples.height());
    }

    private static double psnr(Samples a, Samples b) {
        double sum = 0;
        for (int band = 0; band < a.bands(); band++) {
            for (int i = 0; i < a.plane(band).length; i++) {
                double d = a.plane(band)[i] - b.plane(band)[i];
                sum += d * d;
            }
        }
        return 10 * Math.log10(255.0 * 255 * a.bands() * a.plane(0).length / sum);
    }

    @ParameterizedTest
    @CsvSource({"1,1,3", "16,16,3", "17,15,1", "100,3,3", "200,150,3", "129,257,1"})
    void codesEverySizeAndBothNumbersOfBands(int width, int height, int bands) throws IOException {
        Samples picture = TinyModel.picture(width, height, bands);
        for (NnzOptions.Effort effort : NnzOptions.Effort.values()) {
            Samples decoded = decode(encode(picture, TinyModel.options(1, effort)), picture, all(picture));
            assertTrue(psnr(picture, decoded) > 22, () -> effort + ": " + psnr(picture, decoded) + " dB");
        }
    }

    @Test
    void betterQualityIsLargerAndCloser() throws IOException {
        Samples picture = TinyModel.picture(192, 160, 3);
        CodedPicture small = encode(picture, TinyModel.options(0, NnzOptions.Effort.SMALL));
        CodedPicture large = encode(picture, TinyModel.options(1, NnzOptions.Effort.SMALL));
        assertTrue(small.size() * 2 < large.size());
        assertTrue(psnr(picture, decode(small, picture, all(picture))) + 1
                < psnr(picture, decode(large, picture, all(picture))));
    }

    @Test
    void cutIntoTilesAndWindowsShowsNowhere() throws IOException {
        Samples picture = TinyModel.picture(300, 280, 3);
        NnzModel model = TinyModel.models().find(TinyModel.ID);
        PixelSource source = PixelSource.of(picture);
        Region cells = Windows.cells(all(picture));
        float[][] whole = new Analysis(model, source, 0.6f, true).latents(cells);
        Region part = new Region(5, 7, 9, 4);
        float[][] cut = new Analysis(model, source, 0.6f, false).latents(part);
        for (int c = 0; c < whole.length; c++) {
            for (int y = 0; y < part.height(); y++) {
                for (int x = 0; x < part.width(); x++) {
                    float expected = whole[c][(part.y() + y) * cells.width() + part.x() + x];
                    assertEquals(expected, cut[c][y * part.width() + x], 1e-3);
                }
            }
        }
        // Tiles of 64 pixels here, of 1024 there: the same latents, and so the same pixels up to rounding.
        NnzOptions options = TinyModel.options(0.6, NnzOptions.Effort.FAST);
        CodedPicture tiled = encode(picture, options);
        CodedPicture single = new NnzEncoder(TinyModel.models()).encode(source, options, Progress.NONE);
        assertEquals(1, single.tiles().size());
        Samples fromTiles = decode(tiled, picture, all(picture));
        Samples fromOne = new Samples(300, 280, 3, 8);
        new NnzDecoder(TinyModel.header(single, 300, 280, 3, 10), TinyModel.models())
                .decode(single.tiles()::get, all(picture), TinyModel.into(fromOne), Progress.NONE);
        int different = 0;
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < fromOne.plane(b).length; i++) {
                int difference = Math.abs(fromOne.plane(b)[i] - fromTiles.plane(b)[i]);
                assertTrue(difference <= 1);
                different += difference;
            }
        }
        assertTrue(different < 30, different + " samples were rounded the other way");
    }

    @ParameterizedTest
    @CsvSource({"0,0,1,1", "63,63,2,2", "70,130,90,61", "199,149,1,1", "0,64,200,1"})
    void regionIsThatPartOfTheWholeAndReadsOnlyItsTiles(int x, int y, int width, int height) throws IOException {
        Samples picture = TinyModel.picture(200, 250, 3);
        CodedPicture coded = encode(picture, TinyModel.options(0.7, NnzOptions.Effort.SMALL));
        Region region = new Region(x, y, width, height);
        Samples whole = decode(coded, picture, all(picture));
        Samples part = new Samples(200, 250, 3, 8);
        Set<Integer> read = ConcurrentHashMap.newKeySet();
        new NnzDecoder(TinyModel.header(coded, 200, 250, 3, SHIFT), TinyModel.models())
                .decode(
                        index -> {
                            assertTrue(read.add(index), "tile " + index + " was read twice");
                            return coded.tiles().get(index);
                        },
                        region,
                        (left, top, samples) -> {
                            assertTrue(region.grow(0, 200, 250)
                                    .intersects(new Region(left, top, samples.width(), samples.height())));
                            TinyModel.into(part).write(left, top, samples);
                        },
                        Progress.NONE);
        for (int b = 0; b < 3; b++) {
            for (int row = 0; row < 250; row++) {
                for (int column = 0; column < 200; column++) {
                    boolean inside = column >= x && column < x + width && row >= y && row < y + height;
                    int expected = inside ? whole.get(column, row, b) : 0;
                    assertEquals(expected, part.get(column, row, b), inside ? 1 : 0);
                }
            }
        }
        assertTrue(read.size() < coded.tiles().size(), "all tiles were read for " + region);
    }

    @ParameterizedTest
    @EnumSource(NnzOptions.Effort.class)
    void corruptTilesAreRefused(NnzOptions.Effort effort) throws IOException {
        Samples picture = TinyModel.picture(60, 60, 3);
        CodedPicture coded = encode(picture, TinyModel.options(0.8, effort));
        byte[] good = coded.tiles().get(0);
        NnzDecoder decoder = new NnzDecoder(TinyModel.header(coded, 60, 60, 3, SHIFT), TinyModel.models());
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] bad = i % 3 == 0 ? java.util.Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            if (i % 3 == 1) {
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            } else if (i % 3 == 2) {
                random.nextBytes(bad);
            }
            assertThrows(
                    FormatException.class,
                    () -> decoder.decode(index -> bad, new Region(0, 0, 60, 60), (x, y, samples) -> {}, Progress.NONE));
        }
    }

    @Test
    void corruptSettingsAreRefused() throws IOException {
        Samples picture = TinyModel.picture(20, 20, 3);
        CodedPicture coded = encode(picture, TinyModel.options(0.5, NnzOptions.Effort.SMALL));
        for (int length = 0; length < coded.settings().length; length++) {
            byte[] cut = java.util.Arrays.copyOf(coded.settings(), length);
            CodedPicture bad = new CodedPicture(cut, coded.tiles());
            assertThrows(
                    FormatException.class,
                    () -> new NnzDecoder(TinyModel.header(bad, 20, 20, 3, SHIFT), TinyModel.models()));
        }
    }

    @Test
    void reportsProgressAndCancels() throws IOException {
        Samples picture = TinyModel.picture(200, 200, 3);
        CodedPicture coded = encode(picture, TinyModel.options(0.5, NnzOptions.Effort.FAST));
        NnzDecoder decoder = new NnzDecoder(TinyModel.header(coded, 200, 200, 3, SHIFT), TinyModel.models());
        float[] last = {0};
        decoder.decode(coded.tiles()::get, all(picture), (x, y, samples) -> {}, fraction -> last[0] = fraction);
        assertEquals(1, last[0]);
        Progress impatient = new Patience(0);
        assertThrows(
                CancellationException.class,
                () -> decoder.decode(coded.tiles()::get, all(picture), (x, y, samples) -> {}, impatient));
        assertThrows(CancellationException.class, () -> new NnzEncoder(TinyModel.models())
                .encode(PixelSource.of(picture), TinyModel.options(0.5, NnzOptions.Effort.FAST), impatient));
    }

    /** A tile may take seconds: work stops at the next of its twelve channels. */
    @Test
    void stopsInTheMiddleOfATile() throws IOException {
        Samples picture = TinyModel.picture(60, 60, 3);
        for (NnzOptions.Effort effort : NnzOptions.Effort.values()) {
            NnzOptions options = TinyModel.options(1, effort);
            CodedPicture coded = encode(picture, options);
            assertEquals(1, coded.tiles().size());
            NnzDecoder decoder = new NnzDecoder(TinyModel.header(coded, 60, 60, 3, SHIFT), TinyModel.models());
            assertThrows(
                    CancellationException.class,
                    () -> decoder.decode(coded.tiles()::get, all(picture), (x, y, samples) -> {}, new Patience(6)));
            assertThrows(CancellationException.class, () -> new NnzEncoder(TinyModel.models())
                    .encode(PixelSource.of(picture), options, new Patience(6)));
        }
    }

    @Test
    void sameBytesForAnyThreadingAndSaysWhatItUsed() throws IOException {
        Samples picture = TinyModel.picture(200, 200, 3);
        NnzOptions options = TinyModel.options(0.5, NnzOptions.Effort.SMALL);
        CodedPicture first = encode(picture, options);
        CodedPicture second = encode(picture, options);
        for (int i = 0; i < first.tiles().size(); i++) {
            assertArrayEquals(first.tiles().get(i), second.tiles().get(i));
        }
        NnzDecoder decoder = new NnzDecoder(TinyModel.header(first, 200, 200, 3, SHIFT), TinyModel.models());
        assertEquals(TinyModel.ID, decoder.model());
        assertEquals(128, decoder.level());
        assertEquals(NnzOptions.Effort.SMALL, decoder.effort());
        assertTrue(TinyModel.models().find(TinyModel.ID).hash().startsWith(decoder.modelHash()));
    }
}

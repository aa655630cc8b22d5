// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowsTest {
    private static final PcqOptions ROWS = PcqOptions.ofQuality(0.5).withType(PcqOptions.Type.ROWS);

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,3", "9,4,3", "90,70,3", "70,90,1", "33,40,5"})
    void allComponentsAreNearlyLossless(int width, int height, int bands) throws IOException {
        Samples scene = Scenes.scene(width, height, bands);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(Math.min(width, height)));
        assertTrue(Scenes.psnr(scene, Scenes.decode(scene, coded)) > 50);
    }

    @ParameterizedTest
    @CsvSource({"96,64,4,1", "64,96,9,1", "64,64,15,3", "260,300,20,1", "300,260,50,1", "260,260,100,1", "260,300,200,1"
    })
    void theFileReproducesTheDecompositionInDoublePrecision(int width, int height, int count, int bands)
            throws IOException {
        Samples scene = Scenes.rough(width, height, bands);
        Samples centred = new Samples(width, height, bands, 8);
        Samples plain = new Samples(width, height, bands, 8);
        for (int band = 0; band < bands; band++) {
            double[] means = means(scene, band);
            double[] none = new double[width];
            put(new JacobiSvd(matrix(scene, band, means)).sum(count), means, centred, band);
            put(new JacobiSvd(matrix(scene, band, none)).sum(count), none, plain, band);
        }
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(count));
        double psnr = Scenes.psnr(scene, Scenes.decode(scene, coded));
        assertEquals(Scenes.psnr(scene, centred), psnr, 0.05);
        // Without the mean row taken off, as some textbooks have it, as many components tell less.
        assertTrue(psnr > Scenes.psnr(scene, plain) - 0.05);
        assertTrue(coded.size() < (long) bands * count * (1L + width + height), coded.size() + " bytes");
    }

    /** Means of the columns of a band. */
    static double[] means(Samples samples, int band) {
        double[] means = new double[samples.width()];
        for (int x = 0; x < means.length; x++) {
            for (int y = 0; y < samples.height(); y++) {
                means[x] += samples.get(x, y, band) / (double) samples.height();
            }
        }
        return means;
    }

    /** A band as a matrix, less its means. */
    static double[][] matrix(Samples samples, int band, double[] means) {
        double[][] rows = new double[samples.height()][samples.width()];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < means.length; x++) {
                rows[y][x] = samples.get(x, y, band) - means[x];
            }
        }
        return rows;
    }

    /** Makes a band of a matrix. */
    static void put(double[][] rows, double[] means, Samples samples, int band) {
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < means.length; x++) {
                samples.set(x, y, band, (int) Math.max(0, Math.min(255, Math.rint(rows[y][x] + means[x]))));
            }
        }
    }

    /** More than 96 pixels a side: few components of so many are found by iteration. */
    @ParameterizedTest
    @CsvSource({"200,150", "150,200"})
    void rowsThatAreAllAlikeNeedNoComponents(int width, int height) throws IOException {
        Samples scene = new Samples(width, height, 3, 8);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                scene.set(x, y, 0, 77);
                scene.set(x, y, 1, x % 13);
            }
        }
        for (PcqOptions options : List.of(ROWS.withComponents(5), ROWS.withVariance(0.95), ROWS)) {
            CodedPicture coded = Scenes.encode(scene, options);
            Samples decoded = Scenes.decode(scene, coded);
            for (int band = 0; band < scene.bands(); band++) {
                assertArrayEquals(scene.plane(band), decoded.plane(band));
            }
            assertEquals(0, new PcqDecoder(Scenes.header(scene, coded)).components());
        }
    }

    @Test
    void aLargeFlatPictureHasAsManySharesAsAnyOther() throws IOException {
        double[] cumulative = RowSpectrum.cumulative(PixelSource.of(new Samples(1203, 1201, 1, 8)), Progress.NONE);
        assertEquals(RowSpectrum.LEADING, cumulative.length);
        assertTrue(Arrays.stream(cumulative).allMatch(share -> share == 1));
    }

    @Test
    void theShareOfVarianceThatWasAskedForIsKept() throws IOException {
        Samples scene = Scenes.rough(220, 200, 1);
        for (double share : new double[] {0.8, 0.95, 0.98}) {
            CodedPicture coded = Scenes.encode(scene, ROWS.withVariance(share));
            double[] explained = new PcqDecoder(Scenes.header(scene, coded)).explainedVariance();
            double sum = Arrays.stream(explained).sum();
            double withoutLast = sum - explained[explained.length - 1];
            assertTrue(sum >= share - 1e-4 && withoutLast < share, sum + " of " + share);
        }
    }

    /** As many components of four tiles would be four times as many numbers. */
    @Test
    void aPictureOfSeveralTilesIsOneMatrix() throws IOException {
        Samples scene = Scenes.rough(1600, 1540, 1);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(20));
        assertTrue(coded.size() < 20 * (1L + 1600 + 1540), coded.size() + " bytes");
        double[] explained = new PcqDecoder(Scenes.header(scene, coded)).explainedVariance();
        double[] means = means(scene, 0);
        double total = Arrays.stream(matrix(scene, 0, means))
                .flatMapToDouble(Arrays::stream)
                .map(v -> v * v)
                .sum();
        double lost = total * (1 - Arrays.stream(explained).sum());
        double expected = 10 * Math.log10(255.0 * 255 * 1600 * 1540 / lost);
        assertEquals(expected, Scenes.psnr(scene, Scenes.decode(scene, coded)), 0.05);
    }

    @Test
    void moreQualityGivesMoreBytesAndLessError() throws IOException {
        Samples scene = Scenes.scene(100, 80, 3);
        double psnr = 0;
        long size = 0;
        for (double quality = 0; quality <= 1; quality += 0.25) {
            CodedPicture coded =
                    Scenes.encode(scene, PcqOptions.ofQuality(quality).withType(PcqOptions.Type.ROWS));
            double next = Scenes.psnr(scene, Scenes.decode(scene, coded));
            assertTrue(next > psnr && coded.size() > size);
            psnr = next;
            size = coded.size();
        }
    }

    @Test
    void tilesOfManyBandsAreAsSmallAsADecoderAsksFor() throws IOException {
        Samples scene = Scenes.scene(300, 130, 256);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(1));
        assertEquals(LayerEncoder.tileShift(256), coded.tileShift());
        assertEquals(256, Scenes.decode(scene, coded).bands());
    }

    @Test
    void aRegionIsACropOfTheWhole() throws IOException {
        Samples scene = Scenes.scene(1600, 1540, 1);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(3));
        assertEquals(4, coded.tiles().size());
        assertEquals(0, coded.tiles().get(3).length);
        for (Region region : List.of(new Region(1000, 1007, 60, 40), new Region(1100, 1100, 3, 4))) {
            assertArrayEquals(
                    Scenes.decode(scene, coded).crop(region).plane(0),
                    Scenes.decode(scene, coded, region).plane(0));
        }
    }

    @Test
    void corruptTilesGiveAnExceptionOrAPicture() throws IOException {
        Samples scene = Scenes.scene(60, 50, 3);
        int refused = Scenes.refused(scene, Scenes.encode(scene, ROWS.withComponents(8)));
        assertTrue(refused > 80, refused + " of 90 were refused");
    }
}

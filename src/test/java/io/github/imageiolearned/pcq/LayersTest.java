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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayersTest {
    private static final PcqOptions BEST = PcqOptions.ofQuality(1);

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,2", "70,50,1", "90,60,2", "60,90,3", "50,40,5", "33,35,31", "20,18,256"})
    void atQualityOneNoSampleErrsByMoreThanOne(int width, int height, int bands) throws IOException {
        for (int bits : new int[] {8, 16}) {
            Samples scene = Scenes.spectral(width, height, bands, bits);
            CodedPicture coded = Scenes.encode(scene, BEST);
            int error = Scenes.difference(scene, Scenes.decode(scene, coded));
            assertTrue(error <= 1, bits + " bits: " + error);
        }
    }

    @Test
    void photographsOfEightBitsAreKeptAsClosely() throws IOException {
        Samples scene = Scenes.rough(300, 200, 3);
        assertTrue(Scenes.difference(scene, Scenes.decode(scene, Scenes.encode(scene, BEST))) <= 1);
    }

    @ParameterizedTest
    @CsvSource({"8,1", "8,7", "16,1", "16,7"})
    void extremesAndConstantsAreKeptAsClosely(int bits, int bands) throws IOException {
        Random random = new Random(9);
        Samples noise = new Samples(70, 40, bands, bits);
        for (int band = 0; band < bands; band++) {
            short[] plane = noise.plane(band);
            for (int i = 0; i < plane.length; i++) {
                // Every other band is all black or all white, the others jump between the two.
                plane[i] = (short) (band % 4 == 1 ? 0 : band % 4 == 3 || random.nextBoolean() ? noise.maxValue() : 0);
            }
        }
        CodedPicture coded = Scenes.encode(noise, BEST);
        assertTrue(Scenes.difference(noise, Scenes.decode(noise, coded)) <= 1);
        Samples flat = new Samples(40, 33, bands, bits);
        Arrays.fill(flat.plane(0), (short) flat.maxValue());
        for (double quality : new double[] {0, 0.5, 1}) {
            CodedPicture small = Scenes.encode(flat, PcqOptions.ofQuality(quality));
            assertEquals(0, Scenes.difference(flat, Scenes.decode(flat, small)));
            assertTrue(small.size() < 60 + 10 * bands, small.size() + " bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"8,5", "16,1", "16,3", "16,20"})
    void moreQualityGivesMoreBytesAndLessError(int bits, int bands) throws IOException {
        Samples scene = Scenes.spectral(90, 70, bands, bits);
        double psnr = 0;
        long size = 0;
        for (double quality : new double[] {0.3, 0.5, 0.7, 0.9, 1}) {
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(quality));
            double next = Scenes.psnr(scene, Scenes.decode(scene, coded));
            assertTrue(next > psnr && coded.size() > size, quality + ": " + next + " dB, " + coded.size() + " bytes");
            psnr = next;
            size = coded.size();
        }
    }

    /** Four materials and noise: four components tell all there is to tell. */
    @Test
    void bandsThatHangTogetherCostLittle() throws IOException {
        Samples scene = Scenes.spectral(96, 96, 60, 16);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.5));
        PcqDecoder decoder = new PcqDecoder(Scenes.header(scene, coded));
        assertTrue(decoder.bandComponents() <= 4, decoder.bandComponents() + " components");
        long apart = 0;
        for (int band = 0; band < 60; band++) {
            apart += Scenes.encode(scene.bands(band, 1), PcqOptions.ofQuality(0.5))
                    .size();
        }
        assertTrue(6 * coded.size() < apart, coded.size() + " bytes, apart " + apart);
    }

    @Test
    void explainedVarianceIsThatOfTheCovariance() throws IOException {
        Samples scene = Scenes.spectral(64, 48, 6, 8);
        CodedPicture coded = Scenes.encode(scene, BEST);
        double[][] rows = new double[6][64 * 48];
        for (int band = 0; band < 6; band++) {
            double mean = 0;
            for (short sample : scene.plane(band)) {
                mean += sample / (64.0 * 48);
            }
            for (int i = 0; i < rows[band].length; i++) {
                rows[band][i] = scene.plane(band)[i] - mean;
            }
        }
        JacobiSvd reference = new JacobiSvd(rows);
        double[] explained = new PcqDecoder(Scenes.header(scene, coded)).explainedVariance();
        double sum = 0;
        for (int count = 1; count <= explained.length; count++) {
            sum += explained[count - 1];
            assertEquals(reference.share(count), sum, 1e-3);
        }
        assertEquals(6, explained.length);
    }

    @Test
    void aRegionIsACropOfTheWhole() throws IOException {
        Samples scene = Scenes.spectral(150, 140, 256, 8);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.6));
        assertEquals(7, coded.tileShift());
        Samples wide = Scenes.spectral(400, 30, 256, 8);
        CodedPicture tiles = Scenes.encode(wide, PcqOptions.ofQuality(0.6));
        assertEquals(3, tiles.tiles().size());
        Region region = new Region(120, 3, 150, 20);
        Samples whole = Scenes.decode(wide, tiles).crop(region);
        Samples part = Scenes.decode(wide, tiles, region);
        for (int band = 0; band < 256; band++) {
            assertArrayEquals(whole.plane(band), part.plane(band));
        }
    }

    @Test
    void theShareOfVarianceThatWasAskedForIsKept() throws IOException {
        Samples scene = Scenes.spectral(96, 80, 12, 16);
        for (double share : new double[] {0.95, 0.99}) {
            Samples back = Scenes.decode(
                    scene, Scenes.encode(scene, PcqOptions.ofQuality(0).withVariance(share)));
            double kept = 1 - lost(scene, back);
            assertTrue(kept >= share && kept < share + (1 - share) / 2, kept + " of " + share);
        }
    }

    private static double lost(Samples scene, Samples back) {
        double all = 0;
        double error = 0;
        for (int band = 0; band < scene.bands(); band++) {
            double mean = 0;
            for (short sample : scene.plane(band)) {
                mean += (sample & 0xffff) / (double) scene.plane(band).length;
            }
            for (int i = 0; i < scene.plane(band).length; i++) {
                int sample = scene.plane(band)[i] & 0xffff;
                all += (sample - mean) * (sample - mean);
                error += Math.pow(sample - (back.plane(band)[i] & 0xffff), 2);
            }
        }
        return error / all;
    }

    @Test
    void corruptTilesGiveAnExceptionOrAPicture() throws IOException {
        Samples scene = Scenes.spectral(60, 50, 5, 16);
        for (double quality : new double[] {0.4, 1}) {
            int refused = Scenes.refused(scene, Scenes.encode(scene, PcqOptions.ofQuality(quality)));
            assertTrue(refused > 80, refused + " of 90 were refused");
        }
    }

    @Test
    void corruptSettingsGiveAnException() throws IOException {
        Samples scene = Scenes.spectral(20, 20, 9, 16);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.9));
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] settings = coded.settings().clone();
            if (round % 2 == 0) {
                settings = Arrays.copyOf(settings, 1 + random.nextInt(settings.length - 1));
            } else {
                settings[random.nextInt(settings.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                Scenes.decode(scene, new CodedPicture(settings, coded.tiles()));
            } catch (IOException e) {
                assertTrue(e.getMessage() != null);
            }
        }
    }

    @Test
    void componentsAcrossBandsLoseLittleMoreThanWhatTheyLeaveOut() throws IOException {
        int bands = 8;
        int kept = 4;
        Samples scene = Scenes.spectral(200, 160, bands, 8);
        CodedPicture coded = PcqEncoder.encode(
                PixelSource.of(scene, false), PcqOptions.ofQuality(0.5).withComponents(kept), Progress.NONE);
        Samples decoded = Scenes.decode(scene, coded);
        double error = 0;
        for (int band = 0; band < bands; band++) {
            for (int i = 0; i < scene.plane(band).length; i++) {
                int d = scene.plane(band)[i] - decoded.plane(band)[i];
                error += d * d;
            }
        }
        error /= (double) bands * scene.plane(0).length;
        // Four spectra and noise of this variance, of which the components hold a share.
        double leftOut = (0.7 * 0.7 + 1.0 / 12) * (bands - kept) / bands;
        assertTrue(error < 1.5 * leftOut, error + " of " + leftOut);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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

    /** Power iteration with deflation is another way to the same components. */
    @ParameterizedTest
    @CsvSource({"96,64,4", "64,96,9", "64,64,15"})
    void quantisingCostsLittleAgainstDoubles(int width, int height, int count) throws IOException {
        Samples scene = Scenes.scene(width, height, 1);
        double[][] rest = new double[height][width];
        double[][] sum = new double[height][width];
        for (int x = 0; x < width; x++) {
            double mean = 0;
            for (int y = 0; y < height; y++) {
                mean += scene.get(x, y, 0) / (double) height;
            }
            for (int y = 0; y < height; y++) {
                sum[y][x] = mean;
                rest[y][x] = scene.get(x, y, 0) - mean;
            }
        }
        for (int k = 0; k < count; k++) {
            deflate(rest, sum);
        }
        double exact = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double value = Math.max(0, Math.min(255, Math.rint(sum[y][x])));
                exact += Math.pow(value - scene.get(x, y, 0), 2);
            }
        }
        double best = 10 * Math.log10(255.0 * 255 * width * height / exact);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(count));
        assertEquals(best, Scenes.psnr(scene, Scenes.decode(scene, coded)), 0.05);
        assertTrue(coded.size() < count * (1L + width + height), coded.size() + " bytes");
    }

    private static void deflate(double[][] rest, double[][] sum) {
        int width = rest[0].length;
        double[] v = new double[width];
        Arrays.setAll(v, i -> 1 + Math.sin(i * i));
        double[] u = new double[rest.length];
        for (int round = 0; round < 400; round++) {
            for (int y = 0; y < u.length; y++) {
                u[y] = 0;
                for (int x = 0; x < width; x++) {
                    u[y] += rest[y][x] * v[x];
                }
            }
            double norm = Math.sqrt(Arrays.stream(u).map(a -> a * a).sum());
            for (int y = 0; y < u.length; y++) {
                u[y] /= norm;
            }
            for (int x = 0; x < width; x++) {
                v[x] = 0;
                for (int y = 0; y < u.length; y++) {
                    v[x] += rest[y][x] * u[y];
                }
            }
        }
        for (int y = 0; y < u.length; y++) {
            for (int x = 0; x < width; x++) {
                sum[y][x] += u[y] * v[x];
                rest[y][x] -= u[y] * v[x];
            }
        }
    }

    @Test
    void theShareOfVarianceThatWasAskedForIsKept() throws IOException {
        Samples scene = Scenes.scene(120, 100, 3);
        for (double share : new double[] {0.8, 0.95, 0.98}) {
            CodedPicture coded = Scenes.encode(scene, ROWS.withVariance(share));
            double[] explained = new PcqDecoder(Scenes.header(scene, coded)).explainedVariance();
            double sum = Arrays.stream(explained).sum();
            double withoutLast = sum - explained[explained.length - 1];
            assertTrue(sum >= share - 1e-4 && withoutLast < share + 0.02, sum + " of " + share);
        }
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
    void aRegionIsACropOfTheWhole() throws IOException {
        Samples scene = Scenes.scene(1600, 40, 1);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(3));
        assertEquals(2, coded.tiles().size());
        Region region = new Region(1000, 7, 60, 20);
        assertArrayEquals(
                Scenes.decode(scene, coded).crop(region).plane(0),
                Scenes.decode(scene, coded, region).plane(0));
    }

    @Test
    void corruptTilesGiveAnExceptionOrAPicture() throws IOException {
        Samples scene = Scenes.scene(60, 50, 3);
        CodedPicture coded = Scenes.encode(scene, ROWS.withComponents(8));
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
                Scenes.decode(scene, new CodedPicture(coded.settings(), List.of(tile)));
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(refused > 80, refused + " of 90 were refused");
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Patience;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
    @ParameterizedTest
    @CsvSource({"1,1,1", "1,1,3", "7,5,3", "64,64,1", "65,33,3", "200,131,3", "40,40,5", "1,90,1", "90,1,3"})
    void highQualityIsNearlyLossless(int width, int height, int bands) throws IOException {
        Samples scene = Scenes.scene(width, height, bands);
        for (PcqOptions.Effort effort : PcqOptions.Effort.values()) {
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(1).withEffort(effort));
            assertTrue(Scenes.psnr(scene, Scenes.decode(scene, coded)) > 48);
        }
    }

    /** What a number of components cannot tell is lost, and hardly more by quantising. */
    @Test
    void componentsAreWorthTheirBytes() throws IOException {
        Samples scene = Scenes.rough(192, 160, 3);
        long size = 0;
        double psnr = 0;
        for (int components : new int[] {1, 4, 16, 64}) {
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0).withComponents(components));
            assertEquals(components, new PcqDecoder(Scenes.header(scene, coded)).components());
            double next = Scenes.psnr(scene, Scenes.decode(scene, coded));
            assertTrue(coded.size() > size && next > psnr + 1, components + " components: " + next + " dB");
            CodedPicture fine = BlockEncoder.encode(
                    PixelSource.of(scene), PcqOptions.ofQuality(0.999).withComponents(components), Progress.NONE);
            double limit = Scenes.psnr(scene, Scenes.decode(scene, fine));
            // With all 64 nothing is left out, and what rounding hides need not be coded.
            assertTrue(next > Math.min(50, limit - 0.8), components + " components: " + next + " of " + limit + " dB");
            size = coded.size();
            psnr = next;
        }
    }

    @Test
    void theShareOfVarianceThatWasAskedForIsKept() throws IOException {
        Samples scene = Scenes.scene(200, 150, 3);
        double variance = 0;
        for (int band = 0; band < 3; band++) {
            double sum = 0;
            double squares = 0;
            for (short value : scene.plane(band)) {
                sum += value;
                squares += value * value;
            }
            variance += squares / 30000 - sum / 30000 * (sum / 30000);
        }
        for (double share : new double[] {0.98, 0.995}) {
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0).withVariance(share));
            double error = 3 * 65025 / Math.pow(10, Scenes.psnr(scene, Scenes.decode(scene, coded)) / 10);
            double lost = error / variance / (1 - share);
            assertTrue(lost <= 1 && lost > 0.8, lost + " of what may be lost at " + share);
        }
    }

    /** A tile may take seconds: work stops at the next row of units, in plain blocks as in those of rasters. */
    @ParameterizedTest
    @CsvSource({"3", "5"})
    void stopsInTheMiddleOfATile(int bands) throws IOException {
        Samples scene = Scenes.scene(40, 320, bands);
        for (PcqOptions.Effort effort : PcqOptions.Effort.values()) {
            PcqOptions options = PcqOptions.ofQuality(0.5).withEffort(effort);
            CodedPicture coded = Scenes.encode(scene, options);
            assertEquals(1, coded.tiles().size());
            PcqDecoder decoder = new PcqDecoder(Scenes.header(scene, coded));
            Region all = new Region(0, 0, 40, 320);
            assertThrows(
                    CancellationException.class,
                    () -> decoder.decode(coded.tiles()::get, all, (x, y, samples) -> {}, new Patience(5)));
            assertThrows(
                    CancellationException.class,
                    () -> PcqEncoder.encode(PixelSource.of(scene), options, new Patience(5 + bands)));
        }
    }

    @Test
    void moreQualityGivesMoreBytesAndLessError() throws IOException {
        Samples scene = Scenes.scene(160, 120, 3);
        double psnr = 0;
        long size = 0;
        for (double quality = 0; quality <= 1; quality += 0.125) {
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(quality));
            double next = Scenes.psnr(scene, Scenes.decode(scene, coded));
            assertTrue(next > psnr, "PSNR at quality " + quality);
            assertTrue(coded.size() > size, "size at quality " + quality);
            psnr = next;
            size = coded.size();
        }
    }

    @Test
    void aRegionIsACropOfTheWhole() throws IOException {
        Samples scene = Scenes.scene(1700, 300, 1);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.2));
        assertEquals(2, coded.tiles().size());
        Samples whole = Scenes.decode(scene, coded);
        for (Region region : new Region[] {new Region(1000, 17, 60, 90), new Region(3, 250, 20, 50)}) {
            assertArrayEquals(
                    whole.crop(region).plane(0),
                    Scenes.decode(scene, coded, region).plane(0));
        }
    }

    @Test
    void filtersBringThePictureCloser() throws IOException {
        Samples scene = Scenes.scene(256, 192, 3);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.1));
        byte[] tile = coded.tiles().get(0);
        assertTrue(tile[1] != 0);
        byte[] plain = tile.clone();
        plain[0] = 0;
        plain[1] = 0;
        Samples unfiltered = Scenes.decode(scene, new CodedPicture(coded.settings(), java.util.List.of(plain)));
        assertTrue(Scenes.psnr(scene, Scenes.decode(scene, coded)) > Scenes.psnr(scene, unfiltered));
    }

    @Test
    void theClassFilterKeepsFlatPixels() {
        TileState tile = new TileState(40, 24, new int[] {0});
        java.util.Arrays.fill(tile.planes[0], 1000);
        int[] flat = tile.planes[0].clone();
        new TileFilters(new int[2], new int[] {ClassFilter.STRONGEST, 0}).apply(tile, 300);
        assertArrayEquals(flat, tile.planes[0]);
    }

    @Test
    void basesAreOrthonormal() {
        for (int size = 0; size < Bases.SIZES; size++) {
            for (BlockClass blockClass : Bases.classes(size)) {
                checkOrthonormal(blockClass);
            }
        }
    }

    private static void checkOrthonormal(BlockClass of) {
        int area = of.side * of.side;
        double one = Math.pow(4, of.basisBits);
        for (int i = 0; i < of.components; i += 5) {
            for (int j = i; j < of.components; j += 3) {
                double product = 0;
                for (int p = 0; p < area; p++) {
                    product += of.basis[i][p] * of.basis[j][p];
                }
                assertEquals(i == j ? 1 : 0, product / one, 0.02);
            }
        }
    }

    @Test
    void corruptTilesGiveAnExceptionOrAPicture() throws IOException {
        for (PcqOptions.Effort effort : PcqOptions.Effort.values()) {
            Samples scene = Scenes.scene(100, 80, 3);
            CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.3).withEffort(effort));
            int refused = Scenes.refused(scene, coded);
            assertTrue(refused > 75, refused + " of 90 were refused");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class PsnrTest {
    @Test
    void squaresAreTakenOverAllPixelsAndBands() {
        BufferedImage a = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage b = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        a.setRGB(0, 0, 0x0a141e);
        b.setRGB(0, 0, 0x0d1422);
        // Squares 9, 0, 16 and three zeros: MSE 25/6, 10 log10(255^2 * 6 / 25).
        assertEquals(41.9327, Psnr.between(a, b), 1e-3);
    }

    @Test
    void blackAgainstWhiteIsNoughtAndDoesNotWrapAround() {
        BufferedImage black = new BufferedImage(3, 3, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage white = new BufferedImage(3, 3, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 9; i++) {
            white.setRGB(i % 3, i / 3, 0xffffff);
        }
        assertEquals(0, Psnr.between(black, white), 1e-9);
    }

    @Test
    void equalPicturesAreInfinitelyAlikeWhateverTheirType() {
        BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage rgb = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        BufferedImage wide = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 16; i++) {
            grey.getRaster().setSample(i % 4, i / 4, 0, 10 * i);
            rgb.setRGB(i % 4, i / 4, 10 * i * 0x010101);
            wide.getRaster().setSample(i % 4, i / 4, 0, 10 * i * 257);
        }
        assertEquals(Double.POSITIVE_INFINITY, Psnr.between(grey, rgb));
        assertEquals(Double.POSITIVE_INFINITY, Psnr.between(rgb, wide));
    }

    @Test
    void invisibleColourCountsForNothing() {
        BufferedImage a = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage b = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
        a.setRGB(0, 0, 0x00ff0000);
        b.setRGB(0, 0, 0x0000ff00);
        assertEquals(Double.POSITIVE_INFINITY, Psnr.between(a, b));
    }

    @Test
    void wrongAlphaCountsAsItLooks() {
        BufferedImage a = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
        BufferedImage b = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
        a.setRGB(0, 0, 0xff000000);
        b.setRGB(0, 0, 0x00000000);
        // Black against nothing: no difference over black, all of it over white, so half the squared peak.
        assertEquals(10 * Math.log10(2), Psnr.between(a, b), 1e-9);
    }

    @Test
    void sixteenBitsHaveTheirOwnPeak() {
        Samples a = new Samples(1, 1, 16, new short[][] {{0}});
        Samples b = new Samples(1, 1, 16, new short[][] {{(short) 65535}});
        assertEquals(0, Psnr.between(a, b), 1e-9);
    }

    @Test
    void piecesGiveWhatTheWholeGives() {
        Samples a = new Samples(4, 2, 3, 8);
        Samples b = new Samples(4, 2, 3, 8);
        for (int i = 0; i < 8; i++) {
            b.plane(i % 3)[i] = (short) (i * i);
        }
        Psnr pieces = new Psnr(PixelSource.of(a), false);
        pieces.write(2, 0, b.crop(new Region(2, 0, 2, 2)));
        pieces.write(0, 0, b.crop(new Region(0, 0, 2, 2)));
        assertEquals(Psnr.between(a, b), pieces.decibels(), 1e-12);
        // Squares of the squares 0 to 7 sum to 4676, over 24 samples.
        assertEquals(4676 / 24.0, pieces.meanSquaredError(), 1e-9);
    }

    @Test
    void sizesAndDepthsMustAgree() {
        BufferedImage a = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage b = new BufferedImage(1, 2, BufferedImage.TYPE_INT_RGB);
        assertThrows(IllegalArgumentException.class, () -> Psnr.between(a, b));
        Samples eight = new Samples(1, 1, 1, 8);
        Samples sixteen = new Samples(1, 1, 1, 16);
        assertThrows(IllegalArgumentException.class, () -> Psnr.between(eight, sixteen));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MsSsimTest {
    private static BufferedImage flat(int width, int height, int grey) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * height; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, grey);
        }
        return picture;
    }

    private static BufferedImage noisy(BufferedImage picture, double deviation) {
        Random random = new Random(1);
        int width = picture.getWidth();
        BufferedImage out = new BufferedImage(width, picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < width * picture.getHeight(); i++) {
            long value = Math.round(
                    picture.getRaster().getSample(i % width, i / width, 0) + deviation * random.nextGaussian());
            out.getRaster().setSample(i % width, i / width, 0, (int) Math.max(0, Math.min(255, value)));
        }
        return out;
    }

    @Test
    void equalPicturesGiveOne() {
        BufferedImage picture = noisy(flat(200, 180, 128), 40);
        assertEquals(1, MsSsim.between(picture, picture), 1e-12);
    }

    @Test
    void flatPicturesDifferByTheLuminanceTermOfTheLastScaleOnly() {
        // Contrast and structure are 1; luminance is (2*100*50 + c1)/(100^2 + 50^2 + c1) with c1 = 6.5025.
        double luminance = (10000 + 6.5025) / (12500 + 6.5025);
        assertEquals(Math.pow(luminance, 0.1333), MsSsim.between(flat(200, 200, 100), flat(200, 200, 50)), 1e-4);
        // One scale only: its weight becomes 1.
        assertEquals(luminance, MsSsim.between(flat(12, 12, 100), flat(12, 12, 50)), 1e-9);
        assertEquals(luminance, MsSsim.between(flat(1, 3, 100), flat(1, 3, 50)), 1e-9);
    }

    @Test
    void moreNoiseIsWorse() {
        BufferedImage picture = noisy(flat(200, 180, 128), 40);
        double little = MsSsim.between(picture, noisy(picture, 5));
        double much = MsSsim.between(picture, noisy(picture, 20));
        assertTrue(much < little && little < 1 && much > 0, little + " " + much);
    }

    @Test
    void anInvertedPictureIsNotNegative() {
        BufferedImage picture = noisy(flat(64, 64, 128), 40);
        BufferedImage inverse = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 64 * 64; i++) {
            inverse.getRaster()
                    .setSample(i % 64, i / 64, 0, 255 - picture.getRaster().getSample(i % 64, i / 64, 0));
        }
        assertEquals(0, MsSsim.between(picture, inverse), 1e-12);
    }

    @Test
    void smallPicturesHaveFewerScales() {
        assertEquals(5, MsSsim.scales(176, 500));
        assertEquals(4, MsSsim.scales(175, 500));
        assertEquals(1, MsSsim.scales(21, 500));
        assertEquals(1, MsSsim.scales(1, 1));
    }

    @Test
    void lumaDecidesNotHue() {
        BufferedImage a = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        BufferedImage b = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 400; i++) {
            // 57 of red have a luma of 17.04, 149 of blue one of 16.99.
            a.setRGB(i % 20, i / 20, 57 << 16);
            b.setRGB(i % 20, i / 20, 149);
        }
        assertTrue(MsSsim.between(a, b) > 0.99);
    }
}

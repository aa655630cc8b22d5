// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedImageReadParam;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadParamTest {
    private static final int WIDTH = 2100;
    private static final int HEIGHT = 22;

    private static BufferedImage image;
    private static byte[] file;

    @BeforeAll
    static void write() throws IOException {
        image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, WIDTH, HEIGHT);
        file = TestImages.raw(RawCodec.PLANE, image);
    }

    /** What a reader has to do, pixel by pixel. */
    private static void assertPart(ImageReadParam param, BufferedImage back, int[] from, int[] to) {
        Rectangle region = param.getSourceRegion() == null
                ? new Rectangle(WIDTH, HEIGHT)
                : param.getSourceRegion().intersection(new Rectangle(WIDTH, HEIGHT));
        int x0 = region.x + param.getSubsamplingXOffset();
        int y0 = region.y + param.getSubsamplingYOffset();
        Point offset = param.getDestinationOffset();
        Raster source = image.getRaster();
        Raster target = back.getRaster();
        int checked = 0;
        for (int y = 0; y0 + y * param.getSourceYSubsampling() < region.y + region.height; y++) {
            for (int x = 0; x0 + x * param.getSourceXSubsampling() < region.x + region.width; x++) {
                int tx = offset.x + x;
                int ty = offset.y + y;
                if (tx >= 0 && ty >= 0 && tx < back.getWidth() && ty < back.getHeight()) {
                    for (int i = 0; i < from.length; i++) {
                        int sample = source.getSample(
                                x0 + x * param.getSourceXSubsampling(),
                                y0 + y * param.getSourceYSubsampling(),
                                from[i]);
                        assertEquals(sample, target.getSample(tx, ty, to[i]));
                        checked++;
                    }
                }
            }
        }
        assertTrue(checked > 0);
    }

    @Test
    void regionsSubsamplingAndOffsetsLikeACrop() throws IOException {
        Random random = new Random(11);
        int[] all = {0, 1, 2, 3};
        for (int i = 0; i < 30; i++) {
            ImageReadParam param = new ImageReadParam();
            int x = random.nextInt(WIDTH - 20);
            int y = random.nextInt(HEIGHT - 10);
            param.setSourceRegion(new Rectangle(x, y, 10 + random.nextInt(WIDTH), 5 + random.nextInt(HEIGHT)));
            int stepX = 1 + random.nextInt(6);
            int stepY = 1 + random.nextInt(3);
            param.setSourceSubsampling(stepX, stepY, random.nextInt(stepX), random.nextInt(stepY));
            param.setDestinationOffset(new Point(random.nextInt(9), random.nextInt(9)));
            assertPart(param, TestImages.read(RawCodec.PLANE, file, param), all, all);
        }
    }

    @Test
    void aSmallDestinationIsFilledAndNothingElseIsTouched() throws IOException {
        BufferedImage destination = new BufferedImage(60, 30, BufferedImage.TYPE_4BYTE_ABGR);
        destination.setRGB(0, 0, 0x12345678);
        ImageReadParam param = new ImageReadParam();
        param.setDestination(destination);
        param.setSourceRegion(new Rectangle(1000, 4, 500, 12));
        param.setDestinationOffset(new Point(3, 2));
        assertSame(destination, TestImages.read(RawCodec.PLANE, file, param));
        assertPart(param, destination, new int[] {0, 1, 2, 3}, new int[] {0, 1, 2, 3});
        assertEquals(0x12345678, destination.getRGB(0, 0));
        assertEquals(0, destination.getRGB(30, 25));

        param.setDestinationOffset(new Point(-5, -3));
        TestImages.read(RawCodec.PLANE, file, param);
        assertPart(param, destination, new int[] {0, 1, 2, 3}, new int[] {0, 1, 2, 3});
    }

    @Test
    void bandsGoWhereTheyAreSent() throws IOException {
        ImageReadParam param = new ImageReadParam();
        BufferedImage destination = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        destination.getRaster().setSample(5, 5, 1, 99);
        param.setDestination(destination);
        param.setSourceBands(new int[] {3, 0});
        param.setDestinationBands(new int[] {0, 2});
        TestImages.read(RawCodec.PLANE, file, param);
        assertPart(param, destination, new int[] {3, 0}, new int[] {0, 2});
        assertEquals(99, destination.getRaster().getSample(5, 5, 1));
    }

    @Test
    void oneBandAloneIsGrey() throws IOException {
        for (RawCodec codec : new RawCodec[] {RawCodec.PLANE, RawCodec.CODED}) {
            ImageReadParam param = new ImageReadParam();
            param.setSourceBands(new int[] {1});
            BufferedImage back = TestImages.read(codec, TestImages.raw(codec, image), param);
            assertEquals(BufferedImage.TYPE_BYTE_GRAY, back.getType());
            assertPart(param, back, new int[] {1}, new int[] {0});
        }
    }

    @Test
    void bandsThatDoNotFitAreRefused() {
        ImageReadParam param = new ImageReadParam();
        param.setDestination(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR));
        param.setSourceBands(new int[] {0, 1});
        assertThrows(IllegalArgumentException.class, () -> TestImages.read(RawCodec.PLANE, file, param));
        param.setSourceBands(new int[] {0, 1, 4});
        assertThrows(IllegalArgumentException.class, () -> TestImages.read(RawCodec.PLANE, file, param));
    }

    @Test
    void premultipliedDestinationsGetPremultipliedColours() throws IOException {
        int[] types = {BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_4BYTE_ABGR_PRE};
        for (RawCodec codec : new RawCodec[] {RawCodec.PLANE, RawCodec.CODED}) {
            byte[] bytes = TestImages.raw(codec, image);
            for (int type : types) {
                ImageReadParam param = new ImageReadParam();
                param.setDestination(new BufferedImage(WIDTH, HEIGHT, type));
                BufferedImage back = TestImages.read(codec, bytes, param);
                assertTrue(TestImages.difference(image, back) <= (back.isAlphaPremultiplied() ? 1 : 0));
            }
        }
    }

    @Test
    void greyGoesIntoColourWhenAsked() throws IOException {
        BufferedImage grey = TestImages.painted(BufferedImage.TYPE_BYTE_GRAY, 30, 20);
        ImageReadParam param = new ImageReadParam();
        param.setDestination(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, grey), param);
        for (int band = 0; band < 3; band++) {
            assertEquals(grey.getRaster().getSample(7, 8, 0), back.getRaster().getSample(7, 8, band));
        }
    }

    @Test
    void destinationsOfOtherKindsAreRefused() {
        int[] types = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_INT_RGB};
        for (int type : types) {
            ImageReadParam param = new ImageReadParam();
            param.setDestination(new BufferedImage(WIDTH, HEIGHT, type));
            assertThrows(IIOException.class, () -> TestImages.read(RawCodec.PLANE, file, param));
        }
    }

    @Test
    void theCapOnPixelsHolds() throws IOException {
        ImageReader reader = TestImages.open(RawCodec.PLANE, file);
        LearnedImageReadParam param = new LearnedImageReadParam();
        param.setMaxPixels(WIDTH * HEIGHT - 1);
        assertThrows(IIOException.class, () -> reader.read(0, param));
        assertEquals(WIDTH, reader.getWidth(0));
        param.setMaxPixels(WIDTH * HEIGHT);
        assertEquals(WIDTH, reader.read(0, param).getWidth());
    }
}

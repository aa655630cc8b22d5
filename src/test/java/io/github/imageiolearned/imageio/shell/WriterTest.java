// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;

class WriterTest {
    private final BufferedImage image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, 90, 70);
    private final ImageWriter writer = RawCodec.writer(RawCodec.PLANE);

    /** An image that lies elsewhere in the plane and is asked for rectangles only. */
    private static RenderedImage elsewhere(BufferedImage image, int minX, int minY) {
        ColorModel colorModel = image.getColorModel();
        SampleModel sampleModel = image.getSampleModel();
        return (RenderedImage) Proxy.newProxyInstance(
                WriterTest.class.getClassLoader(), new Class<?>[] {RenderedImage.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getMinX" -> minX;
                        case "getMinY" -> minY;
                        case "getWidth" -> image.getWidth();
                        case "getHeight" -> image.getHeight();
                        case "getColorModel" -> colorModel;
                        case "getSampleModel" -> sampleModel;
                        case "getData" -> {
                            Rectangle area = (Rectangle) arguments[0];
                            Raster part = image.getRaster()
                                    .createChild(
                                            area.x - minX,
                                            area.y - minY,
                                            area.width,
                                            area.height,
                                            area.x,
                                            area.y,
                                            null);
                            WritableRaster copy = Raster.createWritableRaster(
                                    sampleModel.createCompatibleSampleModel(area.width, area.height),
                                    new Point(area.x, area.y));
                            copy.setRect(part);
                            yield copy;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private void assertWritten(RenderedImage source, ImageWriteParam param, int x0, int y0, int width, int height)
            throws IOException {
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.write(writer, source, param), null);
        assertEquals(width, back.getWidth());
        assertEquals(height, back.getHeight());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                assertEquals(
                        image.getRGB(x0 + x * param.getSourceXSubsampling(), y0 + y * param.getSourceYSubsampling()),
                        back.getRGB(x, y));
            }
        }
    }

    @Test
    void regionAndSubsampling() throws IOException {
        ImageWriteParam param = TestImages.lossless(writer);
        param.setSourceRegion(new Rectangle(10, 5, 50, 200));
        assertWritten(image, param, 10, 5, 50, 65);
        param.setSourceSubsampling(3, 4, 2, 1);
        assertWritten(image, param, 12, 6, 16, 16);
        param.setSourceRegion(new Rectangle(200, 5, 50, 20));
        assertThrows(IllegalArgumentException.class, () -> TestImages.write(writer, image, param));
    }

    @Test
    void imagesThatLieElsewhere() throws IOException {
        RenderedImage shifted = elsewhere(image, -40, 1000);
        ImageWriteParam param = TestImages.lossless(writer);
        assertWritten(shifted, param, 0, 0, 90, 70);
        ImageWriteParam part = TestImages.lossless(writer);
        part.setSourceRegion(new Rectangle(0, 1010, 500, 30));
        part.setSourceSubsampling(2, 70, 1, 0);
        assertWritten(shifted, part, 41, 10, 25, 1);
    }

    @Test
    void sourceBands() throws IOException {
        ImageWriteParam param = TestImages.lossless(writer);
        param.setSourceBands(new int[] {2, 1, 0});
        BufferedImage swapped = TestImages.read(RawCodec.PLANE, TestImages.write(writer, image, param), null);
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, swapped.getType());
        assertEquals(image.getRaster().getSample(9, 8, 2), swapped.getRaster().getSample(9, 8, 0));
        param.setSourceBands(new int[] {3});
        BufferedImage alpha = TestImages.read(RawCodec.PLANE, TestImages.write(writer, image, param), null);
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, alpha.getType());
        assertEquals(image.getRaster().getSample(9, 8, 3), alpha.getRaster().getSample(9, 8, 0));
        param.setSourceBands(new int[] {1, 3});
        BufferedImage both = TestImages.read(RawCodec.PLANE, TestImages.write(writer, image, param), null);
        assertEquals(2, both.getRaster().getNumBands());
        assertEquals(image.getRaster().getSample(9, 8, 3), both.getRaster().getSample(9, 8, 1));
        param.setSourceBands(new int[] {0, 1});
        assertThrows(IIOException.class, () -> TestImages.write(writer, image, param));
        param.setSourceBands(new int[] {4});
        assertThrows(IllegalArgumentException.class, () -> TestImages.write(writer, image, param));
    }

    @Test
    void targetsAreMetOrWarnedOf() throws IOException {
        LearnedImageWriteParam param = (LearnedImageWriteParam) writer.getDefaultWriteParam();
        List<String> warnings = new ArrayList<>();
        writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
        param.setTargetPsnr(30);
        BufferedImage opaque = TestImages.painted(BufferedImage.TYPE_3BYTE_BGR, 90, 70);
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.write(writer, opaque, param), null);
        assertTrue(io.github.imageiolearned.quality.Psnr.between(opaque, back) >= 30);
        assertTrue(TestImages.difference(opaque, back) > 1);
        assertTrue(warnings.isEmpty());
        param.setTargetPsnr(0);
        param.setTargetBytes(90 * 70 * 3 + 100);
        assertTrue(TestImages.write(writer, opaque, param).length <= 90 * 70 * 3 + 100);
        assertTrue(warnings.isEmpty());
        param.setTargetBytes(100);
        TestImages.write(writer, opaque, param);
        assertEquals(1, warnings.size());
    }

    @Test
    void foreignParametersGiveTheirQuality() throws IOException {
        ImageWriteParam jpeg = new javax.imageio.plugins.jpeg.JPEGImageWriteParam(Locale.ENGLISH);
        jpeg.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        jpeg.setCompressionQuality(1);
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.write(writer, image, jpeg), null);
        assertEquals(0, TestImages.difference(image, back));
        jpeg.setCompressionQuality(0);
        back = TestImages.read(RawCodec.PLANE, TestImages.write(writer, image, jpeg), null);
        assertTrue(TestImages.difference(image, back) > 50);
        jpeg.setCompressionMode(ImageWriteParam.MODE_DISABLED);
        assertThrows(IIOException.class, () -> TestImages.write(writer, image, jpeg));
        assertThrows(IIOException.class, () -> TestImages.write(writer, image, new LearnedImageWriteParam("kmq")));
        ImageWriteParam tiff =
                ImageIO.getImageWritersByFormatName("tiff").next().getDefaultWriteParam();
        tiff.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertNull(tiff.getCompressionType());
        assertTrue(TestImages.write(writer, image, tiff).length > 0);
    }

    @Test
    void thumbnailsAreLeftOutWithAWarning() throws IOException {
        List<String> warnings = new ArrayList<>();
        writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
        IIOImage content = new IIOImage(image, List.of(TestImages.painted(BufferedImage.TYPE_INT_RGB, 9, 7)), null);
        byte[] file = TestImages.write(writer, content, TestImages.lossless(writer));
        assertEquals(1, warnings.size());
        assertEquals(0, TestImages.difference(image, TestImages.read(RawCodec.PLANE, file, null)));
    }

    @Test
    void whatCannotBeDoneIsSaidSo() {
        assertThrows(IllegalStateException.class, () -> RawCodec.writer(RawCodec.PLANE)
                .write(image));
        assertThrows(IllegalArgumentException.class, () -> TestImages.write(writer, (IIOImage) null, null));
        IIOImage raster = new IIOImage(image.getRaster(), null, null);
        assertFalse(writer.canWriteRasters());
        assertThrows(UnsupportedOperationException.class, () -> TestImages.write(writer, raster, null));
        assertNull(writer.getDefaultStreamMetadata(null));
    }
}

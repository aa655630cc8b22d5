// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rasters of many bands and images of 16 bits, in and out through ImageIO alone. */
class RastersTest {
    /** Waves of a few shapes in every band, and an edge. */
    private static <T extends WritableRaster> T painted(T raster) {
        int most = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_BYTE ? 255 : 65535;
        for (int band = 0; band < raster.getNumBands(); band++) {
            double phase = band * 0.7;
            for (int y = 0; y < raster.getHeight(); y++) {
                for (int x = 0; x < raster.getWidth(); x++) {
                    double wave = Math.sin(x * 0.11 + phase) + Math.cos(y * 0.07 - phase) + (x + y > 60 ? 0.4 : 0);
                    int value = (int) (most * (0.5 + 0.18 * wave));
                    raster.setSample(x + raster.getMinX(), y + raster.getMinY(), band, value);
                }
            }
        }
        return raster;
    }

    private static byte[] write(IIOImage image, Consumer<LearnedImageWriteParam> settings) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("pcq").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            LearnedImageWriteParam param = (LearnedImageWriteParam) writer.getDefaultWriteParam();
            settings.accept(param);
            assertTrue(writer.canWriteRasters());
            writer.setOutput(out);
            writer.write(null, image, param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void best(LearnedImageWriteParam param) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(1);
    }

    private static ImageReader open(byte[] file) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("pcq").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        return reader;
    }

    private static int difference(Raster a, Raster b) {
        assertEquals(a.getNumBands(), b.getNumBands());
        assertEquals(a.getWidth(), b.getWidth());
        assertEquals(a.getHeight(), b.getHeight());
        int[] first = a.getPixels(a.getMinX(), a.getMinY(), a.getWidth(), a.getHeight(), (int[]) null);
        int[] second = b.getPixels(b.getMinX(), b.getMinY(), b.getWidth(), b.getHeight(), (int[]) null);
        int most = 0;
        for (int i = 0; i < first.length; i++) {
            most = Math.max(most, Math.abs(first[i] - second[i]));
        }
        return most;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 17, 256})
    void rastersOfAnyNumberOfBandsComeBack(int bands) throws IOException {
        for (int type : new int[] {DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT}) {
            WritableRaster raster = painted(Raster.createBandedRaster(type, 37, 29, bands, new Point(5, -7)));
            ImageReader reader = open(write(new IIOImage(raster, null, null), RastersTest::best));
            Raster back = reader.readRaster(0, null);
            assertEquals(type, back.getDataBuffer().getDataType());
            assertTrue(difference(raster, back) <= 1);
            Raster image = reader.read(0).getRaster();
            assertEquals(0, difference(back, image));
        }
    }

    @Test
    void imagesOfSixteenBitsKeepThem() throws IOException {
        BufferedImage grey = new BufferedImage(60, 40, BufferedImage.TYPE_USHORT_GRAY);
        painted(grey.getRaster());
        BufferedImage back =
                ImageIO.read(new ByteArrayInputStream(write(new IIOImage(grey, null, null), RastersTest::best)));
        assertEquals(BufferedImage.TYPE_USHORT_GRAY, back.getType());
        assertTrue(difference(grey.getRaster(), back.getRaster()) <= 1);
        for (boolean alpha : new boolean[] {false, true}) {
            int[] offsets = alpha ? new int[] {2, 1, 0, 3} : new int[] {2, 1, 0};
            BufferedImage rgb = ImageTypeSpecifier.createInterleaved(
                            ColorSpace.getInstance(ColorSpace.CS_sRGB), offsets, DataBuffer.TYPE_USHORT, alpha, false)
                    .createBufferedImage(50, 30);
            painted(rgb.getRaster());
            byte[] file = write(new IIOImage(rgb, null, null), RastersTest::best);
            BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
            assertEquals(
                    DataBuffer.TYPE_USHORT, read.getRaster().getDataBuffer().getDataType());
            assertEquals(alpha, read.getColorModel().hasAlpha());
            assertTrue(read.getColorModel().getColorSpace().isCS_sRGB());
            assertTrue(difference(rgb.getRaster(), read.getRaster()) <= 1);
        }
    }

    @Test
    void sixteenBitsAreReadAsEightWhenAskedFor() throws IOException {
        BufferedImage grey = new BufferedImage(60, 40, BufferedImage.TYPE_USHORT_GRAY);
        painted(grey.getRaster());
        ImageReader reader = open(write(new IIOImage(grey, null, null), RastersTest::best));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(new BufferedImage(60, 40, BufferedImage.TYPE_BYTE_GRAY));
        Raster back = reader.read(0, param).getRaster();
        for (int x = 0; x < 60; x++) {
            assertEquals(grey.getRaster().getSample(x, 20, 0) / 257.0, back.getSample(x, 20, 0), 0.51);
        }
    }

    @Test
    void regionSubsamplingAndBandsAreThoseOfTheWhole() throws IOException {
        WritableRaster raster = painted(Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 61, 47, 6, null));
        ImageReader reader = open(write(new IIOImage(raster, null, null), param -> {}));
        Raster whole = reader.readRaster(0, null);
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceRegion(new Rectangle(7, 5, 33, 30));
        param.setSourceSubsampling(3, 2, 1, 1);
        param.setSourceBands(new int[] {4, 0, 2});
        param.setDestinationBands(new int[] {1, 0, 2});
        param.setDestinationOffset(new Point(3, 9));
        Raster part = reader.readRaster(0, param);
        assertEquals(new Rectangle(3, 9, 11, 15), part.getBounds());
        for (int y = 0; y < 15; y++) {
            for (int x = 0; x < 11; x++) {
                int[] expected = whole.getPixel(8 + 3 * x, 6 + 2 * y, (int[]) null);
                int[] wanted = {expected[0], expected[4], expected[2]};
                assertArrayEquals(wanted, part.getPixel(3 + x, 9 + y, (int[]) null));
            }
        }
    }

    @Test
    void writersTakeRegionSubsamplingAndBandsOfARaster() throws IOException {
        WritableRaster raster = painted(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 61, 47, 6, null));
        byte[] file = write(new IIOImage(raster, null, null), param -> {
            best(param);
            param.setSourceRegion(new Rectangle(7, 5, 33, 30));
            param.setSourceSubsampling(3, 2, 0, 0);
            param.setSourceBands(new int[] {5, 1});
        });
        Raster back = open(file).readRaster(0, null);
        assertEquals(new Rectangle(11, 15), back.getBounds());
        for (int y = 0; y < 15; y++) {
            for (int x = 0; x < 11; x++) {
                assertEquals(raster.getSample(7 + 3 * x, 5 + 2 * y, 5), back.getSample(x, y, 0), 1);
                assertEquals(raster.getSample(7 + 3 * x, 5 + 2 * y, 1), back.getSample(x, y, 1), 1);
            }
        }
    }

    @Test
    void threeOfManyBandsMakeAPictureToLookAt() throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 40, 30, 9, null));
        ImageReader reader = open(write(new IIOImage(raster, null, null), RastersTest::best));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceBands(new int[] {7, 4, 1});
        BufferedImage picture = reader.read(0, param);
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, picture.getType());
        assertEquals(raster.getSample(9, 8, 7), picture.getRGB(9, 8) >> 16 & 0xff, 1);
        param.setSourceBands(new int[] {4});
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, reader.read(0, param).getType());
    }

    @Test
    void anImageOfManyBandsIsWrittenAsOne() throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 40, 30, 9, null));
        BufferedImage image =
                open(write(new IIOImage(raster, null, null), RastersTest::best)).read(0);
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "pcq", again));
        assertEquals(9, open(again.toByteArray()).readRaster(0, null).getNumBands());
        assertTrue(!ImageIO.write(image, "kmq", new ByteArrayOutputStream()));
    }

    @Test
    void rowsTakeRastersToo() throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_USHORT, 50, 40, 4, null));
        byte[] file = write(new IIOImage(raster, null, null), param -> {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType("Rows");
            param.setComponents(40);
        });
        int difference = difference(raster, open(file).readRaster(0, null));
        assertTrue(difference <= 2, "off by " + difference);
    }

    @Test
    void metadataListsWhatComponentsExplain() throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_USHORT, 50, 40, 6, null));
        ImageReader reader = open(write(new IIOImage(raster, null, null), RastersTest::best));
        var facts = ((org.w3c.dom.Element) reader.getImageMetadata(0).getAsTree(LearnedMetadataFormat.NAME))
                .getElementsByTagName("Fact");
        String cumulative = "";
        for (int i = 0; i < facts.getLength(); i++) {
            var fact = (org.w3c.dom.Element) facts.item(i);
            cumulative =
                    fact.getAttribute("name").equals("cumulativeVariance") ? fact.getAttribute("value") : cumulative;
        }
        String[] numbers = cumulative.split(" ", -1);
        assertEquals(1, Double.parseDouble(numbers[numbers.length - 1]), 1e-3);
        assertTrue(Double.parseDouble(numbers[0]) > 0.3, cumulative);
        assertInstanceOf(
                javax.imageio.metadata.IIOMetadataNode.class,
                reader.getImageMetadata(0).getAsTree("javax_imageio_1.0"));
    }

    @ParameterizedTest
    @CsvSource({"2, 2CLR", "9, 9CLR", "10, ACLR", "15, FCLR", "16, ", "256, "})
    void standardMetadataNamesTheSpaceOfAsManyBandsAsThereAreNamesFor(int bands, String name) throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 20, 10, bands, null));
        ImageReader reader = open(write(new IIOImage(raster, null, null), RastersTest::best));
        var tree = (org.w3c.dom.Element) reader.getImageMetadata(0).getAsTree("javax_imageio_1.0");
        var spaces = tree.getElementsByTagName("ColorSpaceType");
        assertEquals(name == null ? 0 : 1, spaces.getLength());
        if (name != null) {
            assertEquals(name, ((org.w3c.dom.Element) spaces.item(0)).getAttribute("name"));
        }
        var count =
                (org.w3c.dom.Element) tree.getElementsByTagName("NumChannels").item(0);
        assertEquals(Integer.toString(bands), count.getAttribute("value"));
    }

    @Test
    void whatHasNoUnsignedSamplesIsRefused() {
        Raster signed = Raster.createWritableRaster(
                new java.awt.image.PixelInterleavedSampleModel(DataBuffer.TYPE_SHORT, 3, 3, 1, 3, new int[] {0}), null);
        assertThrows(IIOException.class, () -> write(new IIOImage(signed, null, null), param -> {}));
    }

    @Test
    void targetsHoldForRasters() throws IOException {
        WritableRaster raster = painted(Raster.createBandedRaster(DataBuffer.TYPE_USHORT, 90, 80, 6, null));
        byte[] file = write(new IIOImage(raster, null, null), param -> param.setTargetBytes(2500));
        assertTrue(file.length <= 2500 && file.length > 2000, file.length + " bytes");
    }
}

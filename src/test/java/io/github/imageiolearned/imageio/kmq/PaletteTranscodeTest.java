// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import io.github.imageiolearned.imageio.PaletteOptions;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Pictures that had a palette before: GIF and PNG of 8 bits. */
class PaletteTranscodeTest {
    /** Colours out of order, one twice, one unused, and a transparent one that has a colour beneath. */
    private static final int[] COLOURS = {0xffffffff, 0xff204060, 0xff000000, 0x00fe01fe, 0xff204060, 0xff00ff00};

    /** Reads back what an image becomes as GIF or PNG: what a decoder of such files gives. */
    private static BufferedImage source(String format) throws IOException {
        IndexColorModel model = new IndexColorModel(8, COLOURS.length, COLOURS, 0, true, 3, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(23, 17, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < 17; y++) {
            for (int x = 0; x < 23; x++) {
                image.getRaster().setSample(x, y, 0, (x / 3 + y / 2) % (COLOURS.length - 1));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, bytes));
        return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static byte[] write(BufferedImage image, PaletteOptions options) throws IOException {
        ImageWriter writer = new KmqImageWriterSpi().createWriterInstance(null);
        LearnedImageWriteParam param = new LearnedImageWriteParam("kmq");
        param.setPaletteOptions(options);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static ImageReader reader(byte[] bytes) {
        ImageReader reader = new KmqImageReaderSpi().createReaderInstance(null);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes)));
        return reader;
    }

    private static void assertSamePixels(BufferedImage expected, BufferedImage actual) {
        int w = expected.getWidth();
        int h = expected.getHeight();
        assertArrayEquals(expected.getRGB(0, 0, w, h, null, 0, w), actual.getRGB(0, 0, w, h, null, 0, w));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "png"})
    void aKeptPaletteIsThatOfTheSource(String format) throws IOException {
        BufferedImage source = source(format);
        IndexColorModel before = assertInstanceOf(IndexColorModel.class, source.getColorModel());
        BufferedImage read = reader(write(source, PaletteOptions.DEFAULT.withPaletteKept(true)))
                .read(0);
        IndexColorModel after = assertInstanceOf(IndexColorModel.class, read.getColorModel());
        assertEquals(before.getMapSize(), after.getMapSize());
        assertEquals(before.getTransparentPixel(), after.getTransparentPixel());
        int[] entries = new int[before.getMapSize()];
        int[] again = new int[after.getMapSize()];
        before.getRGBs(entries);
        after.getRGBs(again);
        assertArrayEquals(entries, again);
        assertSamePixels(source, read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gif", "png"})
    void withoutThatTheColoursAreKeptAndBothTypesListed(String format) throws IOException {
        BufferedImage source = source(format);
        byte[] bytes = write(source, PaletteOptions.DEFAULT);
        ImageReader reader = reader(bytes);
        BufferedImage read = reader.read(0);
        assertInstanceOf(IndexColorModel.class, read.getColorModel());
        assertSamePixels(source, read);
        Set<Integer> types = new HashSet<>();
        reader.getImageTypes(0).forEachRemaining(type -> types.add(type.getBufferedImageType()));
        assertTrue(types.contains(BufferedImage.TYPE_4BYTE_ABGR), types.toString());
        assertTrue(types.contains(BufferedImage.TYPE_BYTE_INDEXED), types.toString());
        assertTrue(bytes.length < write(source, PaletteOptions.DEFAULT.withPaletteKept(true)).length);
    }

    @Test
    void pixelsWithoutAPaletteAreReadWithoutOne() throws IOException {
        BufferedImage source = new BufferedImage(8, 8, BufferedImage.TYPE_3BYTE_BGR);
        source.setRGB(3, 3, 0x123456);
        ImageReader reader = reader(write(source, PaletteOptions.DEFAULT));
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, reader.read(0).getType());
        Set<Integer> types = new HashSet<>();
        reader.getImageTypes(0).forEachRemaining(type -> types.add(type.getBufferedImageType()));
        assertTrue(types.contains(BufferedImage.TYPE_BYTE_INDEXED), types.toString());
    }

    @Test
    void metadataSayLosslessAndTheShareOfEachColour() throws IOException {
        ImageReader reader = reader(write(source("png"), PaletteOptions.DEFAULT));
        IIOMetadata metadata = reader.getImageMetadata(0, LearnedMetadataFormat.NAME, Set.of("Counted"));
        NodeList facts = ((Element) metadata.getAsTree(LearnedMetadataFormat.NAME)).getElementsByTagName("Fact");
        double sum = 0;
        int entries = 0;
        String lossless = "";
        for (int i = 0; i < facts.getLength(); i++) {
            Element fact = (Element) facts.item(i);
            if (fact.getAttribute("name").startsWith("entry ")) {
                entries++;
                sum += Double.parseDouble(fact.getAttribute("value").replace(" %", ""));
            } else if (fact.getAttribute("name").equals("lossless")) {
                lossless = fact.getAttribute("value");
            }
        }
        assertEquals("true", lossless);
        assertEquals(4, entries);
        assertEquals(100, sum, 0.01);
    }

    @Test
    void aGivenPaletteIsUsed() throws IOException {
        BufferedImage source = new BufferedImage(64, 8, BufferedImage.TYPE_3BYTE_BGR);
        for (int x = 0; x < 64; x++) {
            source.setRGB(x, 4, x * 0x040404);
        }
        IndexColorModel blackAndWhite =
                new IndexColorModel(1, 2, new int[] {0xffffff, 0}, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage read = reader(write(source, PaletteOptions.DEFAULT.withPalette(blackAndWhite)))
                .read(0);
        for (int x = 0; x < 64; x++) {
            int wanted = x * 4 > 127 ? 0xffffffff : 0xff000000;
            assertEquals(wanted, read.getRGB(x, 4), "column " + x);
        }
    }

    @ParameterizedTest
    @EnumSource(LearnedImageWriteParam.Effort.class)
    void takesEveryEffort(LearnedImageWriteParam.Effort effort) throws IOException {
        BufferedImage source = source("png");
        ImageWriter writer = new KmqImageWriterSpi().createWriterInstance(null);
        LearnedImageWriteParam param = new LearnedImageWriteParam("kmq");
        param.setEffort(effort);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(source, null, null), param);
        } finally {
            writer.dispose();
        }
        assertSamePixels(source, reader(bytes.toByteArray()).read(0));
    }

    @Test
    void optionsAreChecked() {
        LearnedImageWriteParam pcq = new LearnedImageWriteParam("pcq");
        assertThrows(UnsupportedOperationException.class, () -> pcq.setPaletteOptions(PaletteOptions.DEFAULT));
        PaletteOptions budget = PaletteOptions.DEFAULT.withLossBudget(1);
        assertThrows(IllegalArgumentException.class, () -> budget.withDither(PaletteOptions.Dither.BLUE_NOISE, 1));
        assertThrows(IllegalArgumentException.class, () -> budget.withSearch(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> budget.withLossBudget(21));
    }
}

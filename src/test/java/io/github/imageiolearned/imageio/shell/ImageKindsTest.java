// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;

class ImageKindsTest {
    @Test
    void everyKindComesBackAsItLooked() throws IOException {
        for (RawCodec codec : new RawCodec[] {RawCodec.PLANE, RawCodec.CODED}) {
            for (Map.Entry<String, BufferedImage> kind :
                    TestImages.kinds(37, 23).entrySet()) {
                BufferedImage image = kind.getValue();
                BufferedImage back = TestImages.read(codec, TestImages.raw(codec, image), null);
                assertEquals(image.getWidth(), back.getWidth());
                assertEquals(image.getHeight(), back.getHeight());
                assertEquals(
                        image.getColorModel().hasAlpha(), back.getColorModel().hasAlpha(), kind.getKey());
                // Alpha that is divided out may cost a rounding; Java computes its own linear RGB by tables, and that
                // of a profile by its colour management.
                boolean rounded = image.isAlphaPremultiplied() || kind.getKey().equals("linear RGB");
                int tolerance = rounded ? 1 : 0;
                assertTrue(TestImages.difference(image, back) <= tolerance, kind.getKey());
            }
        }
    }

    @Test
    void typesAreTheUsualOnes() throws IOException {
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, typeOf(BufferedImage.TYPE_INT_RGB));
        assertEquals(BufferedImage.TYPE_4BYTE_ABGR, typeOf(BufferedImage.TYPE_INT_ARGB_PRE));
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, typeOf(BufferedImage.TYPE_BYTE_GRAY));
        assertEquals(BufferedImage.TYPE_BYTE_GRAY, typeOf(BufferedImage.TYPE_BYTE_BINARY));
        assertEquals(BufferedImage.TYPE_3BYTE_BGR, typeOf(BufferedImage.TYPE_BYTE_INDEXED));
    }

    private static int typeOf(int written) throws IOException {
        byte[] file = TestImages.raw(RawCodec.PLANE, TestImages.painted(written, 9, 8));
        return TestImages.read(RawCodec.PLANE, file, null).getType();
    }

    @Test
    void straightAlphaKeepsColoursThatCannotBeSeen() throws IOException {
        BufferedImage image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, 40, 30);
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image), null);
        assertTrue(TestImages.samplesEqual(image.getRaster(), new Rectangle(40, 30), back.getRaster()));
    }

    @Test
    void samplesOfOtherColourSpacesStayAndTheProfileGoesAlong() throws IOException {
        ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
        BufferedImage image = TestImages.interleaved(linear, false, 20, 20, 2, 1, 0);
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image), null);
        assertTrue(TestImages.samplesEqual(image.getRaster(), new Rectangle(20, 20), back.getRaster()));
        assertFalse(back.getColorModel().getColorSpace().isCS_sRGB());
    }

    @Test
    void paletteIndicesComeBack() throws IOException {
        BufferedImage image = TestImages.indexed(false, 50, 40);
        int[] colours = new int[100];
        ((IndexColorModel) image.getColorModel()).getRGBs(colours);
        Codec codec = new PaletteCodec(colours);
        byte[] file = TestImages.raw(RawCodec.PLANE, image);
        LearnedImageReader reader = new LearnedImageReader(null, codec) {};
        reader.setInput(new com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream(file));
        ImageTypeSpecifier indexed = null;
        for (var types = reader.getImageTypes(0); types.hasNext(); ) {
            ImageTypeSpecifier type = types.next();
            indexed = type.getColorModel() instanceof IndexColorModel ? type : indexed;
        }
        var param = reader.getDefaultReadParam();
        param.setDestinationType(indexed);
        BufferedImage back = reader.read(0, param);
        assertTrue(TestImages.samplesEqual(image.getRaster(), new Rectangle(50, 40), back.getRaster()));
    }

    @Test
    void moreThanEightBitsBecomeEightWhereACodecHasNoMore() throws IOException {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 0x8080, 65535});
        BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image), null);
        assertArrayEquals(new int[] {0, 0x80, 255}, back.getRaster().getPixels(0, 0, 3, 1, (int[]) null));
    }

    @Test
    void rastersAreRefusedWhereACodecHasNone() {
        ImageWriter writer = RawCodec.writer(RawCodec.PLANE);
        assertFalse(writer.canWriteRasters());
        Raster raster = Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 3, 3, 2, null);
        assertThrows(
                UnsupportedOperationException.class,
                () -> TestImages.write(writer, new IIOImage(raster, null, null), null));
    }

    @Test
    void aRasterHasTheSamplesOfAPicture() throws IOException {
        BufferedImage image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, 40, 30);
        ImageReader reader = TestImages.open(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image));
        assertTrue(reader.canReadRaster());
        Raster raster = reader.readRaster(0, null);
        assertTrue(TestImages.samplesEqual(image.getRaster(), new Rectangle(40, 30), raster));
    }

    @Test
    void sizesFromOnePixelToSeveralTiles() throws IOException {
        for (int[] size : new int[][] {{1, 1}, {2, 3000}, {2049, 3}, {1537, 40}}) {
            BufferedImage image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, size[0], size[1]);
            BufferedImage back = TestImages.read(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image), null);
            assertTrue(TestImages.samplesEqual(image.getRaster(), new Rectangle(size[0], size[1]), back.getRaster()));
        }
    }
}

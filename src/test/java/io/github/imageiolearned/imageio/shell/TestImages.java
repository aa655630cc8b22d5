// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Images of every kind, and the way through a writer and a reader. */
final class TestImages {
    private TestImages() {}

    /** Fills an image of any type with blobs and noise, alpha included. */
    static BufferedImage painted(BufferedImage image) {
        Random random = new Random(image.getWidth() * 31L + image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int red = x * 255 / image.getWidth();
                int green = (x * x + y * y) / 7 & 0xff;
                int blue = 200 * y / image.getHeight() + random.nextInt(50);
                int alpha = x % 7 == 0 ? 0 : x % 5 == 0 ? 255 : (x + y) * 3 & 0xff;
                image.setRGB(x, y, alpha << 24 | red << 16 | green << 8 | blue);
            }
        }
        return image;
    }

    static BufferedImage painted(int type, int width, int height) {
        return painted(new BufferedImage(width, height, type));
    }

    static BufferedImage interleaved(ColorSpace space, boolean alpha, int width, int height, int... offsets) {
        ColorModel model = new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createInterleavedRaster(
                DataBuffer.TYPE_BYTE, width, height, width * offsets.length, offsets.length, offsets, null);
        return noise(new BufferedImage(model, raster, false, null));
    }

    static BufferedImage banded(ColorSpace space, boolean alpha, int width, int height) {
        ColorModel model = new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        WritableRaster raster =
                Raster.createBandedRaster(DataBuffer.TYPE_BYTE, width, height, model.getNumComponents(), null);
        return noise(new BufferedImage(model, raster, false, null));
    }

    static BufferedImage indexed(boolean alpha, int width, int height) {
        Random random = new Random(7);
        int[] colours = new int[100];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (alpha ? random.nextInt(256) : 255) << 24 | random.nextInt(1 << 24);
        }
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, alpha, -1, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, random.nextInt(colours.length));
            }
        }
        return image;
    }

    private static BufferedImage noise(BufferedImage image) {
        Random random = new Random(3);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                for (int b = 0; b < raster.getNumBands(); b++) {
                    raster.setSample(x, y, b, random.nextInt(256));
                }
            }
        }
        return image;
    }

    /** One image of each kind that can be written. */
    static Map<String, BufferedImage> kinds(int width, int height) {
        Map<String, BufferedImage> kinds = new LinkedHashMap<>();
        int[] types = {
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_INT_ARGB_PRE,
            BufferedImage.TYPE_INT_BGR,
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_4BYTE_ABGR_PRE,
            BufferedImage.TYPE_USHORT_565_RGB,
            BufferedImage.TYPE_USHORT_555_RGB,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_BYTE_BINARY,
            BufferedImage.TYPE_BYTE_INDEXED
        };
        for (int type : types) {
            kinds.put("type " + type, painted(type, width, height));
        }
        ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
        ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
        kinds.put("RGB", interleaved(srgb, false, width, height, 0, 1, 2));
        kinds.put("GBR", interleaved(srgb, false, width, height, 2, 0, 1));
        kinds.put("GABR", interleaved(srgb, true, width, height, 3, 0, 2, 1));
        kinds.put("banded RGB", banded(srgb, false, width, height));
        kinds.put("banded RGBA", banded(srgb, true, width, height));
        kinds.put("grey and alpha", interleaved(grey, true, width, height, 0, 1));
        kinds.put(
                "linear RGB",
                interleaved(ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB), false, width, height, 2, 1, 0));
        kinds.put("XYZ", interleaved(ColorSpace.getInstance(ColorSpace.CS_CIEXYZ), false, width, height, 0, 1, 2));
        kinds.put("palette", indexed(false, width, height));
        kinds.put("palette with alpha", indexed(true, width, height));
        kinds.put(
                "part of a larger image",
                painted(BufferedImage.TYPE_INT_ARGB, width + 9, height + 5).getSubimage(4, 3, width, height));
        return kinds;
    }

    static ImageWriteParam lossless(ImageWriter writer) {
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(1);
        return param;
    }

    static byte[] write(ImageWriter writer, RenderedImage image, ImageWriteParam param) throws IOException {
        return write(writer, new IIOImage(image, null, null), param);
    }

    static byte[] write(ImageWriter writer, IIOImage image, ImageWriteParam param) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, image, param);
        }
        return bytes.toByteArray();
    }

    /** Written without loss. */
    static byte[] raw(RawCodec codec, RenderedImage image) throws IOException {
        ImageWriter writer = RawCodec.writer(codec);
        return write(writer, image, lossless(writer));
    }

    static ImageReader open(RawCodec codec, byte[] bytes) throws IOException {
        ImageReader reader = RawCodec.reader(codec);
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)));
        return reader;
    }

    static BufferedImage read(RawCodec codec, byte[] bytes, ImageReadParam param) throws IOException {
        return open(codec, bytes).read(0, param);
    }

    /** Largest difference of what two images look like, in steps of alpha or of a colour weighted with alpha. */
    static int difference(BufferedImage a, BufferedImage b) {
        int most = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                int p = a.getRGB(x, y);
                int q = b.getRGB(x, y);
                int alpha = Math.max(p >>> 24, q >>> 24);
                most = Math.max(most, Math.abs((p >>> 24) - (q >>> 24)));
                for (int shift = 0; shift < 24; shift += 8) {
                    int step = Math.abs((p >>> shift & 0xff) - (q >>> shift & 0xff));
                    most = Math.max(most, (step * alpha + 127) / 255);
                }
            }
        }
        return most;
    }

    static boolean samplesEqual(Raster a, Rectangle part, Raster b) {
        int[] first = a.getPixels(part.x, part.y, part.width, part.height, (int[]) null);
        int[] second = b.getPixels(0, 0, part.width, part.height, (int[]) null);
        return java.util.Arrays.equals(first, second);
    }
}

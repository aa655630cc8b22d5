// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageWriteParam;

/**
 * A format that ImageIO writes, and a setting of it.
 *
 * @param format name of the format for ImageIO
 * @param setting what the setting is called in a table
 * @param settings sets it
 * @param model model of nnz, or null for the one that comes with the library
 */
record ImageIoCoder(String format, String setting, Consumer<ImageWriteParam> settings, Path model) implements Coder {
    /** What our formats are told, whatever the setting. */
    record Spending(LearnedImageWriteParam.Effort effort, Path model) {
        /** As few bytes as the format can do, with the model of the library. */
        static final Spending DEFAULT = new Spending(LearnedImageWriteParam.Effort.SMALL, null);
    }

    /**
     * One setting of one of our formats.
     *
     * @param format kmq, pcq or nnz
     * @param setting what it is called in a table
     * @param spending what else it is told
     * @param settings sets it
     * @return the coder
     */
    static ImageIoCoder learned(
            String format, String setting, Spending spending, Consumer<LearnedImageWriteParam> settings) {
        return new ImageIoCoder(
                format,
                setting,
                param -> {
                    LearnedImageWriteParam learned = (LearnedImageWriteParam) param;
                    learned.setEffort(spending.effort());
                    if (format.equals("nnz") && spending.model() != null) {
                        learned.setModel(spending.model());
                    }
                    settings.accept(learned);
                },
                format.equals("nnz") ? spending.model() : null);
    }

    /**
     * One setting of a format, by its quality.
     *
     * @param format a format that ImageIO can write
     * @param quality 0 to 1
     * @param spending what our formats are told beside it
     * @return the coder
     */
    static ImageIoCoder ofQuality(String format, float quality, Spending spending) {
        String setting = String.format(Locale.ROOT, "q %.2f", quality);
        if (CompressCommand.FORMATS.contains(format)) {
            return learned(format, setting, spending, param -> setQuality(param, quality));
        }
        return new ImageIoCoder(format, setting, param -> setQuality(param, quality), null);
    }

    private static void setQuality(ImageWriteParam param, float quality) {
        if (param.canWriteCompressed()) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            if (param.getCompressionType() == null && param.getCompressionTypes() != null) {
                param.setCompressionType(param.getCompressionTypes()[0]);
            }
            param.setCompressionQuality(quality);
        }
    }

    /**
     * Lists the settings of a format.
     *
     * @param format kmq, pcq, nnz, png, jpeg, or another one that ImageIO can write
     * @param qualities qualities, for formats that have one
     * @param colours numbers of colours, for kmq
     * @param spending what our formats are told beside them
     * @return at least one
     */
    static List<Coder> of(String format, List<Float> qualities, List<Integer> colours, Spending spending) {
        List<Coder> coders = new ArrayList<>();
        if (format.equals("kmq")) {
            for (int k : colours) {
                coders.add(learned(format, k + " colours", spending, param -> param.setColours(k)));
            }
        } else if (format.equals("png")) {
            coders.add(new ImageIoCoder(format, "level 9", param -> setQuality(param, 0), null));
        } else {
            for (float quality : qualities) {
                coders.add(ofQuality(format, quality, spending));
            }
        }
        return coders;
    }

    @Override
    public byte[] encode(BufferedImage image) throws IOException {
        return new Picture(image, null, "", 0).write(format, settings, warning -> {});
    }

    @Override
    public BufferedImage decode(byte[] file) throws IOException {
        return Picture.read(file, param -> {
                    if (model != null && param instanceof LearnedImageReadParam learned) {
                        learned.setModel(model);
                    }
                })
                .image();
    }

    /**
     * Turns a picture of few colours into one with a palette, in order of appearance, its indices in as few bits as PNG
     * allows.
     *
     * @param image a picture
     * @return the same picture, or null if it has more than 256 colours
     */
    static BufferedImage indexed(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            int index = palette.size();
            Integer known = palette.putIfAbsent(pixels[i], index);
            if (palette.size() > 256) {
                return null;
            }
            pixels[i] = known == null ? index : known;
        }
        int[] colours = palette.keySet().stream().mapToInt(Integer::intValue).toArray();
        int bits = colours.length <= 2 ? 1 : colours.length <= 4 ? 2 : colours.length <= 16 ? 4 : 8;
        boolean alpha = false;
        for (int colour : colours) {
            alpha |= colour >>> 24 != 255;
        }
        IndexColorModel model = new IndexColorModel(bits, colours.length, colours, 0, alpha, -1, DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(
                width, height, bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY, model);
        indexed.getRaster().setPixels(0, 0, width, height, pixels);
        return indexed;
    }

    /**
     * Size of a picture of few colours as PNG: with a palette, at the highest level of compression that the JDK has.
     *
     * @param image a picture
     * @return bytes, or -1 if it has more than 256 colours
     * @throws IOException if it cannot be written
     */
    static long pngBytes(BufferedImage image) throws IOException {
        BufferedImage indexed = indexed(image);
        return indexed == null
                ? -1
                : of("png", List.of(), List.of(), Spending.DEFAULT).get(0).encode(indexed).length;
    }
}

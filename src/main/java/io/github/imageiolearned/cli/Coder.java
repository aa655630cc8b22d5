// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageWriteParam;

/**
 * A format and a setting of it, to be measured.
 *
 * @param format name of the format for ImageIO
 * @param setting what the setting is called in a table
 * @param settings sets it
 */
record Coder(String format, String setting, Consumer<ImageWriteParam> settings) {
    /**
     * Lists the settings of a format.
     *
     * @param format kmq, pcq, nnz, png, jpeg, or another one that ImageIO can write
     * @param qualities qualities, for formats that have one
     * @param colours numbers of colours, for kmq
     * @param effort what our formats are to spend
     * @return at least one
     */
    static List<Coder> of(
            String format, List<Float> qualities, List<Integer> colours, LearnedImageWriteParam.Effort effort) {
        List<Coder> coders = new ArrayList<>();
        if (format.equals("kmq")) {
            for (int k : colours) {
                coders.add(new Coder(format, k + " colours", param -> {
                    ((LearnedImageWriteParam) param).setEffort(effort);
                    ((LearnedImageWriteParam) param).setColours(k);
                }));
            }
        } else if (format.equals("png")) {
            coders.add(new Coder(format, "level 9", param -> {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(0);
            }));
        } else {
            for (float quality : qualities) {
                coders.add(new Coder(format, String.format(Locale.ROOT, "q %.2f", quality), param -> {
                    if (param instanceof LearnedImageWriteParam learned) {
                        learned.setEffort(effort);
                    }
                    if (param.canWriteCompressed()) {
                        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                        if (param.getCompressionType() == null && param.getCompressionTypes() != null) {
                            param.setCompressionType(param.getCompressionTypes()[0]);
                        }
                        param.setCompressionQuality(quality);
                    }
                }));
            }
        }
        return coders;
    }

    /**
     * Encodes a picture without its metadata.
     *
     * @param image the picture
     * @return the whole file
     * @throws IOException if the format cannot hold it
     */
    byte[] encode(BufferedImage image) throws IOException {
        return new Picture(image, null, "", 0).write(format, settings, warning -> {});
    }

    /**
     * Size of a picture of few colours as PNG: with a palette, its indices in as few bits as PNG allows, and at the
     * highest level of compression that the JDK has.
     *
     * @param image a picture
     * @return bytes, or -1 if it has more than 256 colours
     * @throws IOException if it cannot be written
     */
    static long pngBytes(BufferedImage image) throws IOException {
        int width = image.getWidth();
        int height = image.getHeight();
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        for (int i = 0; i < pixels.length; i++) {
            int index = palette.size();
            Integer known = palette.putIfAbsent(pixels[i], index);
            if (palette.size() > 256) {
                return -1;
            }
            pixels[i] = known == null ? index : known;
        }
        int[] colours = palette.keySet().stream().mapToInt(Integer::intValue).toArray();
        int bits = colours.length <= 2 ? 1 : colours.length <= 4 ? 2 : colours.length <= 16 ? 4 : 8;
        boolean alpha = false;
        for (int colour : colours) {
            alpha |= colour >>> 24 != 255;
        }
        IndexColorModel model =
                new IndexColorModel(bits, colours.length, colours, 0, alpha, -1, java.awt.image.DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(
                width, height, bits == 8 ? BufferedImage.TYPE_BYTE_INDEXED : BufferedImage.TYPE_BYTE_BINARY, model);
        indexed.getRaster().setPixels(0, 0, width, height, pixels);
        return of("png", List.of(), List.of(), LearnedImageWriteParam.Effort.SMALL)
                .get(0)
                .encode(indexed)
                .length;
    }
}

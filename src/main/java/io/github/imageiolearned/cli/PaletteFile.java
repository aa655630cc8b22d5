// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.kmq.KmqOptions;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a palette: that of a picture, a GIMP palette, or colours as hexadecimal numbers, one a line. */
final class PaletteFile {
    private static final int MOST = KmqOptions.MAX_COLOURS;
    private static final int MOST_BYTES = 1 << 16;
    private static final Pattern HEX = Pattern.compile("#?([0-9a-fA-F]{6})([0-9a-fA-F]{2})?");
    private static final Pattern DECIMAL = Pattern.compile("(\\d{1,3})\\s+(\\d{1,3})\\s+(\\d{1,3})(\\s.*)?");

    private PaletteFile() {}

    /**
     * Reads a palette.
     *
     * @param file a picture or a text
     * @return 1 to 256 colours
     * @throws IllegalArgumentException if it cannot be read, or has no colours, or more
     */
    static IndexColorModel read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            List<Integer> colours = bytes.length <= MOST_BYTES ? text(bytes) : List.of();
            return colours.isEmpty() ? ofPicture(bytes) : model(colours);
        } catch (IOException e) {
            throw new IllegalArgumentException("no palette in " + file + ": " + Failures.reason(e), e);
        }
    }

    /** The colours of a text; none if it is something else. */
    private static List<Integer> text(byte[] bytes) {
        List<Integer> colours = new ArrayList<>();
        for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("\\R", -1)) {
            String trimmed = line.trim();
            Matcher hex = HEX.matcher(trimmed);
            Matcher decimal = DECIMAL.matcher(trimmed);
            if (hex.matches()) {
                int alpha = hex.group(2) == null ? 0xff : Integer.parseInt(hex.group(2), 16);
                colours.add(alpha << 24 | Integer.parseInt(hex.group(1), 16));
            } else if (decimal.matches()) {
                int colour = 0xff;
                for (int i = 1; i <= 3; i++) {
                    colour = colour << 8 | Math.min(255, Integer.parseInt(decimal.group(i)));
                }
                colours.add(colour);
            }
        }
        return colours;
    }

    private static IndexColorModel ofPicture(byte[] bytes) throws IOException {
        BufferedImage image = Picture.read(bytes, param -> {}).image();
        if (image.getColorModel() instanceof IndexColorModel model && model.getMapSize() <= MOST) {
            return model;
        }
        Set<Integer> colours = new LinkedHashSet<>();
        for (int y = 0; y < image.getHeight() && colours.size() <= MOST; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add(image.getRGB(x, y));
            }
        }
        return model(new ArrayList<>(colours));
    }

    private static IndexColorModel model(List<Integer> colours) throws IOException {
        if (colours.size() > MOST) {
            throw new IOException("it has more than " + MOST + " colours");
        }
        int[] argb = colours.stream().mapToInt(Integer::intValue).toArray();
        return new IndexColorModel(8, argb.length, argb, 0, true, -1, DataBuffer.TYPE_BYTE);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/**
 * The palette that kmq learned of a picture.
 *
 * @param entries the colours, the most frequent first
 * @param facts what the codec tells
 */
record LearnedColours(List<Entry> entries, Map<String, String> facts) {
    /**
     * A colour.
     *
     * @param argb straight ARGB
     * @param share of the pixels, 0 to 1
     */
    record Entry(int argb, double share) {
        /** The colour as #rrggbb, or #rrggbbaa if it is not opaque. */
        String hex() {
            String rgb = String.format(Locale.ROOT, "#%06x", argb & 0xffffff);
            return argb >>> 24 == 255 ? rgb : rgb + String.format(Locale.ROOT, "%02x", argb >>> 24);
        }
    }

    /**
     * Writes a picture to memory and looks at what is in the file.
     *
     * @param image the picture
     * @param param parameters of kmq
     * @return its palette
     * @throws IOException if it cannot be written
     */
    static LearnedColours of(BufferedImage image, LearnedImageWriteParam param) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("kmq").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("kmq").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            reader.setInput(in);
            return of(reader.getImageMetadata(0, LearnedMetadataFormat.NAME, Set.of("Counted"))
                    .getAsTree(LearnedMetadataFormat.NAME));
        } finally {
            reader.dispose();
        }
    }

    private static LearnedColours of(Node root) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> facts = new LinkedHashMap<>();
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            for (Node fact = node.getFirstChild(); fact != null; fact = fact.getNextSibling()) {
                NamedNodeMap attributes = fact.getAttributes();
                String name = attributes.getNamedItem("name").getNodeValue();
                String value = attributes.getNamedItem("value").getNodeValue();
                if (name.startsWith("entry ")) {
                    String hex = name.substring(name.indexOf('#') + 1);
                    int colour = Integer.parseUnsignedInt(hex, 16);
                    int argb = hex.length() == 6 ? 0xff << 24 | colour : Integer.rotateRight(colour, 8);
                    entries.add(new Entry(
                            argb, Double.parseDouble(value.replace("%", "").trim()) / 100));
                } else {
                    facts.put(name, value);
                }
            }
        }
        facts.remove("effort");
        entries.sort(Comparator.comparingDouble(Entry::share).reversed());
        return new LearnedColours(entries, facts);
    }
}

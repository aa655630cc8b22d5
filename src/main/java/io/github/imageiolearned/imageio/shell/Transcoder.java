// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.Limits;
import io.github.imageiolearned.format.Metadata;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.InflaterInputStream;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/** Takes ICC, EXIF and XMP out of other formats' metadata. */
final class Transcoder {
    private static final int MAX_LENGTH = Limits.MOST_CARRIED;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    private static final byte[] EXIF_HEAD = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP_HEAD = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ICC_HEAD = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final String XMP_KEYWORD = "XML:com.adobe.xmp";
    private static final int TIFF_XMP = 700;
    private static final int TIFF_ICC = 34675;

    private final Map<Metadata, byte[]> found = new EnumMap<>(Metadata.class);

    private Transcoder() {}

    /** What the metadata holds that can be carried. */
    static Map<Metadata, byte[]> carried(IIOMetadata metadata) {
        if (metadata instanceof LearnedMetadata own) {
            return new EnumMap<>(own.carried());
        }
        Transcoder transcoder = new Transcoder();
        List<String> names = metadata.getMetadataFormatNames() == null
                ? List.of()
                : Arrays.asList(metadata.getMetadataFormatNames());
        if (names.contains("javax_imageio_jpeg_image_1.0")) {
            transcoder.jpeg(metadata.getAsTree("javax_imageio_jpeg_image_1.0"));
        } else if (names.contains("javax_imageio_png_1.0")) {
            transcoder.png(metadata.getAsTree("javax_imageio_png_1.0"));
        } else if (names.contains("javax_imageio_tiff_image_1.0")) {
            transcoder.tiff(metadata.getAsTree("javax_imageio_tiff_image_1.0"));
            transcoder.put(Metadata.EXIF, TiffExif.of(metadata));
        }
        return transcoder.found;
    }

    /**
     * Tells whether an image that was read with this metadata still has the samples that its ICC profile describes. The
     * JPEG and TIFF readers give the profile to the image, or convert to sRGB; the PNG reader does neither.
     */
    static boolean keepsSamples(IIOMetadata metadata) {
        return metadata instanceof LearnedMetadata
                || (metadata.getMetadataFormatNames() != null
                        && Arrays.asList(metadata.getMetadataFormatNames()).contains("javax_imageio_png_1.0"));
    }

    private void jpeg(Node root) {
        SortedMap<Integer, byte[]> profile = new TreeMap<>();
        each(root, node -> {
            Object value = node.getUserObject();
            if (node.getNodeName().equals("app2ICC") && value instanceof ICC_Profile iccProfile) {
                put(Metadata.ICC, iccProfile.getData());
            }
            if (node.getNodeName().equals("unknown") && value instanceof byte[] segment) {
                int marker = number(node, "MarkerTag");
                if (marker == APP1 && startsWith(segment, EXIF_HEAD)) {
                    put(Metadata.EXIF, after(segment, EXIF_HEAD.length));
                } else if (marker == APP1 && startsWith(segment, XMP_HEAD)) {
                    put(Metadata.XMP, after(segment, XMP_HEAD.length));
                } else if (marker == APP2 && startsWith(segment, ICC_HEAD) && segment.length > ICC_HEAD.length + 2) {
                    profile.put(segment[ICC_HEAD.length] & 0xff, after(segment, ICC_HEAD.length + 2));
                }
            }
        });
        if (!profile.isEmpty()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            profile.values().forEach(all::writeBytes);
            put(Metadata.ICC, all.toByteArray());
        }
    }

    private void png(Node root) {
        each(root, node -> {
            Object value = node.getUserObject();
            switch (node.getNodeName()) {
                case "iCCP" -> {
                    if (value instanceof byte[] compressed) {
                        inflate(compressed);
                    }
                }
                case "iTXtEntry" -> {
                    if (node.getAttribute("keyword").equals(XMP_KEYWORD)) {
                        put(Metadata.XMP, node.getAttribute("text").getBytes(StandardCharsets.UTF_8));
                    }
                }
                case "UnknownChunk" -> {
                    if (node.getAttribute("type").equals("eXIf") && value instanceof byte[] exif) {
                        put(Metadata.EXIF, exif);
                    }
                }
                default -> {
                    // Nothing that could be carried.
                }
            }
        });
    }

    private void tiff(Node root) {
        each(root, node -> {
            int number = node.getNodeName().equals("TIFFField") ? number(node, "number") : 0;
            if ((number == TIFF_XMP || number == TIFF_ICC) && node.getFirstChild() instanceof IIOMetadataNode values) {
                byte[] value = tiffBytes(values);
                if (value != null) {
                    put(number == TIFF_XMP ? Metadata.XMP : Metadata.ICC, value);
                }
            }
        });
    }

    /** The value of a TIFFUndefined node, or of the TIFFByte nodes in a TIFFBytes node. */
    private static byte[] tiffBytes(IIOMetadataNode values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (values.getNodeName().equals("TIFFUndefined")) {
                for (String number : values.getAttribute("value").split(",", -1)) {
                    bytes.write(Integer.parseInt(number.trim()));
                }
            } else {
                for (Node node = values.getFirstChild(); node != null; node = node.getNextSibling()) {
                    bytes.write(Integer.parseInt(((IIOMetadataNode) node).getAttribute("value")));
                }
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return bytes.toByteArray();
    }

    private void inflate(byte[] compressed) {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(compressed))) {
            byte[] plain = in.readNBytes(MAX_LENGTH);
            if (in.read() < 0) {
                put(Metadata.ICC, plain);
            }
        } catch (IOException e) {
            // A profile that cannot be read is no profile; the picture is still worth writing.
            found.remove(Metadata.ICC);
        }
    }

    private void put(Metadata kind, byte[] bytes) {
        if (bytes.length > 0 && bytes.length <= MAX_LENGTH) {
            found.putIfAbsent(kind, bytes.clone());
        }
    }

    /** Something to do with a node. */
    @FunctionalInterface
    private interface Visitor {
        void visit(IIOMetadataNode node);
    }

    private static void each(Node node, Visitor visitor) {
        if (node instanceof IIOMetadataNode element) {
            visitor.visit(element);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            each(child, visitor);
        }
    }

    private static int number(IIOMetadataNode node, String attribute) {
        try {
            return Integer.parseInt(node.getAttribute(attribute));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean startsWith(byte[] bytes, byte[] head) {
        return bytes.length > head.length && Arrays.equals(bytes, 0, head.length, head, 0, head.length);
    }

    private static byte[] after(byte[] bytes, int offset) {
        return Arrays.copyOfRange(bytes, offset, bytes.length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/** Puts the ICC profile, EXIF and XMP of our formats into a PNG, which the JDK's writer does not do of itself. */
final class PngMetadata {
    private static final String PNG = "javax_imageio_png_1.0";

    private PngMetadata() {}

    /**
     * Makes a PNG's metadata.
     *
     * @param writer the JDK's PNG writer
     * @param type type of the picture
     * @param param parameters of the writer
     * @param source metadata of the picture as it was read
     * @return metadata with what can be carried over, or null if the source is not of our formats
     * @throws IOException if the profile cannot be compressed or PNG does not take it
     */
    static IIOMetadata of(ImageWriter writer, ImageTypeSpecifier type, ImageWriteParam param, IIOMetadata source)
            throws IOException {
        if (!isOurs(source)) {
            return null;
        }
        IIOMetadata png = writer.getDefaultImageMetadata(type, param);
        IIOMetadataNode root = new IIOMetadataNode(PNG);
        for (Node node = source.getAsTree(LearnedMetadataFormat.NAME).getFirstChild();
                node != null;
                node = node.getNextSibling()) {
            if (((IIOMetadataNode) node).getUserObject() instanceof byte[] bytes) {
                switch (node.getNodeName()) {
                    case "ICC" -> root.appendChild(profile(bytes));
                    case "EXIF" -> root.appendChild(exif(bytes));
                    case "XMP" -> root.appendChild(xmp(bytes));
                    default -> {}
                }
            }
        }
        png.mergeTree(PNG, root);
        return png;
    }

    /**
     * Tells whether metadata is of one of our formats.
     *
     * @param metadata any metadata, or null
     * @return whether it has our native format
     */
    static boolean isOurs(IIOMetadata metadata) {
        return metadata != null
                && metadata.getMetadataFormatNames() != null
                && Arrays.asList(metadata.getMetadataFormatNames()).contains(LearnedMetadataFormat.NAME);
    }

    private static IIOMetadataNode profile(byte[] bytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(bytes);
        }
        IIOMetadataNode node = new IIOMetadataNode("iCCP");
        node.setAttribute("profileName", "ICC");
        node.setAttribute("compressionMethod", "deflate");
        node.setUserObject(deflated.toByteArray());
        return node;
    }

    private static IIOMetadataNode exif(byte[] bytes) {
        IIOMetadataNode node = new IIOMetadataNode("UnknownChunk");
        node.setAttribute("type", "eXIf");
        node.setUserObject(bytes);
        IIOMetadataNode parent = new IIOMetadataNode("UnknownChunks");
        parent.appendChild(node);
        return parent;
    }

    private static IIOMetadataNode xmp(byte[] bytes) {
        IIOMetadataNode node = new IIOMetadataNode("iTXtEntry");
        node.setAttribute("keyword", "XML:com.adobe.xmp");
        node.setAttribute("compressionFlag", "FALSE");
        node.setAttribute("compressionMethod", "0");
        node.setAttribute("languageTag", "");
        node.setAttribute("translatedKeyword", "");
        node.setAttribute("text", new String(bytes, StandardCharsets.UTF_8));
        IIOMetadataNode parent = new IIOMetadataNode("iTXt");
        parent.appendChild(node);
        return parent;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.InflaterInputStream;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

class PngMetadataTest {
    private static final byte[] PROFILE =
            ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    private static final byte[] EXIF = "II*\0\10\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final String XMP = "<x:xmpmeta xmlns:x='adobe:ns:meta/'>Grüße</x:xmpmeta>";

    /** A picture as it would be read from a file of ours that carries all three. */
    static Picture carrying() throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        byte[] plain = new Picture(image, null, "", 0).write("kmq", param -> {}, warning -> {});
        Picture read = Picture.read(plain, param -> {});
        IIOMetadataNode root = new IIOMetadataNode(LearnedMetadataFormat.NAME);
        root.appendChild(node("ICC", PROFILE));
        root.appendChild(node("EXIF", EXIF));
        root.appendChild(node("XMP", XMP.getBytes(StandardCharsets.UTF_8)));
        read.metadata().mergeTree(LearnedMetadataFormat.NAME, root);
        return read;
    }

    private static IIOMetadataNode node(String name, byte[] bytes) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setUserObject(bytes);
        return node;
    }

    private static IIOMetadataNode only(IIOMetadataNode root, String name) {
        NodeList found = root.getElementsByTagName(name);
        assertEquals(1, found.getLength(), name);
        return (IIOMetadataNode) found.item(0);
    }

    @Test
    void profileExifAndXmpGetIntoThePng() throws IOException {
        Picture png = Picture.read(carrying().write("png", param -> {}, warning -> {}), param -> {});
        assertEquals("png", png.format());
        IIOMetadataNode root = (IIOMetadataNode) png.metadata().getAsTree("javax_imageio_png_1.0");
        byte[] deflated = (byte[]) only(root, "iCCP").getUserObject();
        assertArrayEquals(PROFILE, new InflaterInputStream(new ByteArrayInputStream(deflated)).readAllBytes());
        IIOMetadataNode unknown = only(root, "UnknownChunk");
        assertEquals("eXIf", unknown.getAttribute("type"));
        assertArrayEquals(EXIF, (byte[]) unknown.getUserObject());
        assertEquals(XMP, only(root, "iTXtEntry").getAttribute("text"));
    }

    @Test
    void theyComeBackFromThePng() throws IOException {
        Picture png = Picture.read(carrying().write("png", param -> {}, warning -> {}), param -> {});
        Picture again = Picture.read(png.write("kmq", param -> {}, warning -> {}), param -> {});
        IIOMetadataNode root = (IIOMetadataNode) again.metadata().getAsTree(LearnedMetadataFormat.NAME);
        assertArrayEquals(PROFILE, (byte[]) only(root, "ICC").getUserObject());
        assertArrayEquals(EXIF, (byte[]) only(root, "EXIF").getUserObject());
        assertEquals(XMP, new String((byte[]) only(root, "XMP").getUserObject(), StandardCharsets.UTF_8));
    }

    @Test
    void otherMetadataIsLeftToTheWriter() throws IOException {
        Picture ours = carrying();
        assertTrue(PngMetadata.isOurs(ours.metadata()));
        assertFalse(PngMetadata.isOurs(null));
        assertFalse(PngMetadata.isOurs(Picture.read(ours.write("png", param -> {}, warning -> {}), param -> {})
                .metadata()));
    }
}

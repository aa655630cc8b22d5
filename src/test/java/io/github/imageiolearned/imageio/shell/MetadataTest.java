// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.tiff.Rational;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.ExifParentTIFFTagSet;
import javax.imageio.plugins.tiff.ExifTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.plugins.tiff.TIFFTagSet;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

class MetadataTest {
    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;
    private static final byte[] XMP =
            "<x:xmpmeta xmlns:x='adobe:ns:meta/'>caf\u00e9</x:xmpmeta>".getBytes(StandardCharsets.UTF_8);

    /** A big-endian TIFF structure with one entry: orientation 6, to be turned right. */
    private static final byte[] EXIF =
            HexFormat.of().parseHex("4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000");

    private static final byte[] LINEAR =
            ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();

    private final BufferedImage image = TestImages.painted(BufferedImage.TYPE_3BYTE_BGR, 20, 10);
    private final ImageWriter writer = RawCodec.writer(RawCodec.PLANE);

    private static IIOMetadataNode node(String name, Object value) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setUserObject(value);
        return node;
    }

    private static IIOMetadataNode tree(IIOMetadataNode... children) {
        IIOMetadataNode root = new IIOMetadataNode(LearnedMetadataFormat.NAME);
        for (IIOMetadataNode child : children) {
            root.appendChild(child);
        }
        return root;
    }

    private IIOMetadata metadata(IIOMetadataNode... children) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        metadata.mergeTree(LearnedMetadataFormat.NAME, tree(children));
        return metadata;
    }

    /** The object in the only node of a name, or null. */
    private static Object value(IIOMetadata metadata, String name) {
        NodeList nodes = ((IIOMetadataNode) metadata.getAsTree(LearnedMetadataFormat.NAME)).getElementsByTagName(name);
        return nodes.getLength() == 0 ? null : ((IIOMetadataNode) nodes.item(0)).getUserObject();
    }

    private static String attribute(IIOMetadata metadata, String format, String name, String attribute) {
        NodeList nodes = ((IIOMetadataNode) metadata.getAsTree(format)).getElementsByTagName(name);
        return ((IIOMetadataNode) nodes.item(0)).getAttribute(attribute);
    }

    private IIOMetadata written(IIOImage content, LearnedImageWriteParam param) throws IOException {
        return TestImages.open(RawCodec.PLANE, TestImages.write(writer, content, param))
                .getImageMetadata(0);
    }

    @Test
    void nativeMetadataIsMergedWrittenAndReadAgain() throws IOException {
        IIOMetadata metadata = metadata(node("EXIF", EXIF), node("XMP", XMP), node("ICC", LINEAR));
        assertFalse(metadata.isReadOnly());
        IIOMetadata back = written(new IIOImage(image, null, metadata), null);
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
        assertArrayEquals(LINEAR, (byte[]) value(back, "ICC"));
        assertEquals("20", attribute(back, LearnedMetadataFormat.NAME, "Header", "width"));
        assertEquals("pcq", attribute(back, LearnedMetadataFormat.NAME, "Codec", "name"));
        assertEquals("planes", attribute(back, LearnedMetadataFormat.NAME, "Fact", "name"));

        back.mergeTree(LearnedMetadataFormat.NAME, tree(node("XMP", null), node("EXIF", new byte[] {1})));
        assertNull(value(back, "XMP"));
        assertArrayEquals(new byte[] {1}, (byte[]) value(back, "EXIF"));
        back.setFromTree(LearnedMetadataFormat.NAME, tree(node("XMP", XMP)));
        assertNull(value(back, "ICC"));
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
        back.reset();
        assertNull(value(back, "XMP"));
        assertEquals("20", attribute(back, LearnedMetadataFormat.NAME, "Header", "width"));
    }

    @Test
    void treesThatDoNotFitChangeNothing() throws IOException {
        IIOMetadata metadata = metadata(node("XMP", XMP));
        assertThrows(
                IIOInvalidTreeException.class,
                () -> metadata.mergeTree(LearnedMetadataFormat.NAME, tree(node("XMP", null), node("Exif", EXIF))));
        assertThrows(
                IIOInvalidTreeException.class,
                () -> metadata.mergeTree(LearnedMetadataFormat.NAME, tree(node("XMP", "text"))));
        assertThrows(
                IIOInvalidTreeException.class,
                () -> metadata.mergeTree(LearnedMetadataFormat.NAME, new IIOMetadataNode("other")));
        assertThrows(IllegalArgumentException.class, () -> metadata.mergeTree("other", tree()));
        assertThrows(IllegalArgumentException.class, () -> metadata.setFromTree(LearnedMetadataFormat.NAME, null));
        assertArrayEquals(XMP, (byte[]) value(metadata, "XMP"));
    }

    @Test
    void standardMetadataTellsOfTypeAndOrientation() throws IOException {
        IIOMetadata back = written(new IIOImage(image, null, metadata(node("EXIF", EXIF))), null);
        assertTrue(back.isStandardMetadataFormatSupported());
        assertEquals("Rotate270", attribute(back, STANDARD, "ImageOrientation", "value"));
        assertEquals("3", attribute(back, STANDARD, "NumChannels", "value"));
        assertEquals("PCQ", attribute(back, STANDARD, "CompressionTypeName", "value"));
        assertEquals("FALSE", attribute(back, STANDARD, "Lossless", "value"));
        back.mergeTree(STANDARD, back.getAsTree(STANDARD));
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        back.mergeTree(LearnedMetadataFormat.NAME, tree(node("EXIF", new byte[] {'M', 'M', 0, 42, 0, 0, 0})));
        assertEquals("Normal", attribute(back, STANDARD, "ImageOrientation", "value"));
    }

    @Test
    void theFormatDescribesTheTrees() {
        IIOMetadataFormat format = LearnedMetadataFormat.getInstance();
        assertEquals(LearnedMetadataFormat.NAME, format.getRootName());
        assertEquals(IIOMetadataFormat.VALUE_LIST, format.getObjectValueType("XMP"));
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        assertNotNull(metadata.getMetadataFormat(LearnedMetadataFormat.NAME));
    }

    @Test
    void metadataCanBeLeftOutButNotTheProfile() throws IOException {
        LearnedImageWriteParam param = new LearnedImageWriteParam("pcq");
        param.setMetadataWritten(false);
        IIOMetadata all = metadata(node("EXIF", EXIF), node("XMP", XMP), node("ICC", LINEAR));
        IIOMetadata back = written(new IIOImage(image, null, all), param);
        assertNull(value(back, "EXIF"));
        assertNull(value(back, "XMP"));
        assertArrayEquals(LINEAR, (byte[]) value(back, "ICC"));
    }

    @Test
    void profilesOfAnotherKindAreLeftOutWithAWarning() throws IOException {
        List<String> warnings = new ArrayList<>();
        writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
        BufferedImage grey = TestImages.painted(BufferedImage.TYPE_BYTE_GRAY, 20, 10);
        IIOMetadata back = written(new IIOImage(grey, null, metadata(node("ICC", LINEAR))), null);
        assertNull(value(back, "ICC"));
        back = written(new IIOImage(image, null, metadata(node("ICC", new byte[] {1, 2, 3}))), null);
        assertNull(value(back, "ICC"));
        assertEquals(2, warnings.size());
    }

    @Test
    void whatAReaderWouldRefuseIsLeftOutWithAWarning() throws IOException {
        List<String> warnings = new ArrayList<>();
        writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
        byte[] large = new byte[(1 << 24) - (1 << 14) + 1];
        IIOMetadata back = written(new IIOImage(image, null, metadata(node("XMP", large), node("EXIF", EXIF))), null);
        assertNull(value(back, "XMP"));
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("XMP"), warnings.get(0));

        byte[] most = new byte[large.length - 1];
        new Random(1).nextBytes(most);
        back = written(new IIOImage(image, null, metadata(node("XMP", most))), null);
        assertArrayEquals(most, (byte[]) value(back, "XMP"));
    }

    /** A JPEG as a camera writes it: EXIF, XMP, and a profile in two segments. */
    private byte[] jpeg() throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", plain);
        byte[] bytes = plain.toByteArray();
        int head = 20;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, head);
        segment(out, 0xE1, "Exif\0\0", EXIF, 0, EXIF.length);
        segment(out, 0xE1, "http://ns.adobe.com/xap/1.0/\0", XMP, 0, XMP.length);
        segment(out, 0xE2, "ICC_PROFILE\0\1\2", LINEAR, 0, 100);
        segment(out, 0xE2, "ICC_PROFILE\0\2\2", LINEAR, 100, LINEAR.length - 100);
        out.write(bytes, head, bytes.length - head);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, int marker, String name, byte[] body, int from, int count) {
        int length = 2 + name.length() + count;
        out.write(0xFF);
        out.write(marker);
        out.write(length >> 8);
        out.write(length);
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, from, count);
    }

    private static IIOImage all(String format, byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)));
        return reader.readAll(0, null);
    }

    @Test
    void jpegMetadataComesAlong() throws IOException {
        IIOMetadata back = written(all("jpeg", jpeg()), null);
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
        // The JPEG reader has converted the pixels to sRGB, so the profile would be a lie.
        assertNull(value(back, "ICC"));
    }

    private byte[] png() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(LINEAR);
        }
        ImageWriter png = ImageIO.getImageWritersByFormatName("png").next();
        IIOMetadata metadata = png.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
        IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
        IIOMetadataNode profile = node("iCCP", deflated.toByteArray());
        profile.setAttribute("profileName", "linear");
        profile.setAttribute("compressionMethod", "deflate");
        root.appendChild(profile);
        IIOMetadataNode texts = new IIOMetadataNode("iTXt");
        IIOMetadataNode text = new IIOMetadataNode("iTXtEntry");
        text.setAttribute("keyword", "XML:com.adobe.xmp");
        text.setAttribute("compressionFlag", "FALSE");
        text.setAttribute("compressionMethod", "0");
        text.setAttribute("languageTag", "");
        text.setAttribute("translatedKeyword", "");
        text.setAttribute("text", new String(XMP, StandardCharsets.UTF_8));
        texts.appendChild(text);
        root.appendChild(texts);
        IIOMetadataNode unknown = new IIOMetadataNode("UnknownChunks");
        IIOMetadataNode exif = node("UnknownChunk", EXIF);
        exif.setAttribute("type", "eXIf");
        unknown.appendChild(exif);
        root.appendChild(unknown);
        metadata.mergeTree("javax_imageio_png_1.0", root);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            png.setOutput(out);
            png.write(new IIOImage(image, null, metadata));
        }
        return bytes.toByteArray();
    }

    @Test
    void pngMetadataComesAlong() throws IOException {
        IIOImage read = all("png", png());
        IIOMetadata back = written(read, null);
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
        assertArrayEquals(LINEAR, (byte[]) value(back, "ICC"));
    }

    /** What the TIFF reader gives for a file with an XMP field, which the TIFF writer cannot be made to write. */
    private static final class TiffMetadata extends IIOMetadata {
        TiffMetadata() {
            super(false, "javax_imageio_tiff_image_1.0", null, null, null);
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public Node getAsTree(String formatName) {
            IIOMetadataNode field = new IIOMetadataNode("TIFFField");
            field.setAttribute("number", "700");
            IIOMetadataNode values = new IIOMetadataNode("TIFFBytes");
            for (byte b : XMP) {
                IIOMetadataNode one = new IIOMetadataNode("TIFFByte");
                one.setAttribute("value", Integer.toString(b & 0xff));
                values.appendChild(one);
            }
            field.appendChild(values);
            IIOMetadataNode directory = new IIOMetadataNode("TIFFIFD");
            directory.appendChild(field);
            IIOMetadataNode root = new IIOMetadataNode(formatName);
            root.appendChild(directory);
            return root;
        }

        @Override
        public void mergeTree(String formatName, Node root) {
            throw new IllegalStateException("read-only");
        }

        @Override
        public void reset() {
            throw new IllegalStateException("read-only");
        }
    }

    @Test
    void tiffMetadataComesAlong() throws IOException {
        IIOMetadata back = written(new IIOImage(image, null, new TiffMetadata()), null);
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
    }

    private static TIFFField field(TIFFTagSet tags, int number, int type, int count, Object values) {
        return new TIFFField(tags.getTag(number), type, count, values);
    }

    /** A TIFF with fields of the camera in its first directory, and in one of EXIF's. */
    private byte[] tiff() throws IOException {
        TIFFTagSet baseline = BaselineTIFFTagSet.getInstance();
        TIFFTagSet exif = ExifTIFFTagSet.getInstance();
        TIFFDirectory inner = new TIFFDirectory(new TIFFTagSet[] {exif}, null);
        inner.addTIFFField(
                field(exif, ExifTIFFTagSet.TAG_EXPOSURE_TIME, TIFFTag.TIFF_RATIONAL, 1, new long[][] {{1, 250}}));
        inner.addTIFFField(
                field(exif, ExifTIFFTagSet.TAG_ISO_SPEED_RATINGS, TIFFTag.TIFF_SHORT, 1, new char[] {50_000}));
        inner.addTIFFField(
                field(exif, ExifTIFFTagSet.TAG_MARKER_NOTE, TIFFTag.TIFF_UNDEFINED, 3, new byte[] {1, 2, 3}));
        ImageWriter tiff = ImageIO.getImageWritersByFormatName("tiff").next();
        TIFFDirectory outer = TIFFDirectory.createFromMetadata(tiff.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(image), tiff.getDefaultWriteParam()));
        outer.addTagSet(ExifParentTIFFTagSet.getInstance());
        outer.addTIFFField(
                field(baseline, BaselineTIFFTagSet.TAG_MAKE, TIFFTag.TIFF_ASCII, 1, new String[] {"A camera"}));
        outer.addTIFFField(field(baseline, BaselineTIFFTagSet.TAG_ORIENTATION, TIFFTag.TIFF_SHORT, 1, new char[] {6}));
        outer.addTIFFField(new TIFFField(
                ExifParentTIFFTagSet.getInstance().getTag(ExifParentTIFFTagSet.TAG_EXIF_IFD_POINTER),
                TIFFTag.TIFF_LONG,
                1L,
                inner));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            tiff.setOutput(out);
            tiff.write(new IIOImage(image, null, outer.getAsMetadata()));
        }
        return bytes.toByteArray();
    }

    @Test
    void fieldsOfATiffComeAlongAsExif() throws IOException {
        IIOMetadata back = written(all("tiff", tiff()), null);
        byte[] exif = (byte[]) value(back, "EXIF");
        Directory outer = new TIFFReader().read(new ByteArrayImageInputStream(exif));
        assertEquals("A camera", outer.getEntryById(TIFF.TAG_MAKE).getValue());
        Directory inner = (Directory) outer.getEntryById(TIFF.TAG_EXIF_IFD).getValue();
        assertEquals(
                new Rational(1, 250),
                inner.getEntryById(ExifTIFFTagSet.TAG_EXPOSURE_TIME).getValue());
        assertEquals(
                50_000, inner.getEntryById(ExifTIFFTagSet.TAG_ISO_SPEED_RATINGS).getValue());
        // What belongs to the old file stays there: its strips, and notes whose offsets would point nowhere.
        assertNull(outer.getEntryById(TIFF.TAG_STRIP_OFFSETS));
        assertNull(inner.getEntryById(ExifTIFFTagSet.TAG_MARKER_NOTE));
        assertEquals("Rotate270", attribute(back, STANDARD, "ImageOrientation", "value"));

        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(image, "tiff", plain);
        assertNull(value(written(all("tiff", plain.toByteArray()), null), "EXIF"));
    }

    @Test
    void ownMetadataComesAlong() throws IOException {
        IIOMetadata first = metadata(node("EXIF", EXIF), node("XMP", XMP), node("ICC", LINEAR));
        byte[] file = TestImages.write(writer, new IIOImage(image, null, first), TestImages.lossless(writer));
        ImageReader reader = TestImages.open(RawCodec.PLANE, file);
        IIOImage read = reader.readAll(0, null);
        IIOMetadata back = written(read, null);
        assertArrayEquals(EXIF, (byte[]) value(back, "EXIF"));
        assertArrayEquals(XMP, (byte[]) value(back, "XMP"));
        assertArrayEquals(LINEAR, (byte[]) value(back, "ICC"));
        assertFalse(((BufferedImage) read.getRenderedImage())
                .getColorModel()
                .getColorSpace()
                .isCS_sRGB());
    }
}

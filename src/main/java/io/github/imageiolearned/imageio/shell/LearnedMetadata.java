// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.StandardImageMetadataSupport;
import io.github.imageiolearned.format.Metadata;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import io.github.imageiolearned.pixels.BandsColorSpace;
import io.github.imageiolearned.pixels.TileGrid;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/**
 * Metadata of a picture: facts, which only a reader knows and nobody can change, and what is carried along, which can be
 * changed. The standard format is derived from both; merging standard metadata changes nothing, as it holds nothing that
 * would be carried.
 */
public final class LearnedMetadata extends StandardImageMetadataSupport {
    /** The standard format names spaces of 2CLR to FCLR. */
    private static final int MOST_NAMED = 16;

    private final Facts facts;
    private final ColorSpace space;
    private final Map<Metadata, byte[]> carried = new EnumMap<>(Metadata.class);

    /**
     * What is known of a picture in a file.
     *
     * @param header its header
     * @param codec name of its codec
     * @param details what the codec has to tell
     * @param lossless whether nothing was lost
     */
    record Facts(PictureHeader header, String codec, Map<String, String> details, boolean lossless) {}

    /**
     * Metadata of a picture in a file, or of one that is still to be written.
     *
     * @param type what the image is like
     * @param compression name of the compression
     * @param palette colours of the picture in straight ARGB, or null
     * @param facts null if the picture is still to be written
     */
    LearnedMetadata(ImageTypeSpecifier type, String compression, int[] palette, Facts facts) {
        super(builder(type)
                .withCompressionTypeName(compression)
                .withCompressionLossless(facts != null && facts.lossless)
                .withPlanarConfiguration(PlanarConfiguration.PixelInterleaved)
                .withPalette(
                        palette == null
                                ? null
                                : ImageTypes.model(palette, type.getColorModel().hasAlpha()))
                .withFormatVersion(Integer.toString(PictureFormat.valueOf(compression.toUpperCase(Locale.ROOT))
                        .version())));
        nativeMetadataFormatName = LearnedMetadataFormat.NAME;
        nativeMetadataFormatClassName = LearnedMetadataFormat.class.getName();
        this.facts = facts;
        space = type.getColorModel().getColorSpace();
    }

    /** What is carried along; changes count. */
    Map<Metadata, byte[]> carried() {
        return carried;
    }

    /** Bands without colours may be more than there are names of colour spaces for; then there is none. */
    @Override
    protected IIOMetadataNode getStandardChromaNode() {
        if (!(space instanceof BandsColorSpace)) {
            return super.getStandardChromaNode();
        }
        IIOMetadataNode chroma = new IIOMetadataNode("Chroma");
        int bands = space.getNumComponents();
        if (bands > 1 && bands < MOST_NAMED) {
            child(
                    chroma,
                    "ColorSpaceType",
                    "name",
                    Integer.toString(bands, MOST_NAMED).toUpperCase(Locale.ROOT) + "CLR");
        }
        child(chroma, "NumChannels", "value", Integer.toString(bands));
        child(chroma, "BlackIsZero", "value", "TRUE");
        return chroma;
    }

    private static void child(IIOMetadataNode parent, String name, String attribute, String value) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setAttribute(attribute, value);
        parent.appendChild(node);
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void reset() {
        carried.clear();
    }

    @Override
    public void setFromTree(String formatName, Node root) throws IIOInvalidTreeException {
        if (root == null) {
            throw new IllegalArgumentException("root == null");
        }
        reset();
        mergeTree(formatName, root);
    }

    @Override
    public void mergeTree(String formatName, Node root) throws IIOInvalidTreeException {
        if (root == null) {
            throw new IllegalArgumentException("root == null");
        }
        super.mergeTree(formatName, root);
        if (formatName.equals(IIOMetadataFormatImpl.standardMetadataFormatName)) {
            return;
        }
        Map<Metadata, byte[]> merged = new EnumMap<>(Metadata.class);
        merged.putAll(carried);
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            switch (node.getNodeName()) {
                case "Header", "Codec" -> {
                    // Facts: they follow from the picture.
                }
                case "ICC", "EXIF", "XMP" -> {
                    Metadata kind = Metadata.valueOf(node.getNodeName());
                    byte[] bytes = bytes(node);
                    if (bytes == null) {
                        merged.remove(kind);
                    } else {
                        merged.put(kind, bytes);
                    }
                }
                default -> throw new IIOInvalidTreeException("unknown node " + node.getNodeName(), node);
            }
        }
        carried.clear();
        carried.putAll(merged);
    }

    private static byte[] bytes(Node node) throws IIOInvalidTreeException {
        Object value = node instanceof IIOMetadataNode element ? element.getUserObject() : null;
        if (value instanceof ICC_Profile profile) {
            return profile.getData();
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (value != null) {
            throw new IIOInvalidTreeException(
                    node.getNodeName() + " has a user object of " + value.getClass() + ", not byte[]", node);
        }
        return null;
    }

    @Override
    protected Node getNativeTree() {
        IIOMetadataNode root = new IIOMetadataNode(LearnedMetadataFormat.NAME);
        if (facts != null) {
            root.appendChild(headerNode(facts.header));
            IIOMetadataNode codec = new IIOMetadataNode("Codec");
            codec.setAttribute("name", facts.codec);
            facts.details.forEach((name, value) -> {
                IIOMetadataNode fact = new IIOMetadataNode("Fact");
                fact.setAttribute("name", name);
                fact.setAttribute("value", value);
                codec.appendChild(fact);
            });
            root.appendChild(codec);
        }
        carried.forEach((kind, bytes) -> {
            IIOMetadataNode node = new IIOMetadataNode(kind.name());
            node.setUserObject(bytes.clone());
            root.appendChild(node);
        });
        return root;
    }

    private static IIOMetadataNode headerNode(PictureHeader header) {
        IIOMetadataNode node = new IIOMetadataNode("Header");
        node.setAttribute("width", Integer.toString(header.width()));
        node.setAttribute("height", Integer.toString(header.height()));
        node.setAttribute("colour", header.colour().name());
        node.setAttribute("alpha", header.alpha().name());
        node.setAttribute("bitDepth", Integer.toString(header.bitDepth()));
        node.setAttribute("tileSide", Integer.toString(header.tileSide()));
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSide());
        node.setAttribute("tiles", Integer.toString(grid.size()));
        return node;
    }

    @Override
    protected IIOMetadataNode getStandardDimensionNode() {
        IIOMetadataNode dimension = new IIOMetadataNode("Dimension");
        IIOMetadataNode aspect = new IIOMetadataNode("PixelAspectRatio");
        aspect.setAttribute("value", "1.0");
        dimension.appendChild(aspect);
        IIOMetadataNode orientation = new IIOMetadataNode("ImageOrientation");
        orientation.setAttribute("value", ExifOrientation.standardName(carried.get(Metadata.EXIF)));
        dimension.appendChild(orientation);
        return dimension;
    }
}

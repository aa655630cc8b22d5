// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import io.github.imageiolearned.format.Limits;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;

/**
 * Format of the native metadata, the same for all three picture formats:
 *
 * <pre>
 * io_github_imageiolearned_image_1.0
 *   Header   width height colour alpha bitDepth tileSide tiles       (only read)
 *   Codec    name                                                    (only read)
 *     Fact   name value                                              (any number)
 *   ICC      user object: the bytes of an ICC profile
 *   EXIF     user object: the bytes of a TIFF structure
 *   XMP      user object: the bytes of a packet, UTF-8
 * </pre>
 *
 * The last three can be set and merged; one without a user object is removed by a merge.
 */
public final class LearnedMetadataFormat extends IIOMetadataFormatImpl {
    /** Name of the format, and of the root of its trees. */
    public static final String NAME = "io_github_imageiolearned_image_1.0";

    private static final LearnedMetadataFormat INSTANCE = new LearnedMetadataFormat();
    private static final int MAX_LENGTH = Limits.MOST_CARRIED;
    private static final int MAX_FACTS = 1000;

    private LearnedMetadataFormat() {
        super(NAME, CHILD_POLICY_SOME);
        addElement("Header", NAME, CHILD_POLICY_EMPTY);
        for (String number : List.of("width", "height", "bitDepth", "tileSide", "tiles")) {
            addAttribute("Header", number, DATATYPE_INTEGER, true, null, "1", null, true, true);
        }
        addAttribute("Header", "colour", DATATYPE_STRING, true, null, Arrays.asList("GREY", "RGB", "BANDS"));
        addAttribute("Header", "alpha", DATATYPE_STRING, true, null, Arrays.asList("NONE", "PLANE", "CODED"));
        addElement("Codec", NAME, 0, MAX_FACTS);
        addAttribute("Codec", "name", DATATYPE_STRING, true, null, Arrays.asList("kmq", "pcq", "nnz"));
        addElement("Fact", "Codec", CHILD_POLICY_EMPTY);
        addAttribute("Fact", "name", DATATYPE_STRING, true, null);
        addAttribute("Fact", "value", DATATYPE_STRING, true, null);
        for (String carried : List.of("ICC", "EXIF", "XMP")) {
            addElement(carried, NAME, CHILD_POLICY_EMPTY);
            addObjectValue(carried, byte.class, 0, MAX_LENGTH);
        }
    }

    /**
     * Returns the format.
     *
     * @return the only instance
     */
    public static IIOMetadataFormat getInstance() {
        return INSTANCE;
    }

    @Override
    public boolean canNodeAppear(String elementName, ImageTypeSpecifier imageType) {
        return true;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.util.ImageTypeSpecifiers;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageTypeSpecifier;

/** The image types that a picture can be read as. */
final class ImageTypes {
    private ImageTypes() {}

    /** The types, the one that is read by default first. */
    static List<ImageTypeSpecifier> of(
            PictureHeader header, Optional<? extends ColorSpace> profile, Optional<int[]> palette)
            throws FormatException {
        if (header.bitDepth() != 8 || header.colour() == PictureHeader.Colour.BANDS) {
            throw new FormatException(
                    -1,
                    "pictures of " + header.colourBands() + " bands of " + header.bitDepth()
                            + " bits cannot be read as images");
        }
        boolean alpha = header.alpha() != PictureHeader.Alpha.NONE;
        boolean grey = header.colour() == PictureHeader.Colour.GREY;
        List<ImageTypeSpecifier> types = new ArrayList<>();
        profile.ifPresent(space -> types.add(grey ? grey(space, alpha) : rgb(space, alpha)));
        if (grey) {
            types.add(
                    alpha
                            ? grey(ColorSpace.getInstance(ColorSpace.CS_GRAY), true)
                            : type(BufferedImage.TYPE_BYTE_GRAY));
        }
        if (alpha) {
            types.add(type(BufferedImage.TYPE_4BYTE_ABGR));
            types.add(type(BufferedImage.TYPE_INT_ARGB));
            types.add(type(BufferedImage.TYPE_4BYTE_ABGR_PRE));
            types.add(type(BufferedImage.TYPE_INT_ARGB_PRE));
        } else {
            types.add(type(BufferedImage.TYPE_3BYTE_BGR));
            types.add(type(BufferedImage.TYPE_INT_RGB));
            types.add(type(BufferedImage.TYPE_INT_BGR));
        }
        palette.ifPresent(colours -> types.add(ImageTypeSpecifiers.createFromIndexColorModel(model(colours, alpha))));
        return types;
    }

    /** Further types for a picture of which only so many bands are read. */
    static List<ImageTypeSpecifier> ofBands(int count) {
        return count == 1 ? List.of(type(BufferedImage.TYPE_BYTE_GRAY)) : List.of();
    }

    static IndexColorModel model(int[] colours, boolean alpha) {
        return new IndexColorModel(8, colours.length, colours, 0, alpha, -1, DataBuffer.TYPE_BYTE);
    }

    private static ImageTypeSpecifier type(int bufferedImageType) {
        return ImageTypeSpecifiers.createFromBufferedImageType(bufferedImageType);
    }

    private static ImageTypeSpecifier grey(ColorSpace space, boolean alpha) {
        return ImageTypeSpecifiers.createInterleaved(
                space, alpha ? new int[] {0, 1} : new int[] {0}, DataBuffer.TYPE_BYTE, alpha, false);
    }

    /** In the order of bytes of the BufferedImage types, which Java draws and transforms fastest. */
    private static ImageTypeSpecifier rgb(ColorSpace space, boolean alpha) {
        return ImageTypeSpecifiers.createInterleaved(
                space, alpha ? new int[] {3, 2, 1, 0} : new int[] {2, 1, 0}, DataBuffer.TYPE_BYTE, alpha, false);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.util.ImageTypeSpecifiers;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.BandsColorSpace;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageTypeSpecifier;

/** The image types that a picture can be read as. */
final class ImageTypes {
    private ImageTypes() {}

    /** The types, the one that is read by default first. */
    static List<ImageTypeSpecifier> of(
            PictureHeader header, Optional<? extends ColorSpace> profile, Optional<int[]> palette, boolean paletteFirst)
            throws FormatException {
        boolean alpha = header.alpha() != PictureHeader.Alpha.NONE;
        if (header.colour() == PictureHeader.Colour.BANDS) {
            return ofBands(header.colourBands(), header);
        }
        boolean grey = header.colour() == PictureHeader.Colour.GREY;
        List<ImageTypeSpecifier> types = new ArrayList<>();
        if (header.bitDepth() == 16) {
            profile.ifPresent(space -> types.add(words(space, alpha)));
            types.add(grey && !alpha ? type(BufferedImage.TYPE_USHORT_GRAY) : words(standard(grey), alpha));
        }
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
        palette.map(colours -> ImageTypeSpecifiers.createFromIndexColorModel(model(colours, alpha)))
                .ifPresent(indexed -> types.add(paletteFirst ? 0 : types.size(), indexed));
        return types;
    }

    /** The types for so many bands of a picture, whatever they mean. */
    static List<ImageTypeSpecifier> ofBands(int count, PictureHeader header) {
        boolean words = header.bitDepth() == 16;
        if (count == 1) {
            ImageTypeSpecifier bytes = type(BufferedImage.TYPE_BYTE_GRAY);
            return words ? List.of(type(BufferedImage.TYPE_USHORT_GRAY), bytes) : List.of(bytes);
        }
        if (header.colour() != PictureHeader.Colour.BANDS) {
            return List.of();
        }
        ImageTypeSpecifier all = bands(count, header.bitDepth());
        if (count != 3 || header.colourBands() == 3) {
            return List.of(all);
        }
        // Three of many bands are chosen to be looked at.
        ImageTypeSpecifier bytes = type(BufferedImage.TYPE_3BYTE_BGR);
        return words ? List.of(words(standard(false), false), bytes, all) : List.of(bytes, all);
    }

    /** The type of images of bands without a colour meaning. */
    static ImageTypeSpecifier bands(int count, int bitDepth) {
        int[] offsets = new int[count];
        Arrays.setAll(offsets, band -> band);
        return ImageTypeSpecifiers.createInterleaved(
                new BandsColorSpace(count),
                offsets,
                bitDepth == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                false,
                false);
    }

    private static ColorSpace standard(boolean grey) {
        return ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
    }

    private static ImageTypeSpecifier words(ColorSpace space, boolean alpha) {
        int[] offsets = new int[space.getNumComponents() + (alpha ? 1 : 0)];
        Arrays.setAll(offsets, band -> band);
        return ImageTypeSpecifiers.createInterleaved(space, offsets, DataBuffer.TYPE_USHORT, alpha, false);
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

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.SampleModel;
import java.util.Optional;

/**
 * How the samples of a Java image are to be understood: which colour bands it has, whether there is alpha, and whether
 * its samples are kept as they are or have to be converted to sRGB.
 */
public final class ImageLayout {
    /** Ways to get at samples. */
    enum Access {
        /** Bytes, one a band. */
        COMPONENTS,
        /** Numbers of 16 bits, one a band. */
        WORDS,
        /** Bands of a raster, in any order in memory. */
        BANDS,
        /** Ints with a byte for each band. */
        PACKED,
        /** Numbers of palette entries. */
        INDEXED,
        /** The colour model converts each pixel to sRGB. */
        CONVERTED
    }

    private static final int MOST_BANDS = 256;

    private final ColorModel colorModel;
    private final Access access;
    private final int colourBands;
    private final int bitDepth;

    private ImageLayout(ColorModel colorModel, Access access, int colourBands) {
        this(colorModel, access, colourBands, access == Access.WORDS ? 16 : 8);
    }

    private ImageLayout(ColorModel colorModel, Access access, int colourBands, int bitDepth) {
        this.colorModel = colorModel;
        this.access = access;
        this.colourBands = colourBands;
        this.bitDepth = bitDepth;
    }

    /**
     * Finds the layout of a raster, whose bands have no colour meaning.
     *
     * @param sampleModel how its samples are stored
     * @return the layout, or nothing if its samples are not unsigned numbers of up to 16 bits, or its bands too many
     */
    public static Optional<ImageLayout> ofRaster(SampleModel sampleModel) {
        int bits = 0;
        for (int size : sampleModel.getSampleSize()) {
            bits = Math.max(bits, size);
        }
        boolean unsigned = sampleModel.getDataType() != DataBuffer.TYPE_SHORT;
        if (isReal(sampleModel.getDataType()) || !unsigned || bits > 16 || sampleModel.getNumBands() > MOST_BANDS) {
            return Optional.empty();
        }
        return Optional.of(new ImageLayout(null, Access.BANDS, sampleModel.getNumBands(), bits > 8 ? 16 : 8));
    }

    /**
     * Finds the layout of an image.
     *
     * @param colorModel how its samples are coloured, may be null
     * @param sampleModel how its samples are stored
     * @return the layout, or nothing if the image has samples that are not integers, or no colours
     */
    public static Optional<ImageLayout> of(ColorModel colorModel, SampleModel sampleModel) {
        if (colorModel == null) {
            return Optional.empty();
        }
        if (colorModel instanceof IndexColorModel palette) {
            return Optional.of(new ImageLayout(palette, Access.INDEXED, isBlackAndWhite(palette) ? 1 : 3));
        }
        if (isReal(sampleModel.getDataType())) {
            return Optional.empty();
        }
        if (colorModel.getColorSpace() instanceof BandsColorSpace && !colorModel.hasAlpha()) {
            return ofRaster(sampleModel);
        }
        int colours = keptColours(colorModel.getColorSpace());
        if (all(colorModel, 16)
                && colours == colorModel.getNumColorComponents()
                && colorModel instanceof ComponentColorModel
                && sampleModel.getTransferType() == DataBuffer.TYPE_USHORT
                && sampleModel.getNumDataElements() == colorModel.getNumComponents()) {
            return Optional.of(new ImageLayout(colorModel, Access.WORDS, colours));
        }
        boolean bytes = all(colorModel, 8) && colours == colorModel.getNumColorComponents();
        if (bytes
                && colorModel instanceof ComponentColorModel
                && sampleModel.getTransferType() == DataBuffer.TYPE_BYTE
                && sampleModel.getNumDataElements() == colorModel.getNumComponents()) {
            return Optional.of(new ImageLayout(colorModel, Access.COMPONENTS, colours));
        }
        if (bytes
                && colorModel instanceof DirectColorModel
                && sampleModel.getTransferType() == DataBuffer.TYPE_INT
                && sampleModel.getNumDataElements() == 1) {
            return Optional.of(new ImageLayout(colorModel, Access.PACKED, colours));
        }
        return Optional.of(new ImageLayout(colorModel, Access.CONVERTED, 3));
    }

    private static boolean isReal(int dataType) {
        return dataType == DataBuffer.TYPE_FLOAT || dataType == DataBuffer.TYPE_DOUBLE;
    }

    /** Number of bands of a colour space whose samples are kept, or 0. */
    private static int keptColours(ColorSpace space) {
        if (!(space instanceof ICC_ColorSpace)) {
            return 0;
        }
        return space.getType() == ColorSpace.TYPE_GRAY ? 1 : space.getType() == ColorSpace.TYPE_RGB ? 3 : 0;
    }

    private static boolean all(ColorModel colorModel, int bits) {
        for (int size : colorModel.getComponentSize()) {
            if (size != bits) {
                return false;
            }
        }
        return true;
    }

    /**
     * Java takes grey samples for linear light and a palette's grey for sRGB, so other greys of a palette must stay
     * RGB to look the same when they are read again.
     */
    private static boolean isBlackAndWhite(IndexColorModel palette) {
        if (palette.hasAlpha()) {
            return false;
        }
        for (int i = 0; i < palette.getMapSize(); i++) {
            int argb = palette.getRGB(i);
            if (argb != 0xff000000 && argb != 0xffffffff) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the number of colour bands.
     *
     * @return 1 for grey, 3 for red, green and blue; of a raster all bands
     */
    public int colourBands() {
        return colourBands;
    }

    /**
     * Tells whether a band of alpha follows the colours.
     *
     * @return true if so
     */
    public boolean hasAlpha() {
        return colorModel != null && colorModel.hasAlpha();
    }

    /**
     * Returns the bits a sample, once read.
     *
     * @return 8 or 16
     */
    public int bitDepth() {
        return bitDepth;
    }

    /**
     * Tells what the bands mean.
     *
     * @return whether they are grey or red, green and blue; false for bands of a raster
     */
    public boolean coloured() {
        return access != Access.BANDS;
    }

    /**
     * Returns the number of bands, alpha included.
     *
     * @return 1 to 4, of a raster 1 to 256
     */
    public int bands() {
        return colourBands + (hasAlpha() ? 1 : 0);
    }

    /**
     * Tells whether the source bands of a write parameter number the bands of this layout.
     *
     * @return false for a palette, which has a single band of indices
     */
    public boolean hasSelectableBands() {
        return access != Access.INDEXED;
    }

    /**
     * Returns the profile that gives the kept samples their meaning.
     *
     * @return an ICC profile, or nothing for sRGB and for Java's own grey, which readers take for plain grey
     */
    public Optional<ICC_Profile> profile() {
        if (access != Access.COMPONENTS && access != Access.WORDS && access != Access.PACKED) {
            return Optional.empty();
        }
        ColorSpace space = colorModel.getColorSpace();
        if (space.isCS_sRGB() || space.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY))) {
            return Optional.empty();
        }
        return Optional.of(((ICC_ColorSpace) space).getProfile());
    }

    Access access() {
        return access;
    }

    ColorModel colorModel() {
        return colorModel;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.awt.color.ColorSpace;
import java.util.Arrays;

/**
 * The bands of a raster as colours, so that a {@code BufferedImage} can hold and show them: the first three as red, green
 * and blue of sRGB, or the first as grey if there are fewer.
 */
public final class BandsColorSpace extends ColorSpace {
    private static final long serialVersionUID = 1L;

    private static final int MOST_NAMED = 15;
    private static final int RGB = 3;

    /**
     * Creates a space.
     *
     * @param bands number of bands, at least 1
     */
    public BandsColorSpace(int bands) {
        super(type(bands), bands);
    }

    /** Types exist for 2 to 15 colours; whatever asks for the type of more has no better one. */
    private static int type(int bands) {
        return bands == 1 ? TYPE_GRAY : TYPE_2CLR + Math.min(bands, MOST_NAMED) - 2;
    }

    @Override
    public float[] toRGB(float[] bands) {
        return bands.length < RGB
                ? new float[] {bands[0], bands[0], bands[0]}
                : new float[] {bands[0], bands[1], bands[2]};
    }

    @Override
    public float[] fromRGB(float[] rgb) {
        float[] bands = new float[getNumComponents()];
        if (bands.length < RGB) {
            Arrays.fill(bands, (rgb[0] + rgb[1] + rgb[2]) / RGB);
        } else {
            System.arraycopy(rgb, 0, bands, 0, RGB);
        }
        return bands;
    }

    @Override
    public float[] toCIEXYZ(float[] bands) {
        return getInstance(CS_sRGB).toCIEXYZ(toRGB(bands));
    }

    @Override
    public float[] fromCIEXYZ(float[] xyz) {
        return fromRGB(getInstance(CS_sRGB).fromCIEXYZ(xyz));
    }

    @Override
    public String getName(int index) {
        return "band " + index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BandsColorSpace space && space.getNumComponents() == getNumComponents();
    }

    @Override
    public int hashCode() {
        return getNumComponents();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.ImageLayout;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.RasterSource;
import java.awt.Rectangle;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.IIOParam;
import javax.imageio.ImageTypeSpecifier;

/**
 * The part of an image that is written.
 *
 * @param type the type of the image
 * @param pixels the part, in bands of colour and then alpha
 * @param alpha whether the last band is alpha
 */
record SourcePicture(ImageTypeSpecifier type, PixelSource pixels, boolean alpha) {

    /**
     * Looks at an image through region, subsampling and source bands of write parameters.
     *
     * @throws IIOException if such an image or such bands cannot be written
     * @throws IllegalArgumentException if the region lies outside, or a band does not exist
     */
    static SourcePicture of(RenderedImage image, IIOParam param, Codec codec) throws IIOException {
        ImageLayout layout = ImageLayout.of(image.getColorModel(), image.getSampleModel())
                .orElseThrow(() -> new IIOException("images like this cannot be written: "
                        + (image.getColorModel() == null
                                ? "it has no colour model"
                                : "samples that are not integers")));
        if (!layout.coloured() && !codec.takesRasters()) {
            throw new IIOException(codec.format() + " pictures do not have bands without colours");
        }
        Rectangle part =
                part(new Rectangle(image.getMinX(), image.getMinY(), image.getWidth(), image.getHeight()), param);
        int stepX = param == null ? 1 : param.getSourceXSubsampling();
        int stepY = param == null ? 1 : param.getSourceYSubsampling();
        int[] bands = param == null ? null : bands(layout, param.getSourceBands());
        boolean alpha = layout.hasAlpha();
        if (bands != null && layout.coloured()) {
            int count = bands.length;
            alpha = alpha && count > 1 && bands[count - 1] == layout.bands() - 1;
            int colours = count - (alpha ? 1 : 0);
            if (colours != 1 && colours != 3) {
                throw new IIOException("pictures of " + colours + " colour bands cannot be written");
            }
        }
        PixelSource pixels = new RasterSource(image, layout, part, stepX, stepY, bands, codec.takesRasters() ? 16 : 8);
        // Not createFromRenderedImage, which takes every image of the usual types for sRGB.
        ImageTypeSpecifier type = new ImageTypeSpecifier(image.getColorModel(), image.getSampleModel());
        return new SourcePicture(type, pixels, alpha);
    }

    /**
     * Looks at a raster through region, subsampling and source bands of write parameters.
     *
     * @throws IIOException if such a raster cannot be written
     * @throws IllegalArgumentException if the region lies outside, or a band does not exist
     */
    static SourcePicture of(Raster raster, IIOParam param) throws IIOException {
        ImageLayout layout = ImageLayout.ofRaster(raster.getSampleModel())
                .orElseThrow(
                        () -> new IIOException(
                                "rasters like this cannot be written: 1 to 256 bands of unsigned numbers of up to 16 bits can"));
        int stepX = param == null ? 1 : param.getSourceXSubsampling();
        int stepY = param == null ? 1 : param.getSourceYSubsampling();
        int[] bands = param == null ? null : bands(layout, param.getSourceBands());
        PixelSource pixels = new RasterSource(raster, layout, part(raster.getBounds(), param), stepX, stepY, bands);
        return new SourcePicture(ImageTypes.bands(pixels.bands(), pixels.bitDepth()), pixels, false);
    }

    private static Rectangle part(Rectangle all, IIOParam param) {
        Rectangle part = all;
        if (param != null) {
            if (param.getSourceRegion() != null) {
                part = part.intersection(param.getSourceRegion());
            }
            part.translate(param.getSubsamplingXOffset(), param.getSubsamplingYOffset());
            part.setSize(part.width - param.getSubsamplingXOffset(), part.height - param.getSubsamplingYOffset());
        }
        if (part.width < 1 || part.height < 1) {
            throw new IllegalArgumentException("the source region holds no pixel of the image");
        }
        return part;
    }

    private static int[] bands(ImageLayout layout, int[] chosen) {
        if (chosen == null) {
            return null;
        }
        int available = layout.hasSelectableBands() ? layout.bands() : 1;
        if (Arrays.stream(chosen).anyMatch(band -> band >= available)) {
            throw new IllegalArgumentException(
                    "no such source bands: " + Arrays.toString(chosen) + ", the image has " + available);
        }
        return layout.hasSelectableBands() ? chosen : null;
    }

    /** The header that a file of these pixels has. */
    PictureHeader header(PictureHeader.Alpha kind, CodedPicture coded) {
        int colours = pixels.bands() - (alpha ? 1 : 0);
        return new PictureHeader(
                pixels.width(),
                pixels.height(),
                colour(),
                colours,
                kind,
                pixels.bitDepth(),
                coded.tileShift(),
                coded.settings());
    }

    /** Tells whether an ICC profile is for pictures like this. */
    boolean fits(byte[] profile) {
        try {
            Profiles.space(profile, colour());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private PictureHeader.Colour colour() {
        if (!pixels.coloured()) {
            return PictureHeader.Colour.BANDS;
        }
        return pixels.bands() - (alpha ? 1 : 0) == 1 ? PictureHeader.Colour.GREY : PictureHeader.Colour.RGB;
    }
}

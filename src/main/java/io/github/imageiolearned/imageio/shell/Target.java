// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.ImageReaderBase;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.RasterSink;
import io.github.imageiolearned.pixels.Region;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/**
 * Where a picture is read to.
 *
 * @param image the destination
 * @param region the part of the picture that is needed
 * @param sink puts decoded pixels of that part into the image
 */
record Target(BufferedImage image, Region region, RasterSink sink) {

    /** Makes a raster for the samples of a picture as they are, without colours. */
    static WritableRaster raster(ImageReadParam param, Rectangle source, PictureHeader header) throws IIOException {
        int stepX = param == null ? 1 : param.getSourceXSubsampling();
        int stepY = param == null ? 1 : param.getSourceYSubsampling();
        int width = (source.width - 1) / stepX + 1;
        int height = (source.height - 1) / stepY + 1;
        int bands = param == null || param.getSourceBands() == null ? header.bands() : param.getSourceBands().length;
        int type = header.bitDepth() == 16 ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        Point place = param == null ? new Point() : param.getDestinationOffset();
        if ((long) width * height * bands > Integer.MAX_VALUE - 8) {
            throw new IIOException("a raster of " + width + "x" + height + " pixels of " + bands
                    + " bands is too large for an array; read a region, or some bands");
        }
        return Raster.createInterleavedRaster(type, width, height, bands, place);
    }

    /** Prepares to fill a raster with the samples of a picture as they are. */
    static Target of(WritableRaster raster, Rectangle source, ImageReadParam param, PictureHeader header) {
        int[] routes = new int[raster.getNumBands()];
        Arrays.setAll(routes, band -> band);
        if (selectsBands(param)) {
            routes = selectedRoutes(param, routes.length, header);
        }
        Region region = new Region(source.x, source.y, source.width, source.height);
        int stepX = param == null ? 1 : param.getSourceXSubsampling();
        int stepY = param == null ? 1 : param.getSourceYSubsampling();
        Point place = new Point(raster.getMinX(), raster.getMinY());
        return new Target(null, region, new RasterSink(raster, region, place, stepX, stepY, routes));
    }

    /** Finds or makes the destination image. */
    static BufferedImage image(ImageReadParam param, List<ImageTypeSpecifier> types, PictureHeader header)
            throws IIOException {
        List<ImageTypeSpecifier> legal = types;
        if (selectsBands(param)) {
            if (param.getDestination() != null) {
                return checkedForBands(param.getDestination(), header.bitDepth());
            }
            legal = new ArrayList<>(types);
            if (param.getSourceBands() != null && param.getDestinationBands() == null) {
                legal.addAll(0, ImageTypes.ofBands(param.getSourceBands().length, header));
            }
        }
        return ImageReaderBase.getDestination(param, legal.iterator(), header.width(), header.height());
    }

    /** Tells whether not all bands go to their own places. */
    static boolean selectsBands(ImageReadParam param) {
        return param != null && (param.getSourceBands() != null || param.getDestinationBands() != null);
    }

    private static BufferedImage checkedForBands(BufferedImage image, int bitDepth) throws IIOException {
        boolean eight = !(image.getColorModel() instanceof IndexColorModel);
        for (int size : image.getSampleModel().getSampleSize()) {
            eight &= size == 8 || size == bitDepth;
        }
        if (!eight) {
            throw new IIOException("the destination image does not have bands of " + bitDepth + " bits: " + image);
        }
        return image;
    }

    /**
     * Prepares to fill an image.
     *
     * @param image the destination
     * @param source the part of the picture that is read
     * @param destination the part of the image that it goes to
     */
    static Target of(
            BufferedImage image,
            Rectangle source,
            Rectangle destination,
            ImageReadParam param,
            PictureHeader header,
            Optional<int[]> palette)
            throws IIOException {
        Region region = new Region(source.x, source.y, source.width, source.height);
        int stepX = param == null ? 1 : param.getSourceXSubsampling();
        int stepY = param == null ? 1 : param.getSourceYSubsampling();
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        int[] routes = indexed
                ? new int[] {0}
                : selectsBands(param)
                        ? selectedRoutes(param, image.getSampleModel().getNumBands(), header)
                        : routes(image, header);
        RasterSink sink = new RasterSink(image.getRaster(), region, destination.getLocation(), stepX, stepY, routes);
        if (indexed) {
            sink = sink.indexed(checkedPalette(image, header, palette));
        } else if (image.isAlphaPremultiplied() && image.getColorModel().hasAlpha()) {
            sink = sink.premultiplied();
        }
        return new Target(image, region, sink);
    }

    private static int[] checkedPalette(BufferedImage image, PictureHeader header, Optional<int[]> palette)
            throws IIOException {
        boolean alpha = header.alpha() != PictureHeader.Alpha.NONE;
        if (palette.isEmpty() || !ImageTypes.model(palette.get(), alpha).equals(image.getColorModel())) {
            throw new IIOException("the destination image has another palette than the picture: " + image);
        }
        return palette.get();
    }

    private static int[] routes(BufferedImage image, PictureHeader header) throws IIOException {
        ColorModel model = image.getColorModel();
        int colours = model.getNumColorComponents();
        boolean alpha = header.alpha() != PictureHeader.Alpha.NONE;
        boolean fits = header.colourBands() == colours || (header.colourBands() == 1 && colours == 3);
        if (!fits || model.hasAlpha() != alpha || image.getSampleModel().getNumBands() != colours + (alpha ? 1 : 0)) {
            throw new IIOException("the destination image does not have the bands of the picture: " + image);
        }
        int[] routes = new int[image.getSampleModel().getNumBands()];
        for (int band = 0; band < routes.length; band++) {
            routes[band] = band == colours ? header.colourBands() : Math.min(band, header.colourBands() - 1);
        }
        return routes;
    }

    private static int[] selectedRoutes(ImageReadParam param, int bands, PictureHeader header) {
        int[] from = param.getSourceBands();
        int[] to = param.getDestinationBands();
        int[] routes = new int[bands];
        Arrays.fill(routes, -1);
        int count = from != null ? from.length : to != null ? to.length : Math.min(routes.length, header.bands());
        for (int i = 0; i < count; i++) {
            routes[to == null ? i : to[i]] = from == null ? i : from[i];
        }
        return routes;
    }
}

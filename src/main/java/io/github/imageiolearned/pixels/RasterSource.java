// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.util.Optional;

/** A part of a Java image or raster, read and converted piece by piece when a codec asks for it. */
public final class RasterSource implements PixelSource {
    private static final int STRIP = 64;

    private final RenderedImage image;
    private final Raster whole;
    private final ImageLayout layout;
    private final int left;
    private final int top;
    private final int stepX;
    private final int stepY;
    private final int width;
    private final int height;
    private final int[] bands;
    private final int bitDepth;

    /**
     * Looks at an image.
     *
     * @param image the image
     * @param layout its layout
     * @param part what to take of it, in the image's coordinates and inside it
     * @param stepX take every so many columns
     * @param stepY take every so many rows
     * @param bands which bands of the layout to take, in order; null for all
     * @param mostBits 8 if samples of 16 bits are to be taken as 8, else 16
     */
    public RasterSource(
            RenderedImage image, ImageLayout layout, Rectangle part, int stepX, int stepY, int[] bands, int mostBits) {
        this(
                image,
                image instanceof BufferedImage buffered ? buffered.getRaster() : null,
                layout,
                part,
                stepX,
                stepY,
                bands,
                mostBits);
    }

    /**
     * Looks at a raster.
     *
     * @param raster the raster
     * @param layout its layout
     * @param part what to take of it, in the raster's coordinates and inside it
     * @param stepX take every so many columns
     * @param stepY take every so many rows
     * @param bands which bands to take, in order; null for all
     */
    public RasterSource(Raster raster, ImageLayout layout, Rectangle part, int stepX, int stepY, int[] bands) {
        this(null, raster, layout, part, stepX, stepY, bands, 16);
    }

    private RasterSource(
            RenderedImage image,
            Raster whole,
            ImageLayout layout,
            Rectangle part,
            int stepX,
            int stepY,
            int[] bands,
            int mostBits) {
        this.image = image;
        this.whole = whole;
        bitDepth = Math.min(mostBits, layout.bitDepth());
        this.layout = layout;
        this.left = part.x;
        this.top = part.y;
        this.stepX = stepX;
        this.stepY = stepY;
        this.width = (part.width - 1) / stepX + 1;
        this.height = (part.height - 1) / stepY + 1;
        this.bands = bands == null ? null : bands.clone();
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int bands() {
        return bands == null ? layout.bands() : bands.length;
    }

    @Override
    public int bitDepth() {
        return bitDepth;
    }

    @Override
    public boolean coloured() {
        return layout.coloured();
    }

    @Override
    public Optional<int[]> palette() {
        return bands == null && layout.colorModel() instanceof IndexColorModel model && model.getMapSize() <= 256
                ? Optional.of(colours(model))
                : Optional.empty();
    }

    private static int[] colours(IndexColorModel model) {
        int[] colours = new int[model.getMapSize()];
        model.getRGBs(colours);
        return colours;
    }

    @Override
    public Samples read(Region region) {
        short[][] planes = new short[layout.bands()][Math.toIntExact(region.area())];
        RowReader rows = new RowReader(layout);
        int x = left + region.x() * stepX;
        int span = (region.width() - 1) * stepX + 1;
        int strip = Math.max(1, STRIP / stepY);
        for (int first = 0; first < region.height(); first += strip) {
            int count = Math.min(strip, region.height() - first);
            int y = top + (region.y() + first) * stepY;
            Raster raster = raster(new Rectangle(x, y, span, (count - 1) * stepY + 1));
            for (int row = 0; row < count; row++) {
                int at = (first + row) * region.width();
                rows.read(raster, x, y + row * stepY, region.width(), stepX, planes, at);
            }
        }
        short[][] some = bands == null ? planes : chosen(planes);
        if (bitDepth < layout.bitDepth()) {
            reduce(some);
        }
        return new Samples(region.width(), region.height(), bitDepth, some);
    }

    private static void reduce(short[][] planes) {
        for (short[] plane : planes) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (short) Samples.toEight(plane[i] & 0xffff);
            }
        }
    }

    private short[][] chosen(short[][] planes) {
        short[][] some = new short[bands.length][];
        for (int i = 0; i < bands.length; i++) {
            some[i] = planes[bands[i]];
        }
        return some;
    }

    private Raster raster(Rectangle area) {
        if (whole != null) {
            return whole;
        }
        // Nothing promises that other images may be asked by several threads at once.
        synchronized (image) {
            return image.getData(area);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.awt.Point;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * Puts decoded pixels into a Java raster, with region, subsampling, offset and band selection in the sense of
 * {@code ImageReadParam}.
 */
public final class RasterSink {
    private final WritableRaster raster;
    private final Region region;
    private final Point offset;
    private final int stepX;
    private final int stepY;
    private final int[] routes;
    private final int alphaBand;
    private final ColourIndex palette;

    /**
     * Prepares to fill a raster.
     *
     * @param raster takes samples of as many bits as the picture has, or of 8
     * @param region part of the picture that is asked for, at {@code offset} in the raster
     * @param offset where the first pixel of the region goes
     * @param stepX take every so many columns
     * @param stepY take every so many rows
     * @param routes for each band of the raster the band of the picture that it takes, or -1 to keep what it holds
     */
    public RasterSink(WritableRaster raster, Region region, Point offset, int stepX, int stepY, int[] routes) {
        this(raster, region, offset, stepX, stepY, routes, -1, null);
    }

    private RasterSink(
            WritableRaster raster,
            Region region,
            Point offset,
            int stepX,
            int stepY,
            int[] routes,
            int alphaBand,
            ColourIndex palette) {
        this.raster = raster;
        this.region = region;
        this.offset = new Point(offset);
        this.stepX = stepX;
        this.stepY = stepY;
        this.routes = routes.clone();
        this.alphaBand = alphaBand;
        this.palette = palette;
    }

    /**
     * The same, but colours are multiplied with alpha. Where alpha arrives apart from the colours, it must be written
     * first.
     *
     * @return a sink for an image with premultiplied alpha, which is its last band
     */
    public RasterSink premultiplied() {
        return new RasterSink(raster, region, offset, stepX, stepY, routes, routes.length - 1, null);
    }

    /**
     * The same, but the raster has a single band of palette indices.
     *
     * @param argb the palette; every decoded colour is one of it
     * @return a sink for an image with that palette
     */
    public RasterSink indexed(int[] argb) {
        return new RasterSink(raster, region, offset, stepX, stepY, routes, -1, new ColourIndex(argb));
    }

    /**
     * Takes some bands of the picture.
     *
     * @param first band of the picture that is the first of the samples written
     * @return a sink for samples with that band and those that follow
     */
    public PixelSink bandsFrom(int first) {
        return (x, y, samples) -> write(x, y, samples, first);
    }

    private void write(int x, int y, Samples samples, int first) {
        int column = firstOnGrid(x - region.x(), stepX);
        int row = firstOnGrid(y - region.y(), stepY);
        int left = region.x() + column * stepX - x;
        int count = left >= samples.width() ? 0 : (samples.width() - 1 - left) / stepX + 1;
        if (count == 0) {
            return;
        }
        Rows rows = new Rows(samples, first, count);
        for (int line = region.y() + row * stepY - y; line < samples.height(); line += stepY, row++) {
            rows.write(line * samples.width() + left, offset.x + column, offset.y + row);
        }
    }

    private static int firstOnGrid(int distance, int step) {
        return (distance + step - 1) / step;
    }

    /** Writes the rows of one piece. */
    private final class Rows {
        private final short[][] planes;
        private final int count;
        private final byte[] bytes;
        private final boolean whole;
        private final boolean reduced;
        private int[] pixels;

        Rows(Samples samples, int first, int count) {
            this.count = count;
            if (palette != null) {
                planes = new short[samples.bands()][];
                Arrays.setAll(planes, samples::plane);
                whole = true;
            } else {
                planes = new short[routes.length][];
                boolean all = true;
                for (int b = 0; b < routes.length; b++) {
                    int band = routes[b] - first;
                    planes[b] = routes[b] >= 0 && band >= 0 && band < samples.bands() ? samples.plane(band) : null;
                    all &= planes[b] != null;
                }
                whole = all;
            }
            reduced = samples.bitDepth() > 8 && raster.getSampleModel().getSampleSize(0) <= 8;
            boolean simple = whole && samples.bitDepth() <= 8 && palette == null && alphaBand < 0;
            bytes = simple && isByteComponents() ? new byte[count * routes.length] : null;
            pixels = new int[count * routes.length];
        }

        private boolean isByteComponents() {
            return raster.getTransferType() == DataBuffer.TYPE_BYTE && raster.getNumDataElements() == routes.length;
        }

        void write(int from, int x, int y) {
            if (bytes != null) {
                copyBytes(from);
                raster.setDataElements(x, y, count, 1, bytes);
                return;
            }
            if (palette != null) {
                index(from);
            } else {
                if (!whole) {
                    pixels = raster.getPixels(x, y, count, 1, pixels);
                }
                copyInts(from);
                if (alphaBand >= 0) {
                    premultiply();
                }
            }
            raster.setPixels(x, y, count, 1, pixels);
        }

        private void copyBytes(int from) {
            int bands = planes.length;
            for (int b = 0; b < bands; b++) {
                short[] plane = planes[b];
                for (int i = 0, p = b, s = from; i < count; i++, p += bands, s += stepX) {
                    bytes[p] = (byte) plane[s];
                }
            }
        }

        private void copyInts(int from) {
            int bands = planes.length;
            for (int b = 0; b < bands; b++) {
                short[] plane = planes[b];
                if (plane != null) {
                    for (int i = 0, p = b, s = from; i < count; i++, p += bands, s += stepX) {
                        pixels[p] = reduced ? Samples.toEight(plane[s] & 0xffff) : plane[s] & 0xffff;
                    }
                }
            }
        }

        private void premultiply() {
            int bands = planes.length;
            long most = (1L << raster.getSampleModel().getSampleSize(alphaBand)) - 1;
            for (int b = 0; b < bands; b++) {
                if (planes[b] != null && b != alphaBand) {
                    for (int i = 0, p = b; i < count; i++, p += bands) {
                        pixels[p] = (int) (((long) pixels[p] * pixels[i * bands + alphaBand] + most / 2) / most);
                    }
                }
            }
        }

        private void index(int from) {
            for (int i = 0, s = from; i < count; i++, s += stepX) {
                int argb = 0;
                for (int b = 0; b < 3; b++) {
                    argb = argb << 8 | planes[planes.length < 3 ? 0 : b][s] & 0xff;
                }
                int alpha = planes.length % 2 == 0 ? planes[planes.length - 1][s] & 0xff : 255;
                pixels[i] = palette.of(alpha << 24 | argb);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.awt.image.ColorModel;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Reads rows of a raster as straight samples. Holds buffers, so each thread has its own. */
final class RowReader {
    private static final int ALPHA = 3;

    private final ImageLayout layout;
    private final int[] shifts;
    private final int[] palette;
    private byte[] bytes;
    private short[] words;
    private int[] ints;
    private Object element;

    RowReader(ImageLayout layout) {
        this.layout = layout;
        shifts = layout.access() == ImageLayout.Access.PACKED ? shifts((DirectColorModel) layout.colorModel()) : null;
        palette = layout.access() == ImageLayout.Access.INDEXED ? palette((IndexColorModel) layout.colorModel()) : null;
    }

    private static int[] shifts(DirectColorModel model) {
        int[] masks = model.getMasks();
        int[] shifts = new int[masks.length];
        for (int i = 0; i < masks.length; i++) {
            shifts[i] = Integer.numberOfTrailingZeros(masks[i]);
        }
        return shifts;
    }

    private static int[] palette(IndexColorModel model) {
        int[] colours = new int[Math.max(model.getMapSize(), 1 << Math.min(16, model.getPixelSize()))];
        for (int i = 0; i < model.getMapSize(); i++) {
            colours[i] = model.getRGB(i);
        }
        return colours;
    }

    /** Reads every {@code step}-th of the pixels from x on into the planes, from {@code at} on. */
    void read(Raster raster, int x, int y, int count, int step, short[][] planes, int at) {
        int span = (count - 1) * step + 1;
        switch (layout.access()) {
            case COMPONENTS -> components(raster, x, y, span, count, step, planes, at);
            case WORDS -> words(raster, x, y, span, count, step, planes, at);
            case BANDS -> bands(raster, x, y, span, count, step, planes, at);
            case PACKED -> packed(raster, x, y, span, count, step, planes, at);
            case INDEXED -> indexed(raster, x, y, span, count, step, planes, at);
            case CONVERTED -> converted(raster, x, y, count, step, planes, at);
        }
        boolean kept = layout.access() != ImageLayout.Access.INDEXED
                && layout.access() != ImageLayout.Access.CONVERTED
                && layout.coloured();
        if (kept && layout.colorModel().isAlphaPremultiplied() && layout.hasAlpha()) {
            straighten(planes, at, count, (1 << layout.bitDepth()) - 1);
        }
    }

    private void indexed(Raster raster, int x, int y, int span, int count, int step, short[][] planes, int at) {
        ints = raster.getPixels(x, y, span, 1, ints == null || ints.length < span ? new int[span] : ints);
        for (int i = 0; i < count; i++) {
            put(palette[ints[i * step]], planes, at + i);
        }
    }

    private void converted(Raster raster, int x, int y, int count, int step, short[][] planes, int at) {
        ColorModel model = layout.colorModel();
        for (int i = 0; i < count; i++) {
            element = raster.getDataElements(x + i * step, y, element);
            put(model.getRGB(element), planes, at + i);
        }
    }

    private void components(Raster raster, int x, int y, int span, int count, int step, short[][] planes, int at) {
        int bands = planes.length;
        if (bytes == null || bytes.length < span * bands) {
            bytes = new byte[span * bands];
        }
        raster.getDataElements(x, y, span, 1, bytes);
        for (int b = 0; b < bands; b++) {
            short[] plane = planes[b];
            for (int i = 0, p = b; i < count; i++, p += step * bands) {
                plane[at + i] = (short) (bytes[p] & 0xff);
            }
        }
    }

    private void words(Raster raster, int x, int y, int span, int count, int step, short[][] planes, int at) {
        int bands = planes.length;
        if (words == null || words.length < span * bands) {
            words = new short[span * bands];
        }
        raster.getDataElements(x, y, span, 1, words);
        for (int b = 0; b < bands; b++) {
            short[] plane = planes[b];
            for (int i = 0, p = b; i < count; i++, p += step * bands) {
                plane[at + i] = words[p];
            }
        }
    }

    private void bands(Raster raster, int x, int y, int span, int count, int step, short[][] planes, int at) {
        for (int b = 0; b < planes.length; b++) {
            ints = raster.getSamples(x, y, span, 1, b, ints == null || ints.length < span ? new int[span] : ints);
            for (int i = 0; i < count; i++) {
                planes[b][at + i] = (short) ints[i * step];
            }
        }
    }

    private void packed(Raster raster, int x, int y, int span, int count, int step, short[][] planes, int at) {
        if (ints == null || ints.length < span) {
            ints = new int[span];
        }
        raster.getDataElements(x, y, span, 1, ints);
        for (int b = 0; b < planes.length; b++) {
            short[] plane = planes[b];
            for (int i = 0, p = 0; i < count; i++, p += step) {
                plane[at + i] = (short) (ints[p] >>> shifts[b] & 0xff);
            }
        }
    }

    private static void put(int argb, short[][] planes, int at) {
        int colours = planes.length == 1 ? 1 : 3;
        for (int b = 0; b < colours; b++) {
            planes[b][at] = (short) (argb >>> 16 - 8 * b & 0xff);
        }
        if (planes.length > ALPHA) {
            planes[ALPHA][at] = (short) (argb >>> 24);
        }
    }

    private static void straighten(short[][] planes, int at, int count, int most) {
        short[] alphas = planes[planes.length - 1];
        for (int i = at; i < at + count; i++) {
            int alpha = alphas[i] & 0xffff;
            if (alpha == most) {
                continue;
            }
            for (int b = 0; b < planes.length - 1; b++) {
                long colour = ((planes[b][i] & 0xffffL) * most + alpha / 2) / Math.max(1, alpha);
                planes[b][i] = (short) (alpha == 0 ? 0 : Math.min(most, colour));
            }
        }
    }
}

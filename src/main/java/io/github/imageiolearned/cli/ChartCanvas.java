// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.util.List;

/** What a chart is drawn on; the origin is at the top left, the unit is a pixel. */
interface ChartCanvas {
    /** Which end of a text its place names. */
    enum Anchor {
        /** The beginning. */
        START,
        /** The middle. */
        MIDDLE,
        /** The end. */
        END
    }

    /**
     * A colour by its purpose. The formats that are known have colours of their own in every chart; others take what is
     * left in turn.
     *
     * @param name name of the style in {@code chart.css}
     * @param rgb the colour on white
     * @param ours whether it is for one of our formats, whose lines are solid
     */
    record Ink(String name, int rgb, boolean ours) {
        /** Lines behind the curves. */
        static final Ink GRID = new Ink("grid", 0xE0E0E0, true);
        /** Axes and words. */
        static final Ink TEXT = new Ink("axis", 0x222222, true);

        /** Okabe and Ito's colours, which also tell apart for those who see few, and two greys. */
        private static final List<Integer> COLOURS = List.of(
                0xD55E00, 0x0072B2, 0x009E73, 0x555555, 0xCC79A7, 0xB8860B, 0x56B4E9, 0x8B5A2B, 0x999999, 0x6A3D9A);

        private static final List<String> KNOWN =
                List.of("kmq", "pcq", "nnz", "jpeg", "webp", "avif", "jpegxl", "jpeg2000", "magick-jpeg");

        /**
         * Chooses the colour of a curve.
         *
         * @param curve name of the format
         * @param number number of the curve in its chart
         * @return its colour
         */
        static Ink of(String curve, int number) {
            int known = KNOWN.indexOf(curve);
            int index = known >= 0 ? known : 3 + number % (COLOURS.size() - 3);
            return new Ink("s" + index, COLOURS.get(index), CompressCommand.FORMATS.contains(curve));
        }
    }

    /** Returns the width in pixels. */
    int width();

    /** Returns the height in pixels. */
    int height();

    /** Draws a straight line. */
    void line(double x1, double y1, double x2, double y2, Ink ink);

    /** Draws a line through points. */
    void polyline(double[] x, double[] y, Ink ink);

    /** Draws a point that tells something where the canvas can. */
    void dot(double x, double y, Ink ink, String told);

    /** Writes on a base line. */
    void text(double x, double y, String text, Anchor anchor);

    /** Writes from below to above; the place is that of the middle. */
    void upwards(double x, double y, String text);
}

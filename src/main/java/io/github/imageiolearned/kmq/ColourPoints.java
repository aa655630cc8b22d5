// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * Weighted colours as points in four dimensions: red, green and blue, premultiplied by alpha, and alpha; or {@link Oklab}
 * instead of the first three. Coordinates are in 1/{@value #SCALE} of an 8-bit step. Grey has one colour dimension; the
 * other two are zero.
 */
final class ColourPoints {
    /** Coordinate steps of an 8-bit step. */
    static final int SCALE = 16;

    /** Coordinate steps of a squared 8-bit step. */
    static final double UNIT = (double) SCALE * SCALE;

    /** Coordinates of a point. */
    static final int DIMENSIONS = 4;

    /** {@value #DIMENSIONS} coordinates a point. */
    final short[] coordinates;

    /** Number of pixels of each point. */
    final int[] weights;

    ColourPoints(short[] coordinates, int[] weights) {
        this.coordinates = coordinates;
        this.weights = weights;
    }

    static ColourPoints of(int[] colours, int[] counts, ColourMetric metric) {
        return new ColourPoints(metric.coordinates(colours), counts);
    }

    /** Writes the coordinates of a straight ARGB colour. */
    static void put(int argb, boolean grey, short[] into, int at) {
        int alpha = argb >>> 24;
        into[at] = premultiplied(argb >>> 16 & 0xff, alpha);
        into[at + 1] = grey ? 0 : premultiplied(argb >>> 8 & 0xff, alpha);
        into[at + 2] = grey ? 0 : premultiplied(argb & 0xff, alpha);
        into[at + 3] = (short) (SCALE * alpha);
    }

    /** The nearest straight ARGB colour to a point. */
    static int colour(double[] point, int at, boolean grey) {
        int alpha = clamp(point[at + 3] / SCALE);
        if (alpha == 0) {
            return 0;
        }
        int red = clamp(point[at] / SCALE * 255 / alpha);
        int green = grey ? red : clamp(point[at + 1] / SCALE * 255 / alpha);
        int blue = grey ? red : clamp(point[at + 2] / SCALE * 255 / alpha);
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    int size() {
        return weights.length;
    }

    /** Squared distance of two points, each in its array, in 1/{@value #SCALE}^2 of 8-bit units. */
    static int distance(short[] a, int i, short[] b, int j) {
        int d0 = a[i] - b[j];
        int d1 = a[i + 1] - b[j + 1];
        int d2 = a[i + 2] - b[j + 2];
        int d3 = a[i + 3] - b[j + 3];
        return d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
    }

    private static short premultiplied(int value, int alpha) {
        return (short) ((SCALE * value * alpha + 127) / 255);
    }

    /** Rounds to the nearest value of a byte. */
    static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}

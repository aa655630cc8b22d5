// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/** Where the encoder measures distances of colours; the decoder knows RGB and grey only. */
enum ColourMetric {
    /** One dimension and alpha. */
    GREY,
    /** Gamma-encoded RGB and alpha. */
    RGB,
    /** {@link Oklab} and alpha. */
    OKLAB;

    static ColourMetric of(KmqOptions.Space space, boolean grey) {
        return grey ? GREY : space == KmqOptions.Space.OKLAB ? OKLAB : RGB;
    }

    /** {@value ColourPoints#DIMENSIONS} coordinates of each straight ARGB colour. */
    short[] coordinates(int[] colours) {
        short[] coordinates = new short[ColourPoints.DIMENSIONS * colours.length];
        for (int i = 0; i < colours.length; i++) {
            put(colours[i], coordinates, ColourPoints.DIMENSIONS * i);
        }
        return coordinates;
    }

    /** Writes the coordinates of a straight ARGB colour. */
    void put(int argb, short[] into, int at) {
        if (this == OKLAB) {
            Oklab.put(argb, into, at);
        } else {
            ColourPoints.put(argb, this == GREY, into, at);
        }
    }

    /** The nearest straight ARGB colour to a point. */
    int colour(double[] point, int at) {
        return this == OKLAB ? Oklab.colour(point, at) : ColourPoints.colour(point, at, this == GREY);
    }
}

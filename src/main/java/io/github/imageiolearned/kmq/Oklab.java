// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * The colour space Oklab (Ottosson, "A perceptual color space for image processing", 2020), of sRGB: lightness and two
 * colour axes in 1/{@value #ONE}, the axes shifted by {@value #MIDDLE} so that nothing is negative; premultiplied by
 * alpha, which is the fourth coordinate. Only the encoder uses it.
 */
final class Oklab {
    private static final int ONE = 255 * ColourPoints.SCALE;
    private static final int MIDDLE = ONE / 2;
    private static final double[] LINEAR = new double[256];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double v = i / 255.0;
            LINEAR[i] = v <= 0.04045 ? v / 12.92 : StrictMath.pow((v + 0.055) / 1.055, 2.4);
        }
    }

    private Oklab() {}

    /** Writes the coordinates of a straight ARGB colour. */
    static void put(int argb, short[] into, int at) {
        double red = LINEAR[argb >>> 16 & 0xff];
        double green = LINEAR[argb >>> 8 & 0xff];
        double blue = LINEAR[argb & 0xff];
        double l = StrictMath.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
        double m = StrictMath.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
        double s = StrictMath.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
        double share = (argb >>> 24) / 255.0 * ONE;
        into[at] = (short) Math.round(share * (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s));
        into[at + 1] = (short) (MIDDLE + Math.round(share * (1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s)));
        into[at + 2] = (short) (MIDDLE + Math.round(share * (0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s)));
        into[at + 3] = (short) (ColourPoints.SCALE * (argb >>> 24));
    }

    /** The nearest straight ARGB colour to a point. */
    static int colour(double[] point, int at) {
        int alpha = ColourPoints.clamp(point[at + 3] / ColourPoints.SCALE);
        if (alpha == 0) {
            return 0;
        }
        double share = alpha / 255.0 * ONE;
        double lightness = point[at] / share;
        double a = (point[at + 1] - MIDDLE) / share;
        double b = (point[at + 2] - MIDDLE) / share;
        double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
        double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
        double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
        int red = encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
        int green = encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
        int blue = encoded(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s);
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    private static double cube(double x) {
        return x * x * x;
    }

    private static int encoded(double linear) {
        double v = Math.max(0, Math.min(1, linear));
        return ColourPoints.clamp(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * StrictMath.pow(v, 1 / 2.4) - 0.055));
    }
}

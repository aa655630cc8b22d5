// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * Finds the palette colour nearest to a computed one, of which five bits a colour component and three of alpha count; a
 * table remembers what has been found.
 */
final class NearestColour {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int COLOUR_BITS = 5;
    private static final int ALPHA_BITS = 3;
    private static final int COORDINATE_BITS = 12;
    private static final int MAX = 255 * ColourPoints.SCALE;

    private final short[] x;
    private final int size;
    private final char[] found = new char[1 << 3 * COLOUR_BITS + ALPHA_BITS];
    private final short[] point = new short[D];

    NearestColour(ColourTree tree) {
        x = tree.coordinates();
        size = tree.size();
    }

    /** The index nearest to a + b - c. */
    int gradient(int a, int b, int c) {
        int i = D * a;
        int j = D * b;
        int l = D * c;
        return near(
                x[i] + x[j] - x[l],
                x[i + 1] + x[j + 1] - x[l + 1],
                x[i + 2] + x[j + 2] - x[l + 2],
                x[i + 3] + x[j + 3] - x[l + 3]);
    }

    /** The index nearest to the mean of a and b. */
    int mean(int a, int b) {
        int i = D * a;
        int j = D * b;
        return near(x[i] + x[j] >> 1, x[i + 1] + x[j + 1] >> 1, x[i + 2] + x[j + 2] >> 1, x[i + 3] + x[j + 3] >> 1);
    }

    private static int cell(int value, int bits) {
        return Math.max(0, Math.min(MAX, value)) >> COORDINATE_BITS - bits;
    }

    private int near(int red, int green, int blue, int alpha) {
        int key = ((cell(red, COLOUR_BITS) << COLOUR_BITS | cell(green, COLOUR_BITS)) << COLOUR_BITS
                                | cell(blue, COLOUR_BITS))
                        << ALPHA_BITS
                | cell(alpha, ALPHA_BITS);
        int index = found[key];
        if (index == 0) {
            index = search(key) + 1;
            found[key] = (char) index;
        }
        return index - 1;
    }

    private int search(int key) {
        int colourMask = (1 << COLOUR_BITS) - 1;
        point[0] = middle(key >> ALPHA_BITS + 2 * COLOUR_BITS, COLOUR_BITS);
        point[1] = middle(key >> ALPHA_BITS + COLOUR_BITS & colourMask, COLOUR_BITS);
        point[2] = middle(key >> ALPHA_BITS & colourMask, COLOUR_BITS);
        point[3] = middle(key & (1 << ALPHA_BITS) - 1, ALPHA_BITS);
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            int square = ColourPoints.distance(x, D * i, point, 0);
            if (square < least) {
                least = square;
                best = i;
            }
        }
        return best;
    }

    private static short middle(int cell, int bits) {
        return (short) ((2 * cell + 1) << COORDINATE_BITS - bits - 1);
    }
}

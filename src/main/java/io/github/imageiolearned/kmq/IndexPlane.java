// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * Indices of a tile with a margin, so that every pixel has neighbours: index 0 above the first row; to the left of
 * a row the first index of the row above it, to the right of a row its last index.
 */
final class IndexPlane {
    private static final int SIDE = 6;
    private static final int ABOVE = 3;

    final int stride;
    final byte[] indices;
    private final int width;

    IndexPlane(int width, int height) {
        this.width = width;
        stride = width + 2 * SIDE;
        indices = new byte[stride * (height + ABOVE)];
    }

    /** Position of the first pixel of a row; makes the margins that its neighbours need. Rows go from top to bottom. */
    int startRow(int row) {
        int start = (row + ABOVE) * stride + SIDE;
        int above = start - stride;
        byte first = indices[above];
        byte last = indices[above + width - 1];
        for (int i = 0; i < SIDE; i++) {
            indices[start - 1 - i] = first;
            indices[above + width + i] = last;
        }
        return start;
    }
}

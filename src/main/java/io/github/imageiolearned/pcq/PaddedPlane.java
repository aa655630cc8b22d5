// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/** A copy of a band's pixels with a margin that repeats the nearest pixel, so that a filter need not look for edges. */
final class PaddedPlane {
    /** Pixels beyond each side. */
    static final int MARGIN = 3;

    /** Width without the margin. */
    final int columns;

    /** Height without the margin. */
    final int rows;

    /** Length of a row with its margins. */
    final int stride;

    /** The pixels, in 1/16. */
    final int[] pixels;

    /**
     * Copies a band.
     *
     * @param plane its pixels
     * @param from length of a row of it
     * @param columns width of the part to copy
     * @param rows height of the part to copy
     */
    PaddedPlane(int[] plane, int from, int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        stride = columns + 2 * MARGIN;
        pixels = new int[stride * (rows + 2 * MARGIN)];
        for (int y = -MARGIN; y < rows + MARGIN; y++) {
            int row = Math.max(0, Math.min(rows - 1, y)) * from;
            int to = at(-MARGIN, y);
            System.arraycopy(plane, row, pixels, to + MARGIN, columns);
            Arrays.fill(pixels, to, to + MARGIN, plane[row]);
            Arrays.fill(pixels, to + MARGIN + columns, to + stride, plane[row + columns - 1]);
        }
    }

    /** Index of a pixel. */
    int at(int x, int y) {
        return (y + MARGIN) * stride + x + MARGIN;
    }
}

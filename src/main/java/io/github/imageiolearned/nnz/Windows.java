// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts rectangles of latent cells into windows of at most {@value #SIDE} cells a side: what goes through a network at
 * once, and thereby its memory. Each window is computed with the margin that the receptive field needs, so the cut
 * shows nowhere.
 */
final class Windows {
    /** Most cells a side of a window. */
    static final int SIDE = 64;

    private Windows() {}

    /** Windows of about equal size that cover the cells, row by row. */
    static List<Region> cut(Region cells, int side) {
        List<Region> windows = new ArrayList<>();
        int rows = (cells.height() + side - 1) / side;
        int columns = (cells.width() + side - 1) / side;
        for (int row = 0; row < rows; row++) {
            int top = cells.height() * row / rows;
            int bottom = cells.height() * (row + 1) / rows;
            for (int column = 0; column < columns; column++) {
                int left = cells.width() * column / columns;
                int right = cells.width() * (column + 1) / columns;
                windows.add(new Region(cells.x() + left, cells.y() + top, right - left, bottom - top));
            }
        }
        return windows;
    }

    /** The cells that hold the pixels of a region. */
    static Region cells(Region pixels) {
        int left = pixels.x() / NnzModel.STRIDE;
        int top = pixels.y() / NnzModel.STRIDE;
        return new Region(
                left,
                top,
                (pixels.right() + NnzModel.STRIDE - 1) / NnzModel.STRIDE - left,
                (pixels.bottom() + NnzModel.STRIDE - 1) / NnzModel.STRIDE - top);
    }
}

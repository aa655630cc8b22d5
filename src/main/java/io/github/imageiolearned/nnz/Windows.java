// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts rectangles of latent cells into windows: what goes through a network at once, and thereby its memory. Each window
 * is computed with the margin that the receptive field needs, so the cut shows nowhere; but margins are computed twice,
 * so large windows are quicker.
 */
final class Windows {
    /**
     * Cells that all windows in work at once may have together, with their margins, where they are few; and the most and
     * the least that one of them may have. A network takes about 25 KB of memory a cell.
     */
    private static final int TOGETHER = 18_432;

    private static final int MOST = 96 * 96;
    private static final int LEAST = 72 * 72;

    /** What a window costs more where all threads compute it together. */
    private static final double TOGETHER_COST = 1.15;

    private Windows() {}

    /**
     * Windows of about equal size that cover the cells, row by row: as many as are soonest done.
     *
     * @param cells what is to be covered
     * @param margin cells that are needed on each side of a window, where another window lies
     * @param threads windows that are computed at once
     */
    static List<Region> cut(Region cells, int margin, int threads) {
        long most =
                Math.max((1 + 2L * margin) * (1 + 2L * margin), Math.max(LEAST, Math.min(MOST, TOGETHER / threads)));
        int bestRows = 0;
        int bestColumns = 0;
        double bestTime = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= cells.height(); rows++) {
            long high = side(cells.height(), rows, margin);
            int columns = 1;
            while (high * side(cells.width(), columns, margin) > most && columns < cells.width()) {
                columns++;
            }
            for (int more = 0; more < threads && columns <= cells.width(); more++, columns++) {
                long window = high * side(cells.width(), columns, margin);
                double time = time(window, (long) rows * columns, threads);
                if (window <= most && time < bestTime) {
                    bestTime = time;
                    bestRows = rows;
                    bestColumns = columns;
                }
            }
            // Lower windows consist of margin more than half.
            if (bestRows > 0 && ceil(cells.height(), rows) <= 2 * margin) {
                break;
            }
        }
        return grid(cells, bestRows, bestColumns);
    }

    /** Cells a side of the largest of so many windows beside each other: with a margin where another one lies. */
    private static long side(int cells, int windows, int margin) {
        return ceil(cells, windows) + (long) Math.min(2, windows - 1) * margin;
    }

    private static int ceil(int size, int parts) {
        return (int) (((long) size + parts - 1) / parts);
    }

    /** Few windows are computed one after the other by all threads, many at once by one thread each. */
    private static double time(long window, long count, int threads) {
        long rounds = (count + threads - 1) / threads;
        return count < threads ? TOGETHER_COST * window * count / threads : (double) window * rounds;
    }

    private static List<Region> grid(Region cells, int rows, int columns) {
        List<Region> windows = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int top = part(cells.height(), row, rows);
            int bottom = part(cells.height(), row + 1, rows);
            for (int column = 0; column < columns; column++) {
                int left = part(cells.width(), column, columns);
                int right = part(cells.width(), column + 1, columns);
                windows.add(new Region(cells.x() + left, cells.y() + top, right - left, bottom - top));
            }
        }
        return windows;
    }

    private static int part(int size, int part, int parts) {
        return (int) ((long) size * part / parts);
    }

    /** The cells that hold the pixels of a region. */
    static Region cells(Region pixels) {
        int left = pixels.x() / NnzModel.STRIDE;
        int top = pixels.y() / NnzModel.STRIDE;
        return new Region(left, top, NnzModel.cells(pixels.right()) - left, NnzModel.cells(pixels.bottom()) - top);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/** Decoded pixels that are filtered together, and how strongly each of their cells is. */
final class FilterArea {
    private final TileState tile;
    private final int columns;
    private final int rows;

    /** For each kind of band the strengths of {@link Deblocking}, cell by cell. */
    private final byte[][] deblocking;

    /** The same of {@link ClassFilter}. */
    private final byte[][] classes;

    /**
     * Filters nothing yet.
     *
     * @param tile the pixels and the sizes of their blocks
     */
    FilterArea(TileState tile) {
        this.tile = tile;
        columns = 8 * tile.cellColumns;
        rows = 8 * tile.cellRows;
        deblocking = new byte[TileFilters.KINDS][tile.sizeOf.length];
        classes = new byte[TileFilters.KINDS][tile.sizeOf.length];
    }

    /**
     * Sets the strengths of a rectangle of cells.
     *
     * @param column its first column of cells
     * @param row its first row of cells
     * @param width its width in cells
     * @param height its height in cells
     * @param filters strengths
     */
    void set(int column, int row, int width, int height, TileFilters filters) {
        for (int y = row; y < row + height; y++) {
            int from = y * tile.cellStride + column;
            for (int kind = 0; kind < TileFilters.KINDS; kind++) {
                Arrays.fill(deblocking[kind], from, from + width, (byte) filters.deblocking()[kind]);
                Arrays.fill(classes[kind], from, from + width, (byte) filters.classes()[kind]);
            }
        }
    }

    /** Filters all bands: first deblocking, then the class filter, whose classes are those of the first band. */
    void filter(int step) {
        for (int band = 0; band < tile.bands; band++) {
            Deblocking.filter(tile, tile.planes[band], deblocking[Math.min(1, band)], step);
        }
        if (none(classes[0]) && (tile.bands == 1 || none(classes[1]))) {
            return;
        }
        run(step, (band, x, y, count, changes) -> {
            int[] plane = tile.planes[band];
            byte[] strengths = classes[Math.min(1, band)];
            int cell = tile.cell(x, y);
            int at = y * tile.stride + x;
            for (int i = 0; i < count; i += 8, cell++) {
                int strength = strengths[cell];
                for (int k = i; strength > 0 && k < i + 8; k++) {
                    plane[at + k] = ClassFilter.changed(plane[at + k], strength, changes[k]);
                }
            }
        });
    }

    /** Sums the squared errors that each strength of the class filter would leave, for each kind of band. */
    double[][] errors(float[][] original, int step) {
        double[][] errors = new double[TileFilters.KINDS][ClassFilter.STRONGEST + 1];
        run(step, (band, x, y, count, changes) -> {
            double[] sums = errors[Math.min(1, band)];
            int at = y * tile.stride + x;
            for (int strength = 0; strength < sums.length; strength++) {
                float sum = 0;
                for (int i = 0; i < count; i++) {
                    float error = ClassFilter.changed(tile.planes[band][at + i], strength, changes[i])
                            - original[band][at + i];
                    sum += error * error;
                }
                sums[strength] += sum;
            }
        });
        return errors;
    }

    /** Takes what the class filter would add to some pixels of a band. */
    private interface Changes {
        void take(int band, int x, int y, int count, int[] changes);
    }

    private void run(int step, Changes changes) {
        PaddedPlane first = new PaddedPlane(tile.planes[0], tile.stride, columns, rows);
        short[] of = SquareClasses.of(first, step);
        for (int band = 0; band < tile.bands; band++) {
            int number = band;
            PaddedPlane own = band == 0 ? first : new PaddedPlane(tile.planes[band], tile.stride, columns, rows);
            ClassFilter.run(own, band == 0 ? null : first, of, step, (x, y, count, sums) -> {
                changes.take(number, x, y, count, sums);
            });
        }
    }

    private static boolean none(byte[] strengths) {
        for (byte strength : strengths) {
            if (strength != 0) {
                return false;
            }
        }
        return true;
    }
}

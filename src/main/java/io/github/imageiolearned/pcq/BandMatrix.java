// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * A band of a picture as a matrix from which the mean row is taken off. It is read in lines along its shorter side, rows
 * of a tall picture, columns of a wide one, so that what belongs to a line is as short as can be.
 */
final class BandMatrix {
    /** Fraction bits of a mean. */
    static final int MEAN_FRACTION = 6;

    private static final int STRIP = 64;

    final int width;
    final int height;

    /** Mean of each column, in 1/64. */
    final int[] mean;

    /** Numbers of a line: the shorter side. */
    final int length;

    /** Lines: the longer side. */
    final int count;

    /** Sum of the squares of all numbers. */
    final double energy;

    private final boolean wide;
    private final short[] plane;

    /**
     * Looks at a band.
     *
     * @param plane its unsigned samples, row by row; not copied
     * @param width numbers a row
     */
    BandMatrix(short[] plane, int width) {
        this.plane = plane;
        this.width = width;
        height = plane.length / width;
        wide = width > height;
        length = Math.min(width, height);
        count = Math.max(width, height);
        mean = new int[width];
        long[] sums = new long[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sums[x] += plane[y * width + x] & 0xffff;
            }
        }
        for (int x = 0; x < width; x++) {
            mean[x] = (int) (((sums[x] << MEAN_FRACTION + 1) + height) / (2L * height));
        }
        double sum = 0;
        for (int strip = 0; strip < strips(); strip++) {
            for (double[] line : strip(strip)) {
                double squares = 0;
                for (double value : line) {
                    squares += value * value;
                }
                sum += squares;
            }
        }
        energy = sum;
    }

    /** Number of strips that the lines are read in. */
    int strips() {
        return (count + STRIP - 1) / STRIP;
    }

    /** First line of a strip. */
    int first(int strip) {
        return strip * STRIP;
    }

    /** Some lines, one an array. */
    double[][] strip(int strip) {
        int from = first(strip);
        double[][] lines = new double[Math.min(STRIP, count - from)][length];
        if (wide) {
            for (int y = 0; y < height; y++) {
                for (int i = 0; i < lines.length; i++) {
                    lines[i][y] = value(from + i, y);
                }
            }
        } else {
            for (int i = 0; i < lines.length; i++) {
                for (int x = 0; x < width; x++) {
                    lines[i][x] = value(x, from + i);
                }
            }
        }
        return lines;
    }

    private double value(int x, int y) {
        return (plane[y * width + x] & 0xffff) - mean[x] / (double) (1 << MEAN_FRACTION);
    }

    /** Whether lines are columns. */
    boolean wide() {
        return wide;
    }
}

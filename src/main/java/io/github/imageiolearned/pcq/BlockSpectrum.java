// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import java.util.Arrays;

/**
 * What share of a picture's variance its blocks explain with their first components. Of a tile it sums, over all bands and
 * before the filters: v, the squared distances of the original samples from their band's mean; e, the squared error; and for
 * some numbers of components k the squared values of the levels from the k-th of each 64 on, d(k), where a level of the first
 * band counts once more, times the square of the multiple, for each band that follows it. With k components of each 64 the
 * share explained is 1 - (e + d(k)) / v: predictions stay as they are, and with k = 0 they are all that there is. That is
 * what dropping the other levels costs if the error does not hang on them.
 */
final class BlockSpectrum {
    /** Numbers of components for each 64 pixels of which the share is told. */
    static final int[] COUNTS = {0, 1, 2, 4, 8, 16, 32, 64};

    /** Pictures of fewer pixels do not tell: they are too small to spend bytes on it. */
    static final int LEAST_PIXELS = 64 * 64;

    /** Steps of the logarithm of the share that is lost: a tile tells it to two and a half percent. */
    private static final double UNITS = 14;

    private static final int MOST = 255;

    private final double[] values = new double[COUNTS.length];
    private final double[] sums;
    private double squares;
    private double error;
    private long pixels;

    BlockSpectrum(int bands) {
        sums = new double[bands];
    }

    /**
     * Sums a tile.
     *
     * @param tile with its levels, and its pixels as they are before the filters
     * @param original planes
     * @param width width of the tile in pixels
     * @param height its height
     */
    static BlockSpectrum of(TileState tile, float[][] original, BlockSettings settings, int width, int height) {
        BlockSpectrum spectrum = new BlockSpectrum(tile.bands);
        spectrum.pixels = (long) width * height;
        for (int band = 0; band < tile.bands; band++) {
            for (int y = 0; y < height; y++) {
                spectrum.line(band, tile.planes[band], original[band], y * tile.stride, width);
            }
            for (int y = 0; y < tile.cellRows; y++) {
                for (int x = 0; x < tile.cellColumns; x++) {
                    int inside = (1 << tile.sizeOf[tile.cell(8 * x, 8 * y)]) - 1;
                    if (((x | y) & inside) == 0) {
                        spectrum.block(tile, settings, band, 8 * x, 8 * y);
                    }
                }
            }
        }
        return spectrum;
    }

    private void line(int band, int[] decoded, float[] original, int from, int width) {
        float sum = 0;
        float square = 0;
        float wrong = 0;
        for (int i = from; i < from + width; i++) {
            float difference = original[i] - decoded[i];
            sum += original[i];
            square += original[i] * original[i];
            wrong += difference * difference;
        }
        sums[band] += sum;
        squares += square;
        error += wrong;
    }

    private void block(TileState tile, BlockSettings settings, int band, int x, int y) {
        int cell = tile.cell(x, y);
        int shift = 2 * tile.sizeOf[cell];
        double weight = 1;
        for (int other = 1; band == 0 && other < tile.bands; other++) {
            double slope = Slopes.value(tile.slopeOf[other][cell]) / 16.0;
            weight += slope * slope;
        }
        int at = tile.levelsAt(x, y);
        short[] levels = tile.levels[band];
        for (int i = 0; i < 64 << shift; i++) {
            if (levels[at + i] != 0) {
                double value = settings.value(levels[at + i]);
                int component = i >> shift;
                for (int k = 0; COUNTS[k] <= component; k++) {
                    values[k] += weight * value * value;
                }
            }
        }
    }

    /** Adds another part of the same picture. */
    void add(BlockSpectrum other) {
        for (int k = 0; k < values.length; k++) {
            values[k] += other.values[k];
        }
        for (int band = 0; band < sums.length; band++) {
            sums[band] += other.sums[band];
        }
        squares += other.squares;
        error += other.error;
        pixels += other.pixels;
    }

    /** The logarithms of the shares that are lost, a byte for each of {@link #COUNTS}; nothing of a small picture. */
    byte[] toBytes() {
        if (pixels < LEAST_PIXELS) {
            return new byte[0];
        }
        double variance = squares;
        for (double sum : sums) {
            variance -= sum * sum / pixels;
        }
        byte[] bytes = new byte[COUNTS.length];
        for (int k = 0; k < bytes.length; k++) {
            double lost = (error + values[k]) / Math.max(1, variance);
            double logarithm = lost <= 0 ? MOST : -UNITS * Math.log(lost) / Math.log(2);
            bytes[k] = (byte) Math.round(Math.max(0, Math.min(MOST, logarithm)));
        }
        return bytes;
    }

    /** The shares that are explained with each of {@link #COUNTS}, from 0 to 1; none of no bytes. */
    static double[] cumulative(byte[] bytes) {
        double[] shares = new double[bytes.length];
        Arrays.setAll(shares, k -> bytes[k] == (byte) MOST ? 1 : 1 - Math.pow(2, -(bytes[k] & 0xff) / UNITS));
        return shares;
    }
}

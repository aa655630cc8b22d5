// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;

/**
 * Writes a picture as the principal components of its rows, each band by itself: the mean row is taken off, the rest is
 * decomposed into singular values and vectors, and the leading ones are kept. Pictures larger than a tile are decomposed
 * tile by tile, so that time and memory stay bounded.
 */
final class RowEncoder {
    /** What quantising the vectors may add to the squared error of leaving components out: 0.03 dB. */
    private static final double EXCESS = 0.007;

    private RowEncoder() {}

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        byte[][] tiles = new byte[grid.size()][];
        Spectrum spectrum = new Spectrum();
        Parallel.forEach(tiles.length, progress, i -> tiles[i] = tile(picture.read(grid.tile(i)), options, spectrum));
        return new CodedPicture(new RowSettings(spectrum.shares()).toBytes(), Arrays.asList(tiles));
    }

    /** Variance by component, summed over bands and tiles. */
    private static final class Spectrum {
        private double total;
        private double[] kept = {};

        synchronized void add(double[] values, int count) {
            kept = kept.length < count ? Arrays.copyOf(kept, count) : kept;
            for (int i = 0; i < values.length; i++) {
                total += values[i];
                if (i < count) {
                    kept[i] += values[i];
                }
            }
        }

        synchronized double[] shares() {
            return Arrays.stream(kept).map(v -> total == 0 ? 1 : v / total).toArray();
        }
    }

    private static byte[] tile(Samples samples, PcqOptions options, Spectrum spectrum) throws CorruptDataException {
        BitEncoder encoder = new BitEncoder();
        VectorCoder coder = new VectorCoder(encoder);
        for (int band = 0; band < samples.bands(); band++) {
            factor(samples, band, options, spectrum).code(coder, () -> false);
        }
        return encoder.finish();
    }

    private static RowFactors factor(Samples samples, int band, PcqOptions options, Spectrum spectrum) {
        int width = samples.width();
        int height = samples.height();
        RowFactors factors = new RowFactors(width, height);
        double[][] rows = centred(samples, band, factors.mean);
        boolean wide = width >= height;
        double[][] lines = wide ? rows : transpose(rows);
        SymmetricEigen eigen = new SymmetricEigen(gram(lines));
        double[] values = Arrays.stream(eigen.values).map(v -> Math.max(0, v)).toArray();
        int count = count(values, options);
        spectrum.add(values, count);
        double left = 0;
        for (int i = count; i < values.length; i++) {
            left += values[i];
        }
        double excess = EXCESS * (left + width * height / 12.0);
        double step = Math.sqrt(12 * excess / Math.max(1, count) / (width + height));
        factors.step = (int) Math.max(1, Math.min((1 << 29) - 1, Math.round(step * (1 << RowFactors.STEP_FRACTION))));
        step = factors.step / (double) (1 << RowFactors.STEP_FRACTION);
        factors.weights = new int[count];
        int[][] near = new int[count][];
        int[][] far = new int[count][];
        for (int i = 0; i < count; i++) {
            double[] vector = eigen.vectors[i];
            double sigma = Math.sqrt(values[i]);
            factors.weights[i] = (int) Math.max(1, Math.round(sigma / step * (1 << RowFactors.WEIGHT_FRACTION)));
            near[i] = round(vector, sigma / step);
            far[i] = round(project(lines, vector), 1 / step);
        }
        factors.left = wide ? near : far;
        factors.right = wide ? far : near;
        return factors;
    }

    private static int count(double[] values, PcqOptions options) {
        int most = values.length;
        if (options.components() > 0) {
            return Math.min(most, options.components());
        }
        if (options.variance() > 0) {
            double total = Arrays.stream(values).sum();
            double sum = 0;
            int count = 0;
            while (count < most && sum < options.variance() * total) {
                sum += values[count++];
            }
            return count;
        }
        return (int) Math.min(most, 1 + Math.round(0.6 * most * Math.pow(options.quality(), 2.5)));
    }

    private static double[][] centred(Samples samples, int band, int[] mean) {
        int width = samples.width();
        int height = samples.height();
        double[][] rows = new double[height][width];
        for (int x = 0; x < width; x++) {
            int sum = 0;
            for (int y = 0; y < height; y++) {
                sum += samples.get(x, y, band);
            }
            mean[x] = (sum + height / 2) / height;
            for (int y = 0; y < height; y++) {
                rows[y][x] = samples.get(x, y, band) - mean[x];
            }
        }
        return rows;
    }

    private static double[][] transpose(double[][] rows) {
        double[][] columns = new double[rows[0].length][rows.length];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                columns[x][y] = rows[y][x];
            }
        }
        return columns;
    }

    private static double[][] gram(double[][] lines) {
        int n = lines.length;
        double[][] gram = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                double[] a = lines[i];
                double[] b = lines[j];
                for (int k = 0; k < a.length; k++) {
                    sum += a[k] * b[k];
                }
                gram[i][j] = sum;
                gram[j][i] = sum;
            }
        }
        return gram;
    }

    private static double[] project(double[][] lines, double[] vector) {
        double[] sums = new double[lines[0].length];
        for (int i = 0; i < lines.length; i++) {
            double factor = vector[i];
            for (int k = 0; k < sums.length; k++) {
                sums[k] += factor * lines[i][k];
            }
        }
        return sums;
    }

    private static int[] round(double[] values, double scale) {
        int[] rounded = new int[values.length];
        int limit = (1 << VectorCoder.MAX_LENGTH - 2) - 1;
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (int) Math.max(-limit, Math.min(limit, Math.round(values[i] * scale)));
        }
        return rounded;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;

/** Finds the principal components across the bands of a picture, from rows of it if it is large. */
final class BandAnalysis {
    private static final int PIXELS = 1 << 17;

    /** Components stay below this, in units: then sums in a block coder for 8 bits do not overflow. */
    private static final double LARGEST = 1 << 14;

    /** Bits that a number of the matrix costs. */
    private static final int BITS_A_NUMBER = 12;

    /** Distortion that a bit has to buy, in squared steps. */
    private static final double LAMBDA = 0.12;

    private final int bands;
    private final long area;
    private final double[] means;
    private final SymmetricEigen eigen;
    private final double[] extremes;

    /** For each component the covariance of horizontal neighbours: what of it is not noise. */
    private final double[] smooth;

    /** Largest sample that was seen. */
    final int peak;

    BandAnalysis(PixelSource picture, Progress progress) throws IOException {
        bands = picture.bands();
        area = (long) picture.width() * picture.height();
        int width = picture.width();
        int height = picture.height();
        int count = Math.max(1, Math.min(height, PIXELS / width));
        means = new double[bands];
        int largest = 0;
        for (int i = 0; i < count; i++) {
            Samples row = row(picture, i, count);
            for (int band = 0; band < bands; band++) {
                long sum = 0;
                for (short sample : row.plane(band)) {
                    sum += sample & 0xffff;
                    largest = Math.max(largest, sample & 0xffff);
                }
                means[band] += sum / ((double) count * width);
            }
        }
        peak = largest;
        double[][] covariance = new double[bands][bands];
        double scale = 1 / ((double) count * width);
        for (int i = 0; i < count; i++) {
            progress.check();
            double[][] lines = centred(row(picture, i, count));
            double[][] scaled = Arrays.stream(lines)
                    .map(line -> Arrays.stream(line).map(v -> v * scale).toArray())
                    .toArray(double[][]::new);
            Products.addProduct(covariance, scaled, Products.transpose(lines, width), progress);
        }
        eigen = new SymmetricEigen(covariance);
        extremes = new double[bands];
        smooth = new double[bands];
        for (int i = 0; i < count; i++) {
            double[][] components = Products.product(eigen.vectors, centred(row(picture, i, count)), progress);
            for (int c = 0; c < bands; c++) {
                double last = 0;
                for (double value : components[c]) {
                    extremes[c] = Math.max(extremes[c], Math.abs(value));
                    smooth[c] += value * last * scale;
                    last = value;
                }
            }
        }
    }

    /** Standard deviation of what neighbours do not tell of each other, in the component that has most of it. */
    double roughness() {
        double most = 0;
        for (int c = 0; c < bands; c++) {
            most = Math.max(most, eigen.values[c] - smooth[c]);
        }
        return Math.sqrt(most);
    }

    private static Samples row(PixelSource picture, int number, int count) {
        int y = (int) ((2L * number + 1) * picture.height() / (2L * count));
        return picture.read(new Region(0, y, picture.width(), 1));
    }

    private double[][] centred(Samples row) {
        double[][] lines = new double[bands][row.width()];
        for (int band = 0; band < bands; band++) {
            for (int x = 0; x < row.width(); x++) {
                lines[band][x] = row.get(x, 0, band) - means[band];
            }
        }
        return lines;
    }

    /**
     * The components that are worth their bytes.
     *
     * @param step quantiser step in sample values
     * @param most most components
     */
    BandRotation rotation(double step, int most) {
        double total = Arrays.stream(eigen.values).map(v -> Math.max(0, v)).sum();
        int count = 0;
        double price = LAMBDA * step * step * BITS_A_NUMBER * bands;
        for (int c = 0; c < Math.min(most, bands); c++) {
            // Noise below the quantiser's own is lost anyway; what varies slowly is not, however weak it is.
            double kept = Math.max(eigen.values[c] - step * step / 12, smooth[c] - eigen.values[c] / 16);
            count = area * kept > price ? c + 1 : count;
        }
        int[][] matrix = new int[count][bands];
        double[] explained = new double[count];
        for (int c = 0; c < count; c++) {
            double[] vector = eigen.vectors[c];
            // Which of the two directions does not matter; most bands positive is what people expect.
            double sign = Arrays.stream(vector).sum() < 0 ? -1 : 1;
            Arrays.setAll(matrix[c], band -> (int) Math.round(sign * vector[band] * (1 << BandRotation.FRACTION)));
            explained[c] = eigen.values[c] / total;
        }
        double extreme = Arrays.stream(extremes).max().orElse(0) * (1 << BandRotation.UNIT_BITS);
        int shift = 0;
        while (Math.scalb(extreme, -shift) > LARGEST && shift < BandRotation.MAX_SHIFT) {
            shift++;
        }
        int[] rounded = Arrays.stream(means)
                .mapToInt(mean -> (int) Math.round(mean * (1 << BandRotation.UNIT_BITS)))
                .toArray();
        return new BandRotation(shift, rounded, matrix, explained);
    }
}

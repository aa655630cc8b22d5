// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a picture as the principal components of its rows, each band by itself: the mean row is taken off, and of the
 * singular values and vectors of the rest the leading ones are kept. The vectors are cut like the picture: what belongs
 * to columns is in the first row of tiles, what belongs to rows in the first column of tiles, other tiles are empty.
 */
final class RowEncoder {
    /** What quantising the vectors may add to the squared error of leaving components out: 0.04 dB. */
    private static final double EXCESS = 0.009;

    /** Less than this of a pixel's squared error never matters. */
    private static final double LEAST = 1.0 / 40;

    private final PixelSource picture;
    private final PcqOptions options;
    private final int tileShift;
    private final TileGrid grid;
    private final List<RowFactors> factors = new ArrayList<>();
    private double[] explained = {};
    private double energy;

    private RowEncoder(PixelSource picture, PcqOptions options) {
        this.picture = picture;
        this.options = options;
        tileShift = LayerEncoder.tileShift(picture.bands());
        grid = new TileGrid(picture.width(), picture.height(), 1 << tileShift);
    }

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        return new RowEncoder(picture, options).encode(progress);
    }

    private CodedPicture encode(Progress progress) throws IOException {
        int bands = picture.bands();
        BandReader reader = new BandReader(picture);
        for (int band = 0; band < bands; band++) {
            progress.check();
            factors.add(factor(new BandMatrix(reader.plane(band), picture.width()), progress));
            progress.report((band + 1f) / (bands + 1));
        }
        byte[][] tiles = new byte[grid.size()][];
        Parallel.forEach(tiles.length, progress.quiet(), i -> tiles[i] = tile(i));
        double all = Math.max(energy, Double.MIN_NORMAL);
        double[] shares = Arrays.stream(explained).map(v -> v / all).toArray();
        return new CodedPicture(new RowSettings(shares).toBytes(), Arrays.asList(tiles), tileShift);
    }

    private RowFactors factor(BandMatrix matrix, Progress progress) throws IOException {
        int most = RowSettings.most(matrix.width, matrix.height, picture.bands());
        RowSpace space = options.variance() > 0 && options.components() == 0
                ? RowSpace.explaining(matrix, options.variance(), progress)
                : RowSpace.leading(matrix, count(most), progress);
        int count = Math.min(most, space.values().length);
        double[][] near = Arrays.copyOf(space.components(), count);
        double[][] far = far(matrix, near, progress);
        double left = matrix.energy;
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = Arrays.stream(far[i]).map(v -> v * v).sum();
            left -= values[i];
        }
        note(values, matrix.energy);
        double pixels = (double) matrix.width * matrix.height;
        double excess = EXCESS * Math.max(LEAST * pixels, left);
        double step = Math.sqrt(12 * excess / Math.max(1, count) / (matrix.width + matrix.height));
        RowFactors quantised = new RowFactors();
        quantised.mean = matrix.mean;
        quantised.scales = new int[count];
        int[][] lines = new int[count][];
        int[][] others = new int[count][];
        for (int i = 0; i < count; i++) {
            quantised.scales[i] = RowFactors.scale(step * step / Math.sqrt(Math.max(values[i], Double.MIN_NORMAL)));
            lines[i] = round(near[i], step / RowFactors.value(quantised.scales[i]));
            others[i] = round(far[i], 1 / step);
        }
        boolean wide = matrix.wide();
        // The vectors along rows are exact multiples of pixels; the others make up for the rounding of the scale.
        quantised.left = wide ? lines : others;
        quantised.right = wide ? others : lines;
        return quantised;
    }

    private int count(int most) {
        if (options.components() > 0) {
            return Math.min(most, options.components());
        }
        return (int) Math.min(most, 1 + Math.round(0.6 * most * Math.pow(options.quality(), 2.5)));
    }

    private void note(double[] values, double total) {
        energy += total;
        explained = explained.length < values.length ? Arrays.copyOf(explained, values.length) : explained;
        for (int i = 0; i < values.length; i++) {
            explained[i] += values[i];
        }
    }

    /** Projections of the lines of a matrix on its components, a component a row. */
    private static double[][] far(BandMatrix matrix, double[][] components, Progress progress) throws IOException {
        double[][] far = new double[components.length][matrix.count];
        for (int strip = 0; strip < matrix.strips(); strip++) {
            progress.check();
            double[][] lines = Products.transpose(matrix.strip(strip), matrix.length);
            double[][] part = Products.product(components, lines, progress);
            for (int i = 0; i < far.length; i++) {
                System.arraycopy(part[i], 0, far[i], matrix.first(strip), part[i].length);
            }
        }
        return far;
    }

    private static int[] round(double[] values, double scale) {
        int[] rounded = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (int) Math.max(-RowFactors.LIMIT, Math.min(RowFactors.LIMIT, Math.round(values[i] * scale)));
        }
        return rounded;
    }

    private byte[] tile(int index) throws CorruptDataException {
        Region place = grid.tile(index);
        BitEncoder encoder = new BitEncoder();
        VectorCoder coder = new VectorCoder(encoder);
        for (RowFactors all : place.y() == 0 ? factors : List.<RowFactors>of()) {
            RowFactors part = new RowFactors();
            part.scales = all.scales.clone();
            part.mean = Arrays.copyOfRange(all.mean, place.x(), place.right());
            part.right = cut(all.right, place.x(), place.right());
            part.codeColumns(coder, place.width(), all.scales.length, () -> false);
        }
        for (RowFactors all : place.x() == 0 ? factors : List.<RowFactors>of()) {
            RowFactors part = new RowFactors();
            part.left = cut(all.left, place.y(), place.bottom());
            part.codeRows(coder, place.height(), all.scales.length, () -> false);
        }
        return encoder.finish();
    }

    private static int[][] cut(int[][] vectors, int from, int to) {
        return Arrays.stream(vectors).map(v -> Arrays.copyOfRange(v, from, to)).toArray(int[][]::new);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;

/** Applies a {@link RestorationFilter} to pixels, row by row; if it is steered, with the weights of the model. */
final class Restorer {
    private static final int REACH = RestorationFilter.REACH;
    private static final int LIMIT = RestorationFilter.LIMIT;
    private static final int PAIRS = RestorationFilter.PAIRS.length;

    private final float[][] padded;
    private final int stride;
    private final int pairs;
    private final float[][] weights;
    private final float[] table;
    private final Structure structure;
    private final float[][] steered;
    private final float[] blocks;
    private final float[] centre;
    private final float[] one;
    private final float[] other;
    private final float[] sum;

    /**
     * Prepares.
     *
     * @param filter what the file says
     * @param table {@link Steering#at}; needed only if the filter is steered
     * @param padded bands, row by row, of {@link #rounded} width and height with {@link RestorationFilter#REACH} pixels more
     *     on each side
     * @param grey {@link Structure#mean} of these bands; needed only if the filter is steered
     * @param width pixels a row that are wanted
     */
    Restorer(RestorationFilter filter, float[] table, float[][] padded, float[] grey, int width) {
        this.padded = padded;
        this.table = table;
        stride = rounded(width) + 2 * REACH;
        pairs = filter.steered() ? PAIRS : filter.pairs();
        weights = new float[padded.length][];
        for (int band = 0; band < padded.length; band++) {
            weights[band] = filter.weights(band);
        }
        structure = filter.steered() ? new Structure(grey, rounded(width)) : null;
        steered = filter.steered() ? new float[Steering.WEIGHTS][rounded(width)] : null;
        blocks = new float[rounded(width) / Structure.BLOCK];
        centre = new float[width];
        one = new float[width];
        other = new float[width];
        sum = new float[width];
    }

    /** A width or height in whole blocks, in pixels. */
    static int rounded(int pixels) {
        return (pixels + Structure.BLOCK - 1) / Structure.BLOCK * Structure.BLOCK;
    }

    /** Filters samples, beyond which the nearest of them count. */
    static Samples restored(Samples pixels, RestorationFilter filter, float[] table) throws IOException {
        float[][] padded = new float[pixels.bands()][];
        Arrays.setAll(padded, band -> padded(pixels, band));
        Samples restored = new Samples(pixels.width(), pixels.height(), pixels.bands(), 8);
        restore(filter, table, padded, restored, 1);
        return restored;
    }

    /** Puts the pixels of a row into an array, from a place of it on. */
    @FunctionalInterface
    interface Pixels {
        void row(int y, float[] into, int at);
    }

    /** The pixels of a band with the nearest of them around, as the constructor wants them. */
    static float[] padded(int width, int height, Pixels pixels) {
        int columns = rounded(width) + 2 * REACH;
        int rows = rounded(height) + 2 * REACH;
        float[] padded = new float[columns * rows];
        for (int y = 0; y < rows; y++) {
            int first = y * columns + REACH;
            int end = first + width;
            pixels.row(Math.max(0, Math.min(height - 1, y - REACH)), padded, first);
            Arrays.fill(padded, first - REACH, first, padded[first]);
            Arrays.fill(padded, end, (y + 1) * columns, padded[end - 1]);
        }
        return padded;
    }

    /** The same of decoded samples. */
    static float[] padded(Samples samples, int band) {
        short[] plane = samples.plane(band);
        int width = samples.width();
        return padded(width, samples.height(), (y, into, at) -> {
            for (int x = 0; x < width; x++) {
                into[at + x] = plane[y * width + x];
            }
        });
    }

    /**
     * Filters pixels and rounds them to samples of 0 to 255.
     *
     * @param filter what the file says
     * @param table {@link Steering#at}; needed only if the filter is steered
     * @param padded bands, row by row, of {@link #rounded} width and height with {@link RestorationFilter#REACH} pixels more
     *     on each side
     * @param to takes the samples
     * @param parts how many processors to use
     */
    static void restore(RestorationFilter filter, float[] table, float[][] padded, Samples to, int parts)
            throws IOException {
        float[] grey = filter.steered() ? Structure.mean(padded) : null;
        int blocks = rounded(to.height()) / Structure.BLOCK;
        int workers = Math.min(parts, blocks);
        Parallel.forEach(workers, Progress.NONE, part -> {
            int top = (int) ((long) blocks * part / workers) * Structure.BLOCK;
            int bottom = (int) ((long) blocks * (part + 1) / workers) * Structure.BLOCK;
            new Restorer(filter, table, padded, grey, to.width())
                    .filter(
                            top,
                            Math.min(bottom, to.height()),
                            (band, y, filtered) -> round(filtered, to.plane(band), y * to.width()));
        });
    }

    /** Takes a row that has been filtered, not rounded. */
    @FunctionalInterface
    interface Row {
        void take(int band, int y, float[] filtered);
    }

    /**
     * Filters rows, all bands of one after the other.
     *
     * @param first begins a block
     */
    void filter(int first, int end, Row row) {
        for (int top = first; top < end; top += Structure.BLOCK) {
            if (structure != null) {
                structure.look(top / Structure.BLOCK);
                steer();
            }
            for (int y = top; y < Math.min(top + Structure.BLOCK, end); y++) {
                for (int band = 0; band < padded.length; band++) {
                    filter(band, (y + REACH) * stride + REACH);
                    row.take(band, y, sum);
                }
            }
        }
    }

    /** The model's weights of the row that was filtered last, by column; numbered as in {@link Steering#WEIGHTS}. */
    float[] steered(int weight) {
        return steered[weight];
    }

    private static void round(float[] values, short[] plane, int to) {
        for (int x = 0; x < values.length; x++) {
            // Written so that NaN becomes 0.
            plane[to + x] = (short) (values[x] > 0 ? Math.min(255, values[x] + 0.5f) : 0);
        }
    }

    /** Filters the row that begins at a place of the padded pixels, without rounding. */
    private void filter(int band, int at) {
        float[] plane = padded[band];
        float[] factors = weights[band];
        System.arraycopy(plane, at, centre, 0, sum.length);
        System.arraycopy(plane, at, sum, 0, sum.length);
        for (int pair = 0; pair < pairs; pair++) {
            // Copied, so that all arrays are read where the sum is written: the compiler makes vector instructions
            // of such a loop, and of minimum and maximum in it, but not of sums of magnitudes.
            int offset = RestorationFilter.PAIRS[pair][1] * stride + RestorationFilter.PAIRS[pair][0];
            System.arraycopy(plane, at + offset, one, 0, sum.length);
            System.arraycopy(plane, at - offset, other, 0, sum.length);
            if (structure == null) {
                add(one, other, centre, factors[pair], factors[PAIRS + pair], sum);
            } else {
                float[] linear = steered[pair];
                float[] limited = steered[PAIRS + pair];
                add(one, other, centre, linear, limited, factors[pair], factors[PAIRS + pair], sum);
            }
        }
    }

    private static void add(float[] one, float[] other, float[] centre, float linear, float limited, float[] sum) {
        for (int x = 0; x < sum.length; x++) {
            float a = one[x] - centre[x];
            float b = other[x] - centre[x];
            float c = Math.min(Math.max(a, -LIMIT), LIMIT);
            float d = Math.min(Math.max(b, -LIMIT), LIMIT);
            sum[x] += linear * (a + b) + limited * (c + d);
        }
    }

    private static void add(
            float[] one,
            float[] other,
            float[] centre,
            float[] steered,
            float[] steeredLimited,
            float linear,
            float limited,
            float[] sum) {
        for (int x = 0; x < sum.length; x++) {
            float a = one[x] - centre[x];
            float b = other[x] - centre[x];
            float c = Math.min(Math.max(a, -LIMIT), LIMIT);
            float d = Math.min(Math.max(b, -LIMIT), LIMIT);
            sum[x] += (steered[x] + linear) * (a + b) + (steeredLimited[x] + limited) * (c + d);
        }
    }

    /** Spreads the weights of the blocks that were looked at over their columns. */
    private void steer() {
        float[][] terms = structure.terms();
        for (int weight = 0; weight < Steering.WEIGHTS; weight++) {
            Arrays.fill(blocks, 0);
            for (int term = 0; term < Structure.TERMS; term++) {
                add(terms[term], table[term * Steering.WEIGHTS + weight], blocks);
            }
            spread(blocks, steered[weight]);
        }
    }

    private static void add(float[] values, float factor, float[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }

    private static void spread(float[] blocks, float[] columns) {
        for (int i = 0; i < blocks.length; i++) {
            int x = Structure.BLOCK * i;
            columns[x] = blocks[i];
            columns[x + 1] = blocks[i];
            columns[x + 2] = blocks[i];
            columns[x + 3] = blocks[i];
        }
    }
}

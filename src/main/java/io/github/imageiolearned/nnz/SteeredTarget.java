// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the decoder's pixels are to come near in place of the original, where the model's restoration filter follows them: for
 * pixels x that the filter F makes F(x) of, x - Aᵀ(F(x) - original), with the derivatives A of F at x. There half the squared
 * distance of x from it has the slopes that half the squared distance of F(x) from the original has, so a gradient that knows
 * nothing of the filter becomes that of what readers see. The structure that steers the filter is taken for constant.
 */
final class SteeredTarget {
    private static final int REACH = RestorationFilter.REACH;
    private static final int LIMIT = RestorationFilter.LIMIT;
    private static final int PAIRS = RestorationFilter.PAIRS.length;

    /** Makes of the least excess of a difference over the limit more than 1. */
    private static final float STEEP = 1e30f;

    private final float[][] padded;
    private final float[] grey;
    private final int stride;
    private final Network.Tensor original;
    private final float[] steering;

    private SteeredTarget(Network.Tensor decoded, Network.Tensor original, float[] steering) {
        this.original = original;
        this.steering = steering;
        stride = decoded.width() + 2 * REACH;
        padded = padded(decoded, stride);
        grey = Structure.mean(padded);
    }

    /**
     * Computes the target.
     *
     * @param decoded x, as the network gives it; sides are multiples of 16
     * @param original of the same shape
     * @param steering {@link Steering#at}
     * @param parts how many processors to use
     * @return a tensor of the same shape that can go into the network
     */
    static Network.Tensor of(Network.Tensor decoded, Network.Tensor original, float[] steering, int parts)
            throws IOException {
        int width = decoded.width();
        int height = decoded.height();
        SteeredTarget all = new SteeredTarget(decoded, original, steering);
        float[][] pulled = new float[decoded.channels()][all.stride * (height + 2 * REACH)];
        int blocks = height / Structure.BLOCK;
        int workers = Math.min(parts, blocks);
        Parallel.forEach(workers, Progress.NONE, part -> {
            int top = (int) ((long) blocks * part / workers) * Structure.BLOCK;
            int bottom = (int) ((long) blocks * (part + 1) / workers) * Structure.BLOCK;
            float[][] rows = all.pulled(top, bottom);
            synchronized (pulled) {
                for (int band = 0; band < pulled.length; band++) {
                    add(rows[band], 0, pulled[band], top * all.stride, rows[band].length);
                }
            }
        });
        Network.Tensor target = Network.Tensor.zeros(decoded.channels(), height, width);
        float[] row = new float[width];
        for (int band = 0; band < pulled.length; band++) {
            for (int y = 0; y < height; y++) {
                int at = (y + REACH) * all.stride + REACH;
                for (int x = 0; x < width; x++) {
                    row[x] = all.padded[band][at + x] - pulled[band][at + x];
                }
                target.values().put((band * height + y) * width, row);
            }
        }
        return target;
    }

    /** The pixels of each band with the nearest of them around, as a {@link Restorer} wants them. */
    private static float[][] padded(Network.Tensor decoded, int stride) {
        int width = decoded.width();
        int height = decoded.height();
        float[][] padded = new float[decoded.channels()][stride * (height + 2 * REACH)];
        float[] row = new float[width];
        for (int band = 0; band < padded.length; band++) {
            for (int y = 0; y < height + 2 * REACH; y++) {
                int from = Math.max(0, Math.min(height - 1, y - REACH));
                decoded.values().get((band * height + from) * width, row);
                int at = y * stride;
                Arrays.fill(padded[band], at, at + REACH, row[0]);
                System.arraycopy(row, 0, padded[band], at + REACH, width);
                Arrays.fill(padded[band], at + REACH + width, at + stride, row[width - 1]);
            }
        }
        return padded;
    }

    /** Aᵀ times the errors of some rows, in these and in {@link RestorationFilter#REACH} more on each side; padded. */
    private float[][] pulled(int top, int bottom) {
        int width = stride - 2 * REACH;
        float[][] pulled = new float[padded.length][stride * (bottom - top + 2 * REACH)];
        Restorer restorer = new Restorer(RestorationFilter.steering(), steering, padded, grey, width);
        float[] error = new float[width];
        float[] centre = new float[width];
        float[] neighbour = new float[width];
        float[] pull = new float[width];
        float[] rest = new float[width];
        restorer.filter(top, bottom, (band, y, filtered) -> {
            int from = (y + REACH) * stride + REACH;
            int to = (y - top + REACH) * stride + REACH;
            original.values().get((band * original.height() + y) * width, error);
            subtract(filtered, error);
            System.arraycopy(padded[band], from, centre, 0, width);
            System.arraycopy(error, 0, rest, 0, width);
            for (int i = 0; i < 2 * PAIRS; i++) {
                int pair = i / 2;
                int[] place = RestorationFilter.PAIRS[pair];
                int offset = (i % 2 == 0 ? 1 : -1) * (place[1] * stride + place[0]);
                System.arraycopy(padded[band], from + offset, neighbour, 0, width);
                pull(neighbour, centre, error, restorer.steered(pair), restorer.steered(PAIRS + pair), pull, rest);
                add(pull, 0, pulled[band], to + offset, width);
            }
            add(rest, 0, pulled[band], to, width);
        });
        return pulled;
    }

    /** Makes of what is wanted of a row how far the filtered one is from it. */
    private static void subtract(float[] filtered, float[] error) {
        for (int x = 0; x < error.length; x++) {
            error[x] = filtered[x] - error[x];
        }
    }

    /** How errors pull at neighbours, through a difference and the same limited; pixels themselves are pulled the other way. */
    private static void pull(
            float[] neighbour,
            float[] centre,
            float[] error,
            float[] linear,
            float[] limited,
            float[] pull,
            float[] rest) {
        for (int x = 0; x < pull.length; x++) {
            float difference = neighbour[x] - centre[x];
            float excess = Math.abs(difference - Math.min(Math.max(difference, -LIMIT), LIMIT));
            float inside = 1 - Math.min(1, excess * STEEP);
            pull[x] = (linear[x] + limited[x] * inside) * error[x];
            rest[x] -= pull[x];
        }
    }

    private static void add(float[] values, int from, float[] sums, int to, int count) {
        for (int i = 0; i < count; i++) {
            sums[to + i] += values[from + i];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.FloatBuffer;

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

    private final float[] plane;
    private final float[] grey;
    private final int width;
    private final int height;
    private final int stride;
    private final FloatBuffer original;
    private final float[] steering;

    private SteeredTarget(float[] plane, float[] grey, int width, int height, FloatBuffer original, float[] steering) {
        this.plane = plane;
        this.grey = grey;
        this.width = width;
        this.height = height;
        stride = width + 2 * REACH;
        this.original = original;
        this.steering = steering;
    }

    /**
     * Computes the target. Bands are worked at side by side, not rows: what is summed must not depend on how many processors
     * there are.
     *
     * @param decoded x, as the network gives it; sides are multiples of 16
     * @param original of the same shape
     * @param steering {@link Steering#at}
     * @return a tensor of the same shape that can go into the network
     */
    static Network.Tensor of(Network.Tensor decoded, Network.Tensor original, float[] steering) throws IOException {
        int width = decoded.width();
        int height = decoded.height();
        int size = width * height;
        float[][] padded = new float[decoded.channels()][];
        Parallel.forEach(padded.length, Progress.NONE, band -> {
            FloatBuffer pixels = decoded.values().slice(band * size, size);
            padded[band] = Restorer.padded(width, height, (y, into, at) -> pixels.get(y * width, into, at, width));
        });
        float[] grey = Structure.mean(padded);
        Network.Tensor target = Network.Tensor.zeros(padded.length, height, width);
        Parallel.forEach(padded.length, Progress.NONE, band -> {
            FloatBuffer wanted = original.values().slice(band * size, size);
            FloatBuffer to = target.values().slice(band * size, size);
            new SteeredTarget(padded[band], grey, width, height, wanted, steering).write(to);
        });
        return target;
    }

    private void write(FloatBuffer target) {
        float[] pulled = pulled();
        float[] row = new float[width];
        for (int y = 0; y < height; y++) {
            int at = (y + REACH) * stride + REACH;
            for (int x = 0; x < width; x++) {
                row[x] = plane[at + x] - pulled[at + x];
            }
            target.put(y * width, row);
        }
    }

    /** Aᵀ times the errors of the band; padded. */
    private float[] pulled() {
        float[] pulled = new float[plane.length];
        float[] error = new float[width];
        float[] centre = new float[width];
        float[] neighbour = new float[width];
        float[] pull = new float[width];
        float[] rest = new float[width];
        Restorer restorer = new Restorer(RestorationFilter.steering(), steering, new float[][] {plane}, grey, width);
        restorer.filter(0, height, (band, y, filtered) -> {
            int at = (y + REACH) * stride + REACH;
            original.get(y * width, error);
            subtract(filtered, error);
            System.arraycopy(plane, at, centre, 0, width);
            System.arraycopy(error, 0, rest, 0, width);
            for (int i = 0; i < 2 * PAIRS; i++) {
                int pair = i / 2;
                int[] place = RestorationFilter.PAIRS[pair];
                int offset = (i % 2 == 0 ? 1 : -1) * (place[1] * stride + place[0]);
                System.arraycopy(plane, at + offset, neighbour, 0, width);
                pull(neighbour, centre, error, restorer.steered(pair), restorer.steered(PAIRS + pair), pull, rest);
                add(pull, pulled, at + offset);
            }
            add(rest, pulled, at);
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

    private static void add(float[] values, float[] sums, int at) {
        for (int i = 0; i < values.length; i++) {
            sums[at + i] += values[i];
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Quantises the coefficients of a block so that distortion + lambda · rate is small: each level is the nearest one or
 * one nearer to zero, and the block ends where ending pays.
 */
final class Quantiser {
    private final BlockSettings settings;
    private final RateModel rates;
    private final float lambda;
    private final float[] tail = new float[1025];
    private final boolean[] betterZero = new boolean[1024];
    private final float step;

    /** Cost of the block that was quantised last: distortion of its levels plus lambda times their rate. */
    float cost;

    Quantiser(BlockSettings settings, RateModel rates, float lambda) {
        this.settings = settings;
        this.rates = rates;
        this.lambda = lambda;
        this.step = settings.step();
    }

    /**
     * Quantises.
     *
     * @param coefficients of the block, in 1/16
     * @param most number of coefficients that may be kept
     * @param all number of coefficients
     * @param row row of the rate model
     * @param levels receives {@code all} levels
     * @return number of levels up to the last that is not zero
     */
    int quantise(float[] coefficients, int most, int all, int row, short[] levels) {
        float sum = 0;
        int end = 0;
        for (int i = all - 1; i >= 0; i--) {
            tail[i + 1] = sum;
            sum += coefficients[i] * coefficients[i];
            if (end == 0 && i < most && Math.abs(coefficients[i]) > 0.5f * step) {
                end = i + 1;
            }
            levels[i] = 0;
        }
        float bestTotal = sum + lambda * rates.length(row, 0);
        int n = 0;
        float run = 0;
        for (int i = 0; i < end; i++) {
            float c = Math.abs(coefficients[i]);
            int at = RateModel.at(row, i);
            int nearest = Math.min(16000, (int) (c / step + 0.5f));
            float zero = c * c + lambda * rates.level(at, 0);
            if (nearest == 0) {
                betterZero[i] = true;
                run += zero;
                continue;
            }
            int level = nearest;
            float best = weigh(c, nearest, at);
            if (nearest > 1) {
                float lower = weigh(c, nearest - 1, at);
                if (lower < best) {
                    best = lower;
                    level = nearest - 1;
                }
            }
            float total = run + best + tail[i + 1] + lambda * rates.length(row, i + 1);
            if (total < bestTotal) {
                bestTotal = total;
                n = i + 1;
            }
            run += Math.min(zero, best);
            levels[i] = (short) (coefficients[i] < 0 ? -level : level);
            betterZero[i] = zero <= best;
        }
        for (int i = 0; i < end; i++) {
            if (i >= n || (betterZero[i] && i != n - 1)) {
                levels[i] = 0;
            }
        }
        cost = bestTotal;
        return n;
    }

    private float weigh(float c, int level, int at) {
        float error = c - settings.value(level);
        return error * error + lambda * rates.level(at, level);
    }
}

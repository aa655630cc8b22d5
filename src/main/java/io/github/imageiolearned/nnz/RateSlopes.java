// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.pixels.Progress;
import java.util.Arrays;

/**
 * What steps of latents cost in bits, about: residuals are taken for Laplacian, with the scale that those of the same
 * predicted size have in this tile. For encoders that search.
 */
final class RateSlopes implements LatentWalk.Coder {
    /** Residuals that the predicted size counts for where a tile has few. */
    private static final double BELIEF = 8;

    private final byte[][] classes;
    private final short[][] predictions;
    private final double[] sums = new double[LatentWalk.ENERGIES];
    private final double[] counts = new double[LatentWalk.ENERGIES];
    private final float[] first = new float[LatentWalk.ENERGIES];
    private final float[] further = new float[LatentWalk.ENERGIES];

    private RateSlopes(Latents latents) {
        classes = new byte[latents.channels()][latents.cells()];
        predictions = new short[latents.channels()][latents.cells()];
    }

    /** Looks at the latents of a tile as the coder would. */
    static RateSlopes of(Latents latents, LatentPredictor predictor, int level, Progress progress) {
        RateSlopes slopes = new RateSlopes(latents);
        try {
            new LatentWalk(predictor, latents.channels(), latents.width(), latents.height(), level)
                    .run(latents, slopes, progress);
        } catch (CorruptDataException e) {
            throw new IllegalArgumentException("latents that no quantiser gives", e);
        }
        slopes.fit();
        return slopes;
    }

    @Override
    public boolean empty(LatentWalk walk, boolean empty) {
        if (empty) {
            Arrays.fill(classes[walk.channel], (byte) 0);
        }
        return empty;
    }

    @Override
    public int residual(LatentWalk walk, int residual, int predicted) {
        classes[walk.channel][walk.cell] = (byte) walk.energy;
        predictions[walk.channel][walk.cell] = (short) predicted;
        sums[walk.energy] += Math.abs(residual);
        counts[walk.energy]++;
        return residual;
    }

    private void fit() {
        for (int e = 0; e < first.length; e++) {
            int log = 4 + (e - 1) / 4;
            double middle = e == 0 ? 8 : (4.5 + (e - 1) % 4) * (1 << log - 2);
            double mean = (sums[e] + BELIEF * middle / (1 << LatentPredictor.SHIFT)) / (counts[e] + BELIEF);
            // With s = exp(-1 / (2 scale)): 0 has the probability 1 - s, sizes k have s^(2k-1) (1 - s^2), mean s / (1 -
            // s^2).
            double s = Math.max(1e-4, (Math.sqrt(1 + 4 * mean * mean) - 1) / (2 * mean));
            first[e] = (float) (Math.log(2 / (s * (1 + s))) / Math.log(2));
            further[e] = (float) (-2 * Math.log(s) / Math.log(2));
        }
    }

    /** Bits that a latent of {@code low + 1} takes more than one of {@code low}. */
    float step(int channel, int cell, int low) {
        int e = classes[channel][cell];
        int residual = low - predictions[channel][cell];
        if (residual >= 0) {
            return residual == 0 ? first[e] : further[e];
        }
        return residual == -1 ? -first[e] : -further[e];
    }
}

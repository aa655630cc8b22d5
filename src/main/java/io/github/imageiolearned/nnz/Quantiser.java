// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;

/**
 * Rounds latents. With priors, a latent goes to the nearest integer or to the next one towards zero, whichever has the
 * lower sum of bits and weighted squared error: rate-distortion optimised quantisation. Bits are those of the static
 * tables in the context of the latents chosen so far. The weight needs no knowledge of the networks: training balances
 * rate and distortion in every channel, which makes a squared error of one latent step worth {@value #WEIGHT} bits
 * at high rates (6 / ln 2, from the entropy and the error of a uniform quantiser).
 */
final class Quantiser implements LatentWalk.Coder {
    private static final double WEIGHT = 8.66;

    private final float[][] planes;
    private final float[][] costs;

    private Quantiser(float[][] planes, StaticTables tables) {
        this.planes = planes;
        FrequencyTable[] residuals = tables.residuals();
        costs = new float[residuals.length][StaticTables.SYMBOLS];
        for (int i = 0; i < residuals.length; i++) {
            for (int s = 0; s < StaticTables.SYMBOLS; s++) {
                double share = Math.max(0.5, residuals[i].frequency(s)) / (1 << FrequencyTable.BITS);
                costs[i][s] = (float) (-Math.log(share) / Math.log(2));
            }
        }
    }

    /**
     * Rounds to the nearest integers.
     *
     * @param planes one a channel
     */
    static Latents nearest(float[][] planes, int width, int height) {
        Latents latents = new Latents(planes.length, width, height);
        for (int c = 0; c < planes.length; c++) {
            short[] plane = new short[width * height];
            for (int i = 0; i < plane.length; i++) {
                plane[i] = (short) Math.max(-Latents.MAX, Math.min(Latents.MAX, Math.round(planes[c][i])));
            }
            latents.planes()[c] = plane;
        }
        return withoutZeros(latents);
    }

    /** Rounds by rate and distortion. */
    static Latents optimised(float[][] planes, int width, int height, int level, LatentPriors priors) {
        Latents latents = nearest(planes, width, height);
        LatentWalk walk = new LatentWalk(priors.predictor(), planes.length, width, height, level);
        try {
            walk.run(latents, new Quantiser(planes, priors.tables()));
        } catch (CorruptDataException e) {
            throw new IllegalStateException("nothing is decoded here", e);
        }
        return withoutZeros(latents);
    }

    private static Latents withoutZeros(Latents latents) {
        for (int c = 0; c < latents.channels(); c++) {
            short[] plane = latents.planes()[c];
            boolean zero = true;
            for (int i = 0; plane != null && i < plane.length && zero; i++) {
                zero = plane[i] == 0;
            }
            if (zero) {
                latents.planes()[c] = null;
            }
        }
        return latents;
    }

    @Override
    public boolean empty(LatentWalk walk, boolean empty) {
        return empty;
    }

    @Override
    public int residual(LatentWalk walk, int residual, int predicted) {
        int nearest = predicted + residual;
        if (nearest == 0) {
            return residual;
        }
        int smaller = nearest - Integer.signum(nearest);
        float value = planes[walk.channel][walk.cell];
        double gain = cost(walk, residual) - cost(walk, smaller - predicted);
        double loss = ((double) value - smaller) * (value - smaller) - ((double) value - nearest) * (value - nearest);
        return gain > WEIGHT * loss ? smaller - predicted : residual;
    }

    private double cost(LatentWalk walk, int residual) {
        int turned = walk.fraction < 0 ? -residual : residual;
        float[] cost = costs[StaticTables.context(walk)];
        int beyond = Math.abs(turned) - StaticTables.LARGEST;
        return beyond > 0 ? cost[StaticTables.ESCAPE] + 4 + beyond / 8 : cost[StaticTables.LARGEST + turned];
    }
}

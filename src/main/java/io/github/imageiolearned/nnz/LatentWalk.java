// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.pixels.Progress;

/**
 * Goes through a tile's latents, channel by channel and row by row, and gives a {@link Coder} for each the residual of
 * its prediction together with what is known around it. Encoder and decoder walk the same way.
 */
final class LatentWalk {
    /** Number of classes that {@link #energy} has. */
    static final int ENERGIES = 64;

    private final LatentPredictor predictor;
    final LatentField field;

    /** Quality level of the picture, 0 to 255. */
    final int level;

    /** The channel that is being coded. */
    int channel;

    /** The cell: its number in the tile, and its place in the padded planes. */
    int cell;

    int at;

    /** Whether the channel before was empty. */
    boolean emptyBefore;

    /** Prediction less its nearest integer, in 2^-12, -2048 to 2047. */
    int fraction;

    /** Predicted size: class of the logarithm, four an octave. */
    int energy;

    /** Sizes in the channel, at the cells W, N, NW, NE. */
    int w;

    int n;
    int nw;
    int ne;

    /** Values and sizes of the channel that is being coded, padded. */
    short[] values;

    short[] sizes;

    /** Codes residuals. A decoder ignores what it is given and returns what it has read. */
    interface Coder {
        /** Codes whether all values of the channel are zero. */
        boolean empty(LatentWalk walk, boolean empty) throws CorruptDataException;

        /** Codes a residual, given and returned. */
        int residual(LatentWalk walk, int residual, int predicted) throws CorruptDataException;
    }

    LatentWalk(LatentPredictor predictor, int channels, int width, int height, int level) {
        this.predictor = predictor;
        this.level = level;
        field = new LatentField(channels, width, height);
    }

    /** Walks once over all latents, unless it is stopped; a decoder fills them in. */
    void run(Latents latents, Coder coder, Progress progress) throws CorruptDataException {
        int[] predictedValues = new int[field.activity.length];
        int[] predictedSizes = new int[field.activity.length];
        for (channel = 0; channel < latents.channels(); channel++) {
            progress.check();
            short[] plane = latents.planes()[channel];
            boolean empty = coder.empty(this, plane == null);
            if (empty) {
                latents.planes()[channel] = null;
            } else {
                if (plane == null) {
                    plane = new short[latents.cells()];
                    latents.planes()[channel] = plane;
                }
                values = new short[field.activity.length];
                sizes = new short[field.activity.length];
                field.predictValues(predictor.values()[channel], predictedValues);
                field.predictSizes(predictor.energies()[channel], predictedSizes);
                plane(plane, coder, predictedValues, predictedSizes);
                field.finish(channel, values, sizes);
            }
            emptyBefore = empty;
            if ((channel + 1) % LatentField.GROUP == 0) {
                field.addActivity(channel + 1 - LatentField.GROUP, channel + 1);
            }
        }
    }

    private void plane(short[] plane, Coder coder, int[] predictedValues, int[] predictedSizes)
            throws CorruptDataException {
        // Weights are copied: the compiler would load them anew for each latent, as stores to other arrays of shorts
        // could change them.
        short[] ownValues = predictor.values()[channel].own();
        int valueW = ownValues[0];
        int valueN = ownValues[1];
        int valueNw = ownValues[2];
        int valueNe = ownValues[3];
        short[] ownSizes = predictor.energies()[channel].own();
        int sizeW = ownSizes[0];
        int sizeN = ownSizes[1];
        int sizeNw = ownSizes[2];
        int sizeNe = ownSizes[3];
        int sizeWw = ownSizes[4];
        int sizeNn = ownSizes[5];
        int pitch = field.pitch;
        short[] values = this.values;
        short[] sizes = this.sizes;
        cell = 0;
        for (int y = 0; y < field.height; y++) {
            for (int x = 0; x < field.width; x++, cell++) {
                int at = field.at(x, y);
                this.at = at;
                if (y == 0 || x == 0) {
                    fillEdge(x, y);
                }
                int sum = predictedValues[at]
                        + valueW * values[at - 1]
                        + valueN * values[at - pitch]
                        + valueNw * values[at - pitch - 1]
                        + valueNe * values[at - pitch + 1];
                int predicted = clip(sum + (1 << LatentPredictor.SHIFT - 1) >> LatentPredictor.SHIFT, Latents.MAX);
                fraction = clip(sum - (predicted << LatentPredictor.SHIFT), (1 << LatentPredictor.SHIFT - 1) - 1);
                w = sizes[at - 1];
                n = sizes[at - pitch];
                nw = sizes[at - pitch - 1];
                ne = sizes[at - pitch + 1];
                energy = energyClass(predictedSizes[at]
                        + sizeW * w
                        + sizeN * n
                        + sizeNw * nw
                        + sizeNe * ne
                        + sizeWw * sizes[at - 2]
                        + sizeNn * sizes[at - 2 * pitch]);
                int residual = coder.residual(this, plane[cell] - predicted, predicted);
                int decoded = predicted + residual;
                if (decoded < -Latents.MAX || decoded > Latents.MAX) {
                    throw new CorruptDataException("latent " + decoded + " is out of range");
                }
                plane[cell] = (short) decoded;
                values[at] = (short) clip(decoded, LatentField.VALUE_CAP);
                sizes[at] = (short) Math.min(Math.abs(residual), LatentField.SIZE_CAP);
            }
            int end = field.at(field.width - 1, y);
            values[end + 1] = values[end];
            sizes[end + 1] = sizes[end];
        }
    }

    /** Repeats the edge where a neighbour lies outside of the tile: N stands for W, and W for N. */
    private void fillEdge(int x, int y) {
        int from = y == 0 ? at - 1 : at - field.pitch;
        if (y == 0) {
            for (int row = 1; row <= 2; row++) {
                for (int column = -1; column <= 1; column++) {
                    values[at - row * field.pitch + column] = values[from];
                    sizes[at - row * field.pitch + column] = sizes[from];
                }
            }
        }
        if (x == 0) {
            for (int column = 1; column <= 2; column++) {
                values[at - column] = values[from];
                sizes[at - column] = sizes[from];
            }
        }
    }

    /** Class of a predicted size in 2^-12: 0 below 2^-8, then four classes an octave. */
    static int energyClass(int size) {
        if (size < 16) {
            return 0;
        }
        int log = 31 - Integer.numberOfLeadingZeros(size);
        return Math.min(ENERGIES - 1, 1 + 4 * (log - 4) + (size >>> log - 2 & 3));
    }

    private static int clip(int value, int limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}

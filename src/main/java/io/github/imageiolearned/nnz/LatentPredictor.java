// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;
import java.util.Arrays;

/**
 * Linear predictors of a latent from neighbours that are known already: of its value, and of the magnitude of what that
 * prediction leaves. Weights are integers in units of 2^-{@value #SHIFT}; earlier channels offer all nine places around
 * a cell, the channel itself those above and to the left.
 *
 * @param values value predictor of each channel
 * @param energies magnitude predictor of each channel
 */
record LatentPredictor(Value[] values, Energy[] energies) {
    static final int SHIFT = 12;

    /** Value neighbours in the channel itself: W, N, NW, NE. */
    static final int OWN_VALUES = 4;

    /** Magnitude neighbours in the channel itself: W, N, NW, NE, WW, NN. */
    static final int OWN_SIZES = 6;

    /** Weights of each source of a magnitude: its cell, the sum of the four beside, the sum of the four diagonal. */
    static final int SOURCE_SIZES = 3;

    private static final int MAX_TERMS = 64;
    private static final int MAX_WEIGHT = 2 << SHIFT;

    /**
     * Predicts a value.
     *
     * @param own weights of W, N, NW, NE
     * @param sources earlier channels, one a term
     * @param places place of each term, 0 to 8: row by row from the cell above left
     * @param weights weight of each term
     */
    record Value(short[] own, short[] sources, byte[] places, short[] weights) {}

    /**
     * Predicts a magnitude.
     *
     * @param offset constant
     * @param own weights of W, N, NW, NE, WW, NN
     * @param activity weights of the summed magnitudes of all channels before the current group of {@value LatentField#GROUP}, in this
     *     cell and in the eight around it
     * @param sources earlier channels
     * @param weights three for each source
     */
    record Energy(short offset, short[] own, short[] activity, short[] sources, short[] weights) {}

    /** A predictor that uses only a constant and the channel's own neighbours: for models without trained states. */
    static LatentPredictor plain(int channels) {
        Value value = new Value(new short[OWN_VALUES], new short[0], new byte[0], new short[0]);
        short[] own = {1024, 1024, 512, 512, 256, 256};
        Energy energy = new Energy((short) 64, own, new short[] {8, 1}, new short[0], new short[0]);
        Value[] values = new Value[channels];
        Energy[] energies = new Energy[channels];
        Arrays.fill(values, value);
        Arrays.fill(energies, energy);
        return new LatentPredictor(values, energies);
    }

    /** The integer that stands for a weight; at most 2 in magnitude, so that sums stay inside 32 bits. */
    static short weight(double weight) {
        return (short) Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, Math.round(weight * (1 << SHIFT))));
    }

    void write(ByteWriter out) {
        for (int c = 0; c < values.length; c++) {
            Value v = values[c];
            shorts(out, v.own);
            out.u8(v.sources.length);
            shorts(out, v.sources);
            out.bytes(v.places);
            shorts(out, v.weights);
            Energy e = energies[c];
            out.u16(e.offset);
            shorts(out, e.own);
            shorts(out, e.activity);
            out.u8(e.sources.length);
            shorts(out, e.sources);
            shorts(out, e.weights);
        }
    }

    static LatentPredictor read(ByteReader in, int channels) throws FormatException {
        Value[] values = new Value[channels];
        Energy[] energies = new Energy[channels];
        for (int c = 0; c < channels; c++) {
            short[] own = shorts(in, OWN_VALUES);
            int terms = terms(in);
            short[] sources = sources(in, terms, c);
            byte[] places = in.bytes(terms);
            for (byte place : places) {
                if (place < 0 || place > 8) {
                    throw new FormatException(in.position(), "place " + place + " of a neighbour");
                }
            }
            values[c] = new Value(own, sources, places, shorts(in, terms));
            short offset = (short) in.u16();
            short[] ownSizes = shorts(in, OWN_SIZES);
            short[] activity = shorts(in, 2);
            terms = terms(in);
            sources = sources(in, terms, c);
            energies[c] = new Energy(offset, ownSizes, activity, sources, shorts(in, SOURCE_SIZES * terms));
        }
        return new LatentPredictor(values, energies);
    }

    private static int terms(ByteReader in) throws FormatException {
        int terms = in.u8();
        if (terms > MAX_TERMS) {
            throw new FormatException(in.position(), terms + " terms of a predictor");
        }
        return terms;
    }

    private static short[] sources(ByteReader in, int count, int channel) throws FormatException {
        short[] sources = shorts(in, count);
        for (short source : sources) {
            if (source < 0 || source >= channel) {
                throw new FormatException(in.position(), "channel " + channel + " predicted from " + source);
            }
        }
        return sources;
    }

    private static void shorts(ByteWriter out, short[] values) {
        for (short value : values) {
            out.u16(value);
        }
    }

    private static short[] shorts(ByteReader in, int count) throws FormatException {
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = (short) in.u16();
        }
        return values;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.Deflated;
import io.github.imageiolearned.format.FormatException;
import java.io.IOException;

/**
 * What the entropy coder of a model knows before the first latent: predictors, static tables, and the starting states of
 * the mixers. Immutable; may be shared by threads.
 *
 * <p>The file {@code priors.bin} is a zlib stream of: version (1 byte), channels (2 bytes), the predictors
 * ({@link LatentPredictor#write}), the tables ({@link StaticTables#write}), and for each mixer of {@link MixingCoder}
 * the length (4 bytes) and bytes of its state ({@link io.github.imageiolearned.entropy.ContextMixer#save}).
 */
final class LatentPriors {
    private static final int VERSION = 1;
    private static final int MAX_INFLATED = 1 << 24;

    private final LatentPredictor predictor;
    private final StaticTables tables;
    private final byte[][] states;

    LatentPriors(LatentPredictor predictor, StaticTables tables, byte[][] states) {
        this.predictor = predictor;
        this.tables = tables;
        this.states = states;
    }

    /** For a model without a file of priors: it works, but codes larger. */
    static LatentPriors untrained(int channels) {
        return new LatentPriors(LatentPredictor.plain(channels), StaticTables.plain(), new byte[0][]);
    }

    LatentPredictor predictor() {
        return predictor;
    }

    StaticTables tables() {
        return tables;
    }

    /** Starting state of each mixer; none if untrained. */
    byte[][] states() {
        return states;
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter();
        out.u8(VERSION).u16(predictor.values().length);
        predictor.write(out);
        tables.write(out);
        out.u8(states.length);
        for (byte[] state : states) {
            out.u32(state.length).bytes(state);
        }
        return Deflated.deflate(out.toByteArray());
    }

    static LatentPriors parse(byte[] deflated, int channels) throws IOException {
        ByteReader in = new ByteReader(Deflated.inflate(deflated, MAX_INFLATED, "a model's priors", -1));
        int version = in.u8();
        int declared = in.u16();
        if (version != VERSION || declared != channels) {
            throw new FormatException(
                    0,
                    "priors of version " + version + " for " + declared + " channels do not fit a model of " + channels
                            + " channels");
        }
        LatentPredictor predictor = LatentPredictor.read(in, channels);
        StaticTables tables = StaticTables.read(in);
        byte[][] states = new byte[in.u8()][];
        for (int i = 0; i < states.length; i++) {
            states[i] = in.bytes(in.u32());
        }
        if (in.remaining() > 0) {
            throw new FormatException(in.position(), "bytes behind a model's priors");
        }
        LatentPriors priors = new LatentPriors(predictor, tables, states);
        try {
            new MixingCoder(new BitEncoder(), priors);
        } catch (IllegalArgumentException e) {
            throw new IOException("the priors do not fit this version of the coder: " + e.getMessage(), e);
        }
        return priors;
    }
}

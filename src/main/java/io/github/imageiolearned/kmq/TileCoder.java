// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import java.io.IOException;

/** Codes tiles of one picture, with either effort. Thread-safe. */
final class TileCoder {
    private final ColourTree tree;
    private final KmqSettings.Joined joined;
    private final Ranking ranking;

    TileCoder(KmqSettings settings) {
        tree = settings.tree();
        joined = settings.joined();
        ranking = settings.effort() == KmqOptions.Effort.FAST ? new Ranking(tree) : null;
    }

    byte[] encode(byte[] indices, int width, int height) {
        if (ranking != null) {
            return new FastIndexCoder(tree, ranking).encode(indices, width, height);
        }
        BitEncoder encoder = new BitEncoder();
        encode(encoder, tree, indices, width, height);
        return encoder.finish();
    }

    /** Encodes a tile with the small effort. */
    static void encode(BitEncoder encoder, ColourTree tree, byte[] indices, int width, int height) {
        new IndexCoder(encoder, tree, width * height, StartingStates.indices()).code(indices, width, height);
    }

    byte[] decode(byte[] bytes, int width, int height) throws IOException {
        if (ranking != null) {
            return new FastIndexCoder(tree, ranking).decode(bytes, width, height);
        }
        if (joined != null && bytes.length > 0) {
            throw new CorruptDataException("a tile whose indices are elsewhere has " + bytes.length + " bytes");
        }
        byte[] indices = new byte[width * height];
        BitDecoder decoder = joined != null ? joined.indices(tree) : new BitDecoder(bytes);
        new IndexCoder(decoder, tree, width * height, StartingStates.indices()).code(indices, width, height);
        decoder.finish();
        return indices;
    }
}

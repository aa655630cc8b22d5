// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import java.io.IOException;

/** Codes tiles of one picture, with either effort. Thread-safe. */
final class TileCoder {
    private final ColourTree tree;
    private final Ranking ranking;

    TileCoder(KmqSettings settings) {
        tree = settings.tree();
        ranking = settings.effort() == KmqOptions.Effort.FAST ? new Ranking(tree) : null;
    }

    byte[] encode(byte[] indices, int width, int height) {
        if (ranking != null) {
            return new FastIndexCoder(tree, ranking).encode(indices, width, height);
        }
        BitEncoder encoder = new BitEncoder();
        new IndexCoder(encoder, tree, width * height, StartingStates.indices()).code(indices, width, height);
        return encoder.finish();
    }

    byte[] decode(byte[] bytes, int width, int height) throws IOException {
        if (ranking != null) {
            return new FastIndexCoder(tree, ranking).decode(bytes, width, height);
        }
        byte[] indices = new byte[width * height];
        BitDecoder decoder = new BitDecoder(bytes);
        new IndexCoder(decoder, tree, width * height, StartingStates.indices()).code(indices, width, height);
        decoder.finish();
        return indices;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.FormatException;

/**
 * Codes which colour each entry of a palette has that is kept as it was: its order and its equal entries. Each entry is
 * the leaf of the colour tree after that of the entry before, or one that no entry had yet, or one that some entry had.
 */
final class PaletteOrder {

    private final BitCoder coder;
    private final int size;
    private final int[] repeats = {1, 2};
    private final int[] follows = {1, 2};

    private PaletteOrder(BitCoder coder, int size) {
        this.coder = coder;
        this.size = size;
    }

    /** Encodes the leaves of all entries; every leaf of the tree occurs. */
    static byte[] encode(int[] leaves, int size) {
        BitEncoder encoder = new BitEncoder();
        new PaletteOrder(encoder, size).code(leaves);
        return encoder.finish();
    }

    static int[] decode(byte[] bytes, int entries, int size) throws FormatException {
        BitDecoder decoder = new BitDecoder(bytes);
        int[] leaves = new int[entries];
        boolean all = new PaletteOrder(decoder, size).code(leaves);
        try {
            decoder.finish();
        } catch (CorruptDataException e) {
            throw FormatException.in("the order of the palette", -1, e);
        }
        if (!all) {
            throw new FormatException(-1, "a colour of the palette has no entry");
        }
        return leaves;
    }

    private boolean code(int[] leaves) {
        boolean[] had = new boolean[size];
        int left = size;
        int last = -1;
        for (int i = 0; i < leaves.length; i++) {
            boolean repeat = left == 0 || (left < size && flag(repeats, had[leaves[i]]));
            int next = last + 1 < size && had[last + 1] == repeat ? last + 1 : -1;
            if (next < 0 || !flag(follows, leaves[i] == next)) {
                leaves[i] = uniform(leaves[i], had, repeat, repeat ? size - left : left);
            } else {
                leaves[i] = next;
            }
            left -= had[leaves[i]] ? 0 : 1;
            had[leaves[i]] = true;
            last = leaves[i];
        }
        return left == 0;
    }

    /** Codes a flag with the share of ones so far as its probability. */
    private boolean flag(int[] counts, boolean value) {
        boolean coded = coder.code(value ? 1 : 0, (counts[0] << 16) / counts[1]) == 1;
        counts[0] += coded ? 1 : 0;
        counts[1]++;
        return coded;
    }

    /** Codes one of the leaves that have, or have not, occurred. */
    private int uniform(int leaf, boolean[] had, boolean wanted, int count) {
        int place = 0;
        for (int i = 0; i < leaf; i++) {
            place += had[i] == wanted ? 1 : 0;
        }
        int chosen = PaletteCoder.uniform(coder, count, place);
        int found = -1;
        for (int i = 0, seen = 0; i < size && found < 0; i++) {
            if (had[i] == wanted && seen++ == chosen) {
                found = i;
            }
        }
        return found;
    }
}

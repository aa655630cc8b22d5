// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.entropy.RansDecoder;
import io.github.imageiolearned.entropy.RansEncoder;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Codes the indices of a tile with static tables, one for each of a few contexts. Either the symbol is a rank (the index
 * of W is 0, that of N is 1, then come the others in the order of their distance from the colour nearest to W + N - NW)
 * and the context says which neighbours agree and how far W and N are apart; or the symbol is the index itself and the
 * context is where W lies in the palette.
 */
final class FastIndexCoder {
    private static final int RANKS = 0;
    private static final int PLAIN = 1;
    private static final int CONTEXTS = 32;
    private static final int EQUAL_CONTEXTS = 4;
    private static final int DISTANCES = 4;
    private static final int TABLE_BITS_A_SYMBOL = 6;

    private final int size;
    private final Ranking ranking;
    private final NearestColour nearest;
    private int w;
    private int n;
    private int nw;
    private int ne;

    FastIndexCoder(ColourTree tree, Ranking ranking) {
        this.ranking = ranking;
        size = tree.size();
        nearest = new NearestColour(tree);
    }

    byte[] encode(byte[] indices, int width, int height) {
        if (size == 1) {
            return new byte[0];
        }
        short[][] symbols = new short[2][indices.length];
        byte[][] contexts = new byte[2][indices.length];
        int[][][] counts = new int[2][CONTEXTS][size];
        IndexPlane plane = new IndexPlane(width, height);
        for (int row = 0, i = 0; row < height; row++) {
            int at = plane.startRow(row);
            for (int column = 0; column < width; column++, at++, i++) {
                look(plane, at);
                int index = indices[i] & 0xff;
                for (int method = 0; method < 2; method++) {
                    int symbol = method == PLAIN ? index : rank(index);
                    int context = context(method);
                    symbols[method][i] = (short) symbol;
                    contexts[method][i] = (byte) context;
                    counts[method][context][symbol]++;
                }
                plane.indices[at] = (byte) index;
            }
        }
        int method = cost(counts[RANKS]) <= cost(counts[PLAIN]) ? RANKS : PLAIN;
        return encode(method, symbols[method], contexts[method], counts[method]);
    }

    private static byte[] encode(int method, short[] symbols, byte[] contexts, int[][] counts) {
        RansEncoder encoder = new RansEncoder();
        FrequencyTable[] tables = new FrequencyTable[CONTEXTS];
        int[] number = new int[CONTEXTS];
        for (int c = 0; c < CONTEXTS; c++) {
            if (Arrays.stream(counts[c]).anyMatch(count -> count > 0)) {
                tables[c] = FrequencyTable.ofCounts(counts[c]);
                number[c] = encoder.table(tables[c]);
            }
        }
        for (int i = 0; i < symbols.length; i++) {
            encoder.put(number[contexts[i]], symbols[i]);
        }
        byte[] coded = TableCoder.encode(tables, counts[0].length);
        return new ByteWriter()
                .u8(method)
                .varint(coded.length)
                .bytes(coded)
                .bytes(encoder.finish())
                .toByteArray();
    }

    byte[] decode(byte[] bytes, int width, int height) throws IOException {
        byte[] indices = new byte[width * height];
        if (size == 1) {
            if (bytes.length > 0) {
                throw new CorruptDataException("a tile of one colour has " + bytes.length + " bytes");
            }
            return indices;
        }
        ByteReader in = new ByteReader(bytes);
        int method = in.u8();
        if (method > PLAIN) {
            throw new CorruptDataException("unknown method " + method + " of a tile");
        }
        byte[] coded = in.bytes(in.varint(bytes.length, "the length of the tables"));
        FrequencyTable[] tables = TableCoder.decode(coded, CONTEXTS, size);
        RansDecoder decoder = new RansDecoder(bytes, in.position(), in.remaining());
        IndexPlane plane = new IndexPlane(width, height);
        for (int row = 0, i = 0; row < height; row++) {
            int at = plane.startRow(row);
            for (int column = 0; column < width; column++, at++, i++) {
                look(plane, at);
                FrequencyTable table = tables[context(method)];
                if (table == null) {
                    throw new CorruptDataException("a context without a table");
                }
                int symbol = decoder.get(table);
                byte index = (byte) (method == PLAIN ? symbol : index(symbol));
                plane.indices[at] = index;
                indices[i] = index;
            }
        }
        decoder.finish();
        return indices;
    }

    private void look(IndexPlane plane, int at) {
        w = plane.indices[at - 1] & 0xff;
        n = plane.indices[at - plane.stride] & 0xff;
        nw = plane.indices[at - plane.stride - 1] & 0xff;
        ne = plane.indices[at - plane.stride + 1] & 0xff;
    }

    private int context(int method) {
        if (method == PLAIN) {
            return w * (CONTEXTS / 2) / size + (w == n ? CONTEXTS / 2 : 0);
        }
        if (w == n) {
            return (nw == w ? 0 : 1) + (ne == n ? 0 : 2);
        }
        int agreement = (nw == w ? 0 : nw == n ? 1 : 2) + (ne == n ? 0 : 3);
        return EQUAL_CONTEXTS + agreement * DISTANCES + ranking.distanceClass(w, n);
    }

    private int rank(int index) {
        if (index == w) {
            return 0;
        }
        if (w == n) {
            int rank = ranking.rank(w, index);
            return rank;
        }
        if (index == n) {
            return 1;
        }
        int from = nearest.gradient(w, n, nw);
        int rank = ranking.rank(from, index);
        return rank + 2 - (rank > ranking.rank(from, w) ? 1 : 0) - (rank > ranking.rank(from, n) ? 1 : 0);
    }

    private int index(int rank) {
        if (rank == 0) {
            return w;
        }
        if (w == n) {
            return ranking.index(w, rank);
        }
        if (rank == 1) {
            return n;
        }
        int from = nearest.gradient(w, n, nw);
        int first = ranking.rank(from, w);
        int second = ranking.rank(from, n);
        int place = rank - 2;
        place += place >= Math.min(first, second) ? 1 : 0;
        place += place >= Math.max(first, second) ? 1 : 0;
        return ranking.index(from, place);
    }

    /** Estimated bits. */
    private static double cost(int[][] counts) {
        double bits = 0;
        for (int[] table : counts) {
            long total = 0;
            for (int count : table) {
                total += count;
                if (count > 0) {
                    bits += TABLE_BITS_A_SYMBOL - count * StrictMath.log(count) / StrictMath.log(2);
                }
            }
            bits += total == 0 ? 0 : (double) total * StrictMath.log((double) total) / StrictMath.log(2);
        }
        return bits;
    }
}

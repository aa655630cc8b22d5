// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encodes symbols with static tables, symbol i in lane i mod {@value #LANES}, so that a processor can decode several at
 * once (Giesen, "Interleaved entropy coders", arXiv:1402.3392). Each lane has a 32-bit state in [2^16, 2^32) that is
 * renormalised by 16 bits. The bytes begin with the states, lane 0 first.
 */
public final class RansEncoder {
    /** Number of interleaved states. */
    public static final int LANES = 4;

    static final long LOW = 1L << 16;

    private final List<FrequencyTable> tables = new ArrayList<>();
    private char[] symbols = new char[1 << 12];
    private char[] tableOf = new char[1 << 12];
    private int count;

    /** Starts empty. */
    public RansEncoder() {}

    /**
     * Adds a table.
     *
     * @param table frequencies
     * @return its number for {@link #put}
     */
    public int table(FrequencyTable table) {
        tables.add(table);
        return tables.size() - 1;
    }

    /**
     * Appends a symbol.
     *
     * @param table number of its table
     * @param symbol a symbol with a frequency of at least 1 in that table
     */
    public void put(int table, int symbol) {
        if (tables.get(table).frequency[symbol] == 0) {
            throw new IllegalArgumentException("symbol " + symbol + " has no frequency in table " + table);
        }
        if (count == symbols.length) {
            symbols = Arrays.copyOf(symbols, 2 * count);
            tableOf = Arrays.copyOf(tableOf, 2 * count);
        }
        tableOf[count] = (char) table;
        symbols[count++] = (char) symbol;
    }

    /**
     * Encodes all symbols.
     *
     * @return coded bytes
     */
    public byte[] finish() {
        FrequencyTable[] byNumber = tables.toArray(new FrequencyTable[0]);
        char[] words = new char[count + 2 * LANES];
        int first = words.length;
        long[] states = {LOW, LOW, LOW, LOW};
        for (int i = count - 1; i >= 0; i--) {
            FrequencyTable table = byNumber[tableOf[i]];
            int symbol = symbols[i];
            int frequency = table.frequency[symbol];
            int lane = i % LANES;
            long state = states[lane];
            if (state >= (long) frequency << (32 - FrequencyTable.BITS)) {
                words[--first] = (char) state;
                state >>>= 16;
            }
            states[lane] = (state / frequency << FrequencyTable.BITS) + state % frequency + table.start[symbol];
        }
        for (int lane = LANES - 1; lane >= 0; lane--) {
            words[--first] = (char) states[lane];
            words[--first] = (char) (states[lane] >>> 16);
        }
        byte[] bytes = new byte[2 * (words.length - first)];
        for (int i = first; i < words.length; i++) {
            bytes[2 * (i - first)] = (byte) (words[i] >>> 8);
            bytes[2 * (i - first) + 1] = (byte) words[i];
        }
        return bytes;
    }
}

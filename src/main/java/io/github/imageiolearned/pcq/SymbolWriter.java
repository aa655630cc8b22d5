// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.entropy.RansEncoder;
import io.github.imageiolearned.format.ByteWriter;
import java.util.Arrays;

/**
 * Keeps the symbols of a tile until its tables are known, and writes both. A table is a nibble for each symbol, an index
 * into {@link #WEIGHTS}.
 */
final class SymbolWriter implements SymbolPort {
    /** Weights that a table can give to a symbol. */
    static final int[] WEIGHTS = {0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192};

    private short[] symbols = new short[1 << 12];
    private int count;

    @Override
    public int code(int context, int symbol) {
        if (count == symbols.length) {
            symbols = Arrays.copyOf(symbols, 2 * count);
        }
        symbols[count++] = (short) (context << 5 | symbol);
        return symbol;
    }

    @Override
    public boolean decoding() {
        return false;
    }

    /** Writes tables and symbols. */
    byte[] finish() {
        int[][] counts = new int[FastSyntax.CONTEXTS][];
        for (int context = 0; context < counts.length; context++) {
            counts[context] = new int[FastSyntax.symbols(context)];
        }
        for (int i = 0; i < count; i++) {
            counts[symbols[i] >> 5][symbols[i] & 31]++;
        }
        ByteWriter out = new ByteWriter();
        RansEncoder encoder = new RansEncoder();
        encoder.table(FrequencyTable.ofCounts(new int[] {1, 1}));
        for (int context = 1; context < counts.length; context++) {
            int used = 0;
            for (int symbol = 0; symbol < counts[context].length; symbol++) {
                used = counts[context][symbol] > 0 ? symbol + 1 : used;
            }
            int[] weights = new int[Math.max(1, used)];
            out.u8(used);
            for (int symbol = 0; symbol < used; symbol += 2) {
                int high = nibble(counts[context], symbol);
                int low = symbol + 1 < used ? nibble(counts[context], symbol + 1) : 0;
                out.u8(high << 4 | low);
                weights[symbol] = WEIGHTS[high];
                if (symbol + 1 < used) {
                    weights[symbol + 1] = WEIGHTS[low];
                }
            }
            weights[0] = used == 0 ? 1 : weights[0];
            encoder.table(FrequencyTable.ofCounts(weights));
        }
        for (int i = 0; i < count; i++) {
            encoder.put(symbols[i] >> 5, symbols[i] & 31);
        }
        return out.bytes(encoder.finish()).toByteArray();
    }

    private static int nibble(int[] counts, int symbol) {
        if (counts[symbol] == 0) {
            return 0;
        }
        double share = (double) counts[symbol] / Arrays.stream(counts).max().orElse(1) * WEIGHTS[WEIGHTS.length - 1];
        int best = 1;
        for (int i = 2; i < WEIGHTS.length; i++) {
            best = Math.abs(Math.log(WEIGHTS[i] / share)) < Math.abs(Math.log(WEIGHTS[best] / share)) ? i : best;
        }
        return best;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.entropy.RansDecoder;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.FormatException;

/** Reads what {@link SymbolWriter} wrote. */
final class SymbolReader implements SymbolPort {
    private final FrequencyTable[] tables = new FrequencyTable[FastSyntax.CONTEXTS];
    private final RansDecoder decoder;

    SymbolReader(byte[] coded, int offset) throws FormatException, CorruptDataException {
        ByteReader in = new ByteReader(coded, offset, coded.length - offset);
        tables[0] = FrequencyTable.ofCounts(new int[] {1, 1});
        for (int context = 1; context < tables.length; context++) {
            int used = in.u8();
            if (used > FastSyntax.symbols(context)) {
                throw new FormatException(in.position(), "a table of " + used + " symbols");
            }
            int[] weights = new int[Math.max(1, used)];
            int sum = 0;
            for (int symbol = 0; symbol < used; symbol += 2) {
                int pair = in.u8();
                weights[symbol] = SymbolWriter.WEIGHTS[pair >> 4];
                sum += weights[symbol];
                if (symbol + 1 < used) {
                    weights[symbol + 1] = SymbolWriter.WEIGHTS[pair & 15];
                    sum += weights[symbol + 1];
                }
            }
            if (sum == 0) {
                if (used > 0) {
                    throw new FormatException(in.position(), "a table without weights");
                }
                weights[0] = 1;
            }
            tables[context] = FrequencyTable.ofCounts(weights);
        }
        decoder = new RansDecoder(coded, in.position(), in.remaining());
    }

    @Override
    public int code(int context, int symbol) {
        return decoder.get(tables[context]);
    }

    @Override
    public boolean decoding() {
        return true;
    }

    /** Checks that the bytes are used up. */
    void finish() throws CorruptDataException {
        decoder.finish();
    }
}

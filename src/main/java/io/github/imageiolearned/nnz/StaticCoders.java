// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.entropy.RansDecoder;
import io.github.imageiolearned.entropy.RansEncoder;
import java.util.Arrays;

/** The fast way of coding residuals: interleaved rANS with a model's {@link StaticTables}. */
final class StaticCoders {
    /** Escapes are written in digits of three bits, the lowest first, with a bit that says whether more follow. */
    private static final int DIGIT_BITS = 3;

    private static final int MORE = 1 << DIGIT_BITS;
    private static final int MAX_DIGITS = 6;
    private static final FrequencyTable DIGITS = digits();

    private StaticCoders() {}

    private static FrequencyTable digits() {
        int[] counts = new int[2 * MORE];
        Arrays.fill(counts, 1);
        return FrequencyTable.ofCounts(counts);
    }

    /** Writes. */
    static final class Encoder implements LatentWalk.Coder {
        private final RansEncoder rans = new RansEncoder();
        private final int empties;
        private final int digits;

        Encoder(StaticTables tables) {
            for (FrequencyTable table : tables.residuals()) {
                rans.table(table);
            }
            empties = tables.residuals().length;
            for (FrequencyTable table : tables.empties()) {
                rans.table(table);
            }
            digits = rans.table(DIGITS);
        }

        @Override
        public boolean empty(LatentWalk walk, boolean empty) {
            rans.put(empties + StaticTables.emptyContext(walk), empty ? 1 : 0);
            return empty;
        }

        @Override
        public int residual(LatentWalk walk, int residual, int predicted) {
            int turned = walk.fraction < 0 ? -residual : residual;
            int size = Math.abs(turned);
            int context = StaticTables.context(walk);
            if (size <= StaticTables.LARGEST) {
                rans.put(context, StaticTables.LARGEST + turned);
                return residual;
            }
            rans.put(context, StaticTables.ESCAPE);
            int rest = (size - StaticTables.LARGEST - 1) * 2 + (turned < 0 ? 1 : 0);
            while (rest >= MORE) {
                rans.put(digits, MORE | rest & MORE - 1);
                rest >>>= DIGIT_BITS;
            }
            rans.put(digits, rest);
            return residual;
        }

        byte[] finish() {
            return rans.finish();
        }
    }

    /** Reads. */
    static final class Decoder implements LatentWalk.Coder {
        private final StaticTables tables;
        private final RansDecoder rans;

        Decoder(StaticTables tables, RansDecoder rans) {
            this.tables = tables;
            this.rans = rans;
        }

        @Override
        public boolean empty(LatentWalk walk, boolean empty) throws CorruptDataException {
            if (rans.broken()) {
                throw new CorruptDataException("the coded latents end too early");
            }
            return rans.get(tables.empties()[StaticTables.emptyContext(walk)]) == 1;
        }

        @Override
        public int residual(LatentWalk walk, int residual, int predicted) throws CorruptDataException {
            int symbol = rans.get(tables.residuals()[StaticTables.context(walk)]);
            int turned = symbol == StaticTables.ESCAPE ? escaped() : symbol - StaticTables.LARGEST;
            return walk.fraction < 0 ? -turned : turned;
        }

        private int escaped() throws CorruptDataException {
            int rest = 0;
            for (int i = 0; i < MAX_DIGITS; i++) {
                int digit = rans.get(DIGITS);
                rest |= (digit & MORE - 1) << DIGIT_BITS * i;
                if (digit < MORE) {
                    int size = (rest >>> 1) + StaticTables.LARGEST + 1;
                    return (rest & 1) == 1 ? -size : size;
                }
            }
            throw new CorruptDataException("a latent is too large");
        }
    }
}

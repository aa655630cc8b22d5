// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;

/**
 * Codes blocks as symbols with static tables: the same syntax as {@link MixedSyntax} in fewer, coarser contexts. A level
 * is a symbol of its magnitude, 15 standing for larger ones, whose excess follows in an Exp-Golomb code of even bits.
 */
final class FastSyntax implements BlockSyntax {
    /** Symbols of a level. */
    private static final int LEVELS = 16;

    /** Length symbols: bits of the number of levels. */
    private static final int LENGTHS = 11;

    private static final int MAX_CLASSES = 32;
    private static final int AMOUNTS = 6;
    private static final int PLACES = 8;
    private static final int MAX_ESCAPE = 14;

    private static final int SPLIT = 1;
    private static final int CLASS = SPLIT + 2;
    private static final int SHARE = CLASS + 2;
    private static final int SLOPE = SHARE + Bases.SIZES;
    private static final int LENGTH = SLOPE + 2;
    private static final int LEVEL = LENGTH + 2 * Bases.SIZES * AMOUNTS;

    /** Number of contexts; context 0 is for even bits. */
    static final int CONTEXTS = LEVEL + 2 * PLACES * 3 * 2;

    private final SymbolPort port;

    FastSyntax(SymbolPort port) {
        this.port = port;
    }

    /** Number of symbols of a context. */
    static int symbols(int context) {
        if (context < CLASS || context >= SHARE && context < SLOPE) {
            return 2;
        }
        if (context >= SLOPE && context < LENGTH) {
            return Slopes.COUNT;
        }
        return context < SHARE ? MAX_CLASSES : context < LEVEL ? LENGTHS : LEVELS;
    }

    @Override
    public int split(TileState tile, int x, int y, int size, int flag) {
        return port.code(SPLIT + size - 1, flag);
    }

    @Override
    public int blockClass(TileState tile, int x, int y, int size, int value) throws CorruptDataException {
        int count = Bases.classes(size).length;
        if (count == 1) {
            return 0;
        }
        int coded = port.code(CLASS + size, value);
        if (coded >= count) {
            throw new CorruptDataException("class " + coded + " of " + count);
        }
        return coded;
    }

    @Override
    public int share(TileState tile, int x, int y, int size, int value, int blockClass) {
        return port.code(SHARE + size, value);
    }

    @Override
    public int slope(TileState tile, int x, int y, int size, int band, int value) throws CorruptDataException {
        return port.code(SLOPE + (band == 1 ? 0 : 1), value);
    }

    @Override
    public int levels(TileState tile, int x, int y, int size, int band, int blockClass, int most, int activity)
            throws CorruptDataException {
        int kind = Math.min(1, band);
        short[] levels = tile.levels[band];
        int at = tile.levelsAt(x, y);
        int n = 0;
        if (!port.decoding()) {
            for (n = most; n > 0 && levels[at + n - 1] == 0; n--) {}
        }
        int amount = tile.neighbourAmount(x, y, size, band);
        int bucket = Math.min(AMOUNTS - 1, 32 - Integer.numberOfLeadingZeros(amount >> 1));
        n = length(n, LENGTH + (kind * Bases.SIZES + size) * AMOUNTS + bucket);
        if (n > most) {
            throw new CorruptDataException("a block of " + n + " levels where " + most + " are possible");
        }
        int busy = amount < 8 ? 0 : 1;
        int previous = 0;
        int sum = 0;
        for (int i = 0; i < n; i++) {
            int place = Math.min(PLACES - 1, 31 - Integer.numberOfLeadingZeros(i + 1));
            int level = levels[at + i];
            int context = LEVEL + ((kind * PLACES + place) * 3 + previous) * 2 + busy;
            int magnitude = port.code(context, Math.min(LEVELS - 1, Math.abs(level)));
            previous = Math.min(2, magnitude);
            if (magnitude == 0) {
                continue;
            }
            if (magnitude == LEVELS - 1) {
                magnitude += escape(Math.abs(level) - LEVELS + 1);
            }
            levels[at + i] = (short) (port.code(0, level < 0 ? 1 : 0) == 1 ? -magnitude : magnitude);
            sum += magnitude;
        }
        tile.markAmount(x, y, size, band, sum);
        return n;
    }

    private int length(int n, int context) {
        int bits = port.code(context, 32 - Integer.numberOfLeadingZeros(n));
        return bits < 2 ? bits : bits(n, bits - 1, 1);
    }

    private int escape(int excess) {
        int length = 31 - Integer.numberOfLeadingZeros(excess + 1);
        int bits = 0;
        while (bits < MAX_ESCAPE && port.code(0, length > bits ? 1 : 0) == 1) {
            bits++;
        }
        return bits(excess + 1, bits, 1) - 1;
    }

    private int bits(int value, int count, int start) {
        int coded = start;
        for (int i = count - 1; i >= 0; i--) {
            coded = coded << 1 | port.code(0, value >>> i & 1);
        }
        return coded;
    }
}

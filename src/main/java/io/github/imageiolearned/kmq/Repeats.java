// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * What came after the same pixels before: a table of the indices that were seen last behind each context of many pixels,
 * and how often in a row. Letters, icons and patterns of a screen come again and again; a context of many pixels says
 * which it is (after the match models of lossless compressors, but in two dimensions).
 */
final class Repeats {
    /** Values of {@link #level}. */
    static final int LEVELS = 8;

    private static final int MOST = 255;
    private static final int SURE = 3;

    private final int[] table;
    private final int shift;
    private int at;
    private int check;
    private int index;
    private int count;

    /**
     * Makes a table that knows nothing.
     *
     * @param bits log2 of the number of contexts that it remembers
     */
    Repeats(int bits) {
        table = new int[1 << bits];
        shift = Integer.SIZE - bits;
    }

    /** Looks a context up by its hash. */
    void look(int hash) {
        int h = hash * 0x85EBCA6B;
        at = h >>> shift;
        check = (h ^ h >>> 14) & 0xffff;
        int entry = table[at];
        count = entry >>> 16 == check ? entry >>> 8 & 0xff : 0;
        index = count == 0 ? -1 : entry & 0xff;
    }

    /** The index that is expected, or -1. */
    int index() {
        return index;
    }

    /** How sure that is: 0 (seen once) to 7. */
    int level() {
        return count < 4
                ? count - 1
                : count == MOST ? LEVELS - 1 : Math.min(6, Integer.SIZE - Integer.numberOfLeadingZeros(count));
    }

    /** Takes the index that came. */
    void learn(int actual) {
        int expected = actual;
        if (actual == index) {
            count = Math.min(MOST, count + 1);
        } else if (count > SURE) {
            expected = index;
            count >>= 2;
        } else {
            count = 1;
        }
        table[at] = check << 16 | count << 8 | expected;
    }
}

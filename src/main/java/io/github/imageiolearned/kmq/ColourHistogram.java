// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * How often each colour occurs: open addressing on packed straight ARGB. A picture with more than {@value #MAX_COLOURS}
 * distinct colours loses low bits of all of them until they fit, so that memory is bounded; which bits are lost depends
 * on the set of colours only, not on the order in which they come.
 */
final class ColourHistogram {
    /** Most distinct colours that are told apart. */
    static final int MAX_COLOURS = 1 << 22;

    /** Key in the upper half, count in the lower: of a table that no cache holds, one line is touched for a colour. */
    private long[] entries;

    private int size;
    private int lostBits;

    ColourHistogram() {
        this(1 << 10);
    }

    private ColourHistogram(int capacity) {
        entries = new long[capacity];
    }

    /** Number of distinct colours. */
    int size() {
        return size;
    }

    /** How many low bits of each component were dropped. */
    int lostBits() {
        return lostBits;
    }

    /** Length of the table; slots are numbered below it. */
    int capacity() {
        return entries.length;
    }

    /** Slot of a colour that has been added. */
    int slot(int argb) {
        int key = argb & mask();
        int slot = home(key);
        while ((int) (entries[slot] >>> 32) != key) {
            slot = slot + 1 & entries.length - 1;
        }
        return slot;
    }

    /** Number of pixels in a slot; 0 if the slot is free. */
    int count(int slot) {
        return (int) entries[slot];
    }

    /** Colour of a slot; in the middle of its cell where bits were lost. */
    int colour(int slot) {
        int key = (int) (entries[slot] >>> 32);
        return lostBits == 0 ? key : key | (0x01010101 << lostBits - 1);
    }

    /** Counts pixels of a colour. */
    void add(int argb, int count) {
        int key = argb & mask();
        int slot = home(key);
        long entry = entries[slot];
        while (entry != 0 && (int) (entry >>> 32) != key) {
            slot = slot + 1 & entries.length - 1;
            entry = entries[slot];
        }
        if (entry == 0) {
            entry = (long) key << 32;
            size++;
        }
        entries[slot] = entry & ~0xffffffffL | Math.min(Integer.MAX_VALUE, (entry & 0xffffffffL) + count);
        if (size > entries.length / 8 * 5) {
            rehash(entries.length * 2);
        }
        while (size > MAX_COLOURS) {
            lostBits++;
            rehash(entries.length);
        }
    }

    /** Adds all of another histogram. */
    void addAll(ColourHistogram other) {
        while (lostBits < other.lostBits) {
            lostBits++;
            rehash(entries.length);
        }
        for (long entry : other.entries) {
            if (entry != 0) {
                add((int) (entry >>> 32), (int) entry);
            }
        }
    }

    /** All colours, in an order that depends on nothing but them and brings similar ones together: along a Z-curve. */
    int[] colours() {
        int[] sorted = new int[size];
        int n = 0;
        for (long entry : entries) {
            if (entry != 0) {
                sorted[n++] = (int) (entry >>> 32);
            }
        }
        // From the lowest bits of all components to the highest, two of each at a time.
        int[] other = new int[size];
        for (int shift = 0; shift < 8; shift += 2) {
            int[] start = new int[(1 << 8) + 1];
            for (int colour : sorted) {
                start[1 + digit(colour >>> shift)]++;
            }
            for (int i = 1; i < start.length; i++) {
                start[i] += start[i - 1];
            }
            for (int colour : sorted) {
                other[start[digit(colour >>> shift)]++] = colour;
            }
            int[] swapped = sorted;
            sorted = other;
            other = swapped;
        }
        return sorted;
    }

    /** The two lowest bits of each component: the higher ones of all, then the lower ones. */
    private static int digit(int colour) {
        int high = colour & 0x02020202;
        int low = colour & 0x01010101;
        return (high * 0x08040201 >>> 25 & 0xf) << 4 | low * 0x08040201 >>> 24 & 0xf;
    }

    private int mask() {
        return (0xff << lostBits & 0xff) * 0x01010101;
    }

    private int home(int key) {
        int h = key * 0x9E3779B1;
        return (h ^ h >>> 15) * 0x85EBCA6B >>> Integer.numberOfLeadingZeros(entries.length) + 1;
    }

    private void rehash(int capacity) {
        long[] old = entries;
        entries = new long[capacity];
        size = 0;
        for (long entry : old) {
            if (entry != 0) {
                add((int) (entry >>> 32), (int) entry);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/**
 * How often each colour occurs: open addressing on packed straight ARGB. A picture with more than {@value #MAX_COLOURS}
 * distinct colours loses low bits of all of them until they fit, so that memory is bounded; which bits are lost depends
 * on the set of colours only, not on the order in which they come.
 */
final class ColourHistogram {
    /** Most distinct colours that are told apart. */
    static final int MAX_COLOURS = 1 << 22;

    private int[] keys;
    private int[] counts;
    private int size;
    private int lostBits;

    ColourHistogram() {
        this(1 << 10);
    }

    private ColourHistogram(int capacity) {
        keys = new int[capacity];
        counts = new int[capacity];
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
        return keys.length;
    }

    /** Slot of a colour that has been added. */
    int slot(int argb) {
        int key = argb & mask();
        int slot = home(key);
        while (keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }

    /** Number of pixels in a slot; 0 if the slot is free. */
    int count(int slot) {
        return counts[slot];
    }

    /** Colour of a slot; in the middle of its cell where bits were lost. */
    int colour(int slot) {
        return lostBits == 0 ? keys[slot] : keys[slot] | (0x01010101 << lostBits - 1);
    }

    /** Counts pixels of a colour. */
    void add(int argb, int count) {
        int key = argb & mask();
        int slot = home(key);
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        if (counts[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        counts[slot] = (int) Math.min(Integer.MAX_VALUE, (long) counts[slot] + count);
        if (size > keys.length / 8 * 5) {
            rehash(keys.length * 2);
        }
        while (size > MAX_COLOURS) {
            lostBits++;
            rehash(keys.length);
        }
    }

    /** Adds all of another histogram. */
    void addAll(ColourHistogram other) {
        while (lostBits < other.lostBits) {
            lostBits++;
            rehash(keys.length);
        }
        for (int slot = 0; slot < other.keys.length; slot++) {
            if (other.counts[slot] != 0) {
                add(other.keys[slot], other.counts[slot]);
            }
        }
    }

    /** All colours, ascending as unsigned numbers. */
    int[] colours() {
        int[] sorted = new int[size];
        int n = 0;
        for (int slot = 0; slot < keys.length; slot++) {
            if (counts[slot] != 0) {
                sorted[n++] = keys[slot] ^ Integer.MIN_VALUE;
            }
        }
        Arrays.parallelSort(sorted);
        for (int i = 0; i < n; i++) {
            sorted[i] ^= Integer.MIN_VALUE;
        }
        return sorted;
    }

    private int mask() {
        return (0xff << lostBits & 0xff) * 0x01010101;
    }

    private int home(int key) {
        int h = key * 0x9E3779B1;
        return (h ^ h >>> 15) * 0x85EBCA6B >>> Integer.numberOfLeadingZeros(keys.length) + 1;
    }

    private void rehash(int capacity) {
        int[] oldKeys = keys;
        int[] oldCounts = counts;
        keys = new int[capacity];
        counts = new int[capacity];
        size = 0;
        for (int slot = 0; slot < oldKeys.length; slot++) {
            if (oldCounts[slot] != 0) {
                add(oldKeys[slot], oldCounts[slot]);
            }
        }
    }
}

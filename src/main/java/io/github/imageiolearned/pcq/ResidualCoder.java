// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.pixels.Samples;
import java.util.function.BooleanSupplier;

/**
 * What is left between a tile and its decoded blocks, quantised so that no sample errs by more than a bound. A flag tells
 * for each cell of 8×8 samples of a band whether anything is left; then each sample's quantised difference follows:
 * Golomb's split by what its neighbours hold, the upper part in unary with mixed contexts.
 */
final class ResidualCoder {
    private static final int CELL = 8;
    private static final int BUCKETS = 40;
    private static final int MOST_UNARY = 20;
    private static final int MAX_LENGTH = 17;
    private static final int SIDES = 16;
    private static final int LARGEST = 1 << 16;
    private static final int EVEN = 1 << 15;

    private final ContextMixer cells = new ContextMixer.Builder()
            .input(8, 250)
            .input(16, 250)
            .weights(1, 0)
            .build();
    private final ContextMixer units = new ContextMixer.Builder()
            .input(MOST_UNARY * BUCKETS, 250)
            .input(MOST_UNARY * BUCKETS * 4, 250)
            .input(MOST_UNARY * SIDES * SIDES, 250)
            .weights(MOST_UNARY, 0)
            .build();
    private final ContextMixer signs = new ContextMixer.Builder()
            .input(27, 250)
            .input(9, 250)
            .weights(1, 0)
            .build();
    private final BitCoder coder;
    private final int bound;

    /**
     * Prepares to code.
     *
     * @param coder which way
     * @param bound largest error of a sample that stays, at least 1
     */
    ResidualCoder(BitCoder coder, int bound) {
        this.coder = coder;
        this.bound = bound;
    }

    /**
     * Codes what is left of a tile.
     *
     * @param decoded the tile as its blocks give it; becomes what a decoder gets
     * @param original the tile; a decoder has none
     * @param broken tells whether reading has failed already
     */
    void code(Samples decoded, Samples original, BooleanSupplier broken) throws CorruptDataException {
        int columns = (decoded.width() + CELL - 1) / CELL;
        int rows = (decoded.height() + CELL - 1) / CELL;
        byte[] before = new byte[columns * rows];
        int[] below = new int[decoded.plane(0).length];
        for (int band = 0; band < decoded.bands(); band++) {
            byte[] flags = new byte[columns * rows];
            int[] left = new int[below.length];
            if (original != null) {
                quantise(decoded.plane(band), original.plane(band), left);
            }
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    cell(decoded, left, below, flags, before, column, row, columns);
                }
                if (broken.getAsBoolean()) {
                    throw new CorruptDataException("a tile ends too early");
                }
            }
            apply(decoded, band, left);
            before = flags;
            below = left;
        }
    }

    private void quantise(short[] decoded, short[] original, int[] left) {
        int step = 2 * bound + 1;
        for (int i = 0; i < left.length; i++) {
            int difference = (original[i] & 0xffff) - (decoded[i] & 0xffff);
            int magnitude = (Math.abs(difference) + bound) / step;
            left[i] = difference < 0 ? -magnitude : magnitude;
        }
    }

    private void apply(Samples decoded, int band, int[] left) {
        short[] plane = decoded.plane(band);
        int step = 2 * bound + 1;
        for (int i = 0; i < left.length; i++) {
            if (left[i] != 0) {
                long value = (plane[i] & 0xffff) + (long) left[i] * step;
                plane[i] = (short) Math.max(0, Math.min(decoded.maxValue(), value));
            }
        }
    }

    private void cell(
            Samples tile, int[] left, int[] below, byte[] flags, byte[] before, int column, int row, int columns) {
        int right = Math.min(tile.width(), (column + 1) * CELL);
        int bottom = Math.min(tile.height(), (row + 1) * CELL);
        int any = 0;
        if (!coder.decoding()) {
            for (int y = row * CELL; y < bottom; y++) {
                for (int x = column * CELL; x < right; x++) {
                    any |= left[y * tile.width() + x] != 0 ? 1 : 0;
                }
            }
        }
        int at = row * columns + column;
        int west = column > 0 ? flags[at - 1] : 0;
        int north = row > 0 ? flags[at - columns] : 0;
        int northWest = row > 0 && column > 0 ? flags[at - columns - 1] : 0;
        cells.context(0, west << 2 | north << 1 | before[at]);
        cells.context(1, 8 * northWest + (west << 2 | north << 1 | before[at]));
        any = cells.code(coder, any);
        flags[at] = (byte) any;
        if (any == 1) {
            for (int y = row * CELL; y < bottom; y++) {
                for (int x = column * CELL; x < right; x++) {
                    sample(left, below, x, y, tile.width());
                }
            }
        }
    }

    private void sample(int[] left, int[] below, int x, int y, int width) {
        int i = y * width + x;
        int w = x > 0 ? left[i - 1] : 0;
        int n = y > 0 ? left[i - width] : 0;
        int nw = x > 0 && y > 0 ? left[i - width - 1] : 0;
        // Cells are coded one after the other: above right is known only in the same cell, or above the cells' row.
        int ne =
                y > 0 && x + 1 < width && ((y & CELL - 1) == 0 || (x & CELL - 1) != CELL - 1) ? left[i - width + 1] : n;
        int around = 2 * (Math.abs(w) + Math.abs(n)) + Math.abs(nw) + Math.abs(ne);
        int level = bucket(around);
        // Below a mean of 2 everything is unary; above, the lowest bits of a number are noise.
        int low = Math.max(0, 31 - Integer.numberOfLeadingZeros(around / 6 + 1) - 1);
        int beneath = Math.min(3, Math.abs(below[i]) >> low);
        int wanted = left[i];
        int first = Math.min(SIDES - 1, bucket(Math.abs(w)) >> 1);
        int second = Math.min(SIDES - 1, bucket(Math.abs(n)) >> 1);
        int upper = Math.abs(wanted) >> low;
        int known = 0;
        while (known < MOST_UNARY) {
            units.context(0, known * BUCKETS + level);
            units.context(1, (known * BUCKETS + level) * 4 + beneath);
            units.context(2, (known * SIDES + first) * SIDES + second);
            units.weights(known, 0);
            if (units.code(coder, upper > known ? 1 : 0) == 0) {
                break;
            }
            known++;
        }
        int rest = known == MOST_UNARY ? golomb(upper - MOST_UNARY + 1) - 1 : 0;
        // Only damaged data holds larger ones.
        int magnitude = (int) Math.min(LARGEST, (long) (known + rest) << low | plain(Math.abs(wanted), low));
        if (magnitude != 0) {
            int both = 3 * (Integer.signum(w) + 1) + Integer.signum(n) + 1;
            signs.context(0, 9 * (Integer.signum(below[i]) + 1) + both);
            signs.context(1, 3 * (Integer.signum(nw) + 1) + Integer.signum(ne) + 1);
            magnitude = signs.code(coder, wanted < 0 ? 1 : 0) == 1 ? -magnitude : magnitude;
        }
        left[i] = magnitude;
    }

    /** A number from 1: its length in unary, then the bits below the highest, all even. */
    private int golomb(int value) {
        int wanted = 32 - Integer.numberOfLeadingZeros(value);
        int length = 1;
        while (length < MAX_LENGTH && coder.code(wanted > length ? 1 : 0, EVEN) == 1) {
            length++;
        }
        return 1 << length - 1 | plain(value, length - 1);
    }

    /** The low bits of a number, all even. */
    private int plain(int value, int bits) {
        int coded = 0;
        for (int i = bits - 1; i >= 0; i--) {
            coded = coded << 1 | coder.code(value >>> i & 1, EVEN);
        }
        return coded;
    }

    /** The number itself below 4, else two buckets for each octave. */
    private static int bucket(int value) {
        if (value < 4) {
            return value;
        }
        int octave = 31 - Integer.numberOfLeadingZeros(value);
        return 2 * octave + (value >> octave - 1 & 1);
    }
}

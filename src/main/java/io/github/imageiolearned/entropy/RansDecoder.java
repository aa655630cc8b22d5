// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/** Decodes what {@link RansEncoder} wrote. Past the end it reads zeros, and {@link #finish} tells. */
public final class RansDecoder {
    private static final int MASK = FrequencyTable.SUM - 1;

    private final byte[] bytes;
    private final int end;
    private final long[] states = new long[RansEncoder.LANES];
    private int position;
    private int lane;
    private boolean broken;

    /**
     * Reads the states of the lanes.
     *
     * @param bytes coded bytes, not copied
     * @param offset first byte
     * @param length number of bytes
     */
    public RansDecoder(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
        for (int i = 0; i < states.length; i++) {
            states[i] = (long) word() << 16 | word();
            broken |= states[i] < RansEncoder.LOW;
        }
    }

    /**
     * Decodes the next symbol.
     *
     * @param table the table it was encoded with
     * @return the symbol
     */
    public int get(FrequencyTable table) {
        long state = states[lane];
        int slot = (int) state & MASK;
        int symbol = table.symbolAt()[slot];
        state = table.frequency[symbol] * (state >>> FrequencyTable.BITS) + slot - table.start[symbol];
        if (state < RansEncoder.LOW) {
            state = state << 16 | word();
        }
        states[lane] = state;
        lane = lane + 1 & RansEncoder.LANES - 1;
        return symbol;
    }

    private int word() {
        if (position + 1 >= end) {
            broken = true;
            return 0;
        }
        int word = (bytes[position] & 0xff) << 8 | (bytes[position + 1] & 0xff);
        position += 2;
        return word;
    }

    /**
     * Tells whether the decoder has already seen that the bytes are wrong, so that a long loop may stop early.
     *
     * @return true if it has read past the end, or began with states that no encoder ends with
     */
    public boolean broken() {
        return broken;
    }

    /**
     * Checks that the bytes were used up and every lane is back where the encoder began.
     *
     * @throws CorruptDataException if not: the decoded symbols are not those that were encoded
     */
    public void finish() throws CorruptDataException {
        for (long state : states) {
            broken |= state != RansEncoder.LOW;
        }
        if (broken || position != end) {
            throw new CorruptDataException("the coded data does not end where its symbols end");
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/** Decodes what {@link BitEncoder} wrote. Past the end it reads zeros, and {@link #finish} tells. */
public final class BitDecoder implements BitCoder {
    private final byte[] bytes;
    private final int end;
    private int position;
    private long state;
    private int left;
    private boolean broken;

    /**
     * Starts at the first byte.
     *
     * @param bytes coded bytes, not copied
     */
    public BitDecoder(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Starts in the middle of an array.
     *
     * @param bytes coded bytes, not copied
     * @param offset first byte
     * @param length number of bytes
     */
    public BitDecoder(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int code(int bit, int one) {
        if (left == 0) {
            nextSegment();
        }
        left--;
        int slot = (int) state & 0xffff;
        long upper = state >>> PROBABILITY_BITS;
        int decided;
        if (slot < one) {
            state = upper * one + slot;
            decided = 1;
        } else {
            state = upper * ((1 << PROBABILITY_BITS) - one) + slot - one;
            decided = 0;
        }
        if (state < BitEncoder.LOW) {
            state = state << 16 | word();
        }
        return decided;
    }

    @Override
    public boolean decoding() {
        return true;
    }

    private void nextSegment() {
        broken |= state != 0 && state != BitEncoder.LOW;
        state = 0;
        for (int i = 0; i < BitEncoder.STATE_BYTES; i++) {
            state = state << 8 | octet();
        }
        broken |= state < BitEncoder.LOW;
        left = BitEncoder.SEGMENT;
    }

    private int word() {
        return octet() << 8 | octet();
    }

    private int octet() {
        if (position >= end) {
            broken = true;
            return 0;
        }
        return bytes[position++] & 0xff;
    }

    /**
     * Tells whether the decoder has already seen that the bytes are wrong, so that a long loop may stop early.
     *
     * @return true if it has read past the end
     */
    public boolean broken() {
        return broken;
    }

    /**
     * Checks that the bytes were used up and the state is the one that the encoder began with.
     *
     * @throws CorruptDataException if not: the decoded symbols are not those that were encoded
     */
    public void finish() throws CorruptDataException {
        boolean none = state == 0 && position == end;
        if (broken || position != end || (!none && state != BitEncoder.LOW)) {
            throw new CorruptDataException("the coded data does not end where its symbols end");
        }
    }
}

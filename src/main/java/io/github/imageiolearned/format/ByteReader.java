// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.util.Arrays;

/** Reads the body of a chunk and refuses to read past its end. */
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /**
     * Reads all of an array.
     *
     * @param bytes not copied
     */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /**
     * Reads a part of an array.
     *
     * @param bytes not copied
     * @param offset first byte
     * @param length number of bytes
     */
    public ByteReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.position = offset;
        this.end = offset + length;
    }

    /**
     * Returns the number of bytes left.
     *
     * @return at least 0
     */
    public int remaining() {
        return end - position;
    }

    /**
     * Returns the position in the array.
     *
     * @return index of the next byte
     */
    public int position() {
        return position;
    }

    /**
     * Reads a byte.
     *
     * @return 0 to 255
     * @throws FormatException at the end
     */
    public int u8() throws FormatException {
        if (position >= end) {
            throw new FormatException(position, "the data ends too early");
        }
        return bytes[position++] & 0xff;
    }

    /**
     * Reads two bytes.
     *
     * @return 0 to 65535
     * @throws FormatException at the end
     */
    public int u16() throws FormatException {
        return u8() << 8 | u8();
    }

    /**
     * Reads four bytes.
     *
     * @return 32 bits
     * @throws FormatException at the end
     */
    public int u32() throws FormatException {
        return u16() << 16 | u16();
    }

    /**
     * Reads a varint (see {@link ByteWriter#varint}).
     *
     * @param max largest value that is allowed
     * @param what name of the number, for the message
     * @return 0 to {@code max}
     * @throws FormatException at the end, or if the number is larger or written longer than need be
     */
    public int varint(int max, String what) throws FormatException {
        int start = position;
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (next == 0 && shift > 0) {
                    throw new FormatException(start, what + " is written longer than need be");
                }
                if (value > max) {
                    break;
                }
                return (int) value;
            }
        }
        throw new FormatException(start, what + " is over its limit of " + max);
    }

    /**
     * Reads bytes.
     *
     * @param length how many
     * @return a copy
     * @throws FormatException if fewer are left
     */
    public byte[] bytes(int length) throws FormatException {
        if (length < 0 || length > remaining()) {
            throw new FormatException(position, length + " bytes are announced, " + remaining() + " are left");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }
}

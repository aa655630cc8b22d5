// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.ByteArrayOutputStream;

/** Builds the body of a chunk. Numbers of several bytes are big-endian. */
public final class ByteWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * Appends a byte.
     *
     * @param value its low eight bits count
     * @return this
     */
    public ByteWriter u8(int value) {
        out.write(value);
        return this;
    }

    /**
     * Appends two bytes.
     *
     * @param value its low 16 bits count
     * @return this
     */
    public ByteWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    /**
     * Appends four bytes.
     *
     * @param value 32 bits
     * @return this
     */
    public ByteWriter u32(int value) {
        return u16(value >>> 16).u16(value);
    }

    /**
     * Appends a varint: seven bits a byte, the lowest first, the high bit set on all but the last byte (LEB128).
     *
     * @param value at least 0
     * @return this
     */
    public ByteWriter varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative: " + value);
        }
        long rest = value;
        while (rest > 0x7f) {
            u8((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return u8((int) rest);
    }

    /**
     * Appends bytes.
     *
     * @param bytes all of them are appended
     * @return this
     */
    public ByteWriter bytes(byte[] bytes) {
        out.write(bytes, 0, bytes.length);
        return this;
    }

    /**
     * Returns the number of bytes so far.
     *
     * @return bytes
     */
    public int size() {
        return out.size();
    }

    /**
     * Returns all bytes so far.
     *
     * @return a copy
     */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;
import java.util.Arrays;

/** The bytes of a file from the first byte of the signature on, at any position. */
public interface ByteSource {
    /**
     * Reads some bytes.
     *
     * @param position bytes from the start of the signature
     * @param into where they go
     * @param offset index of the first
     * @param length how many at most, at least 1
     * @return how many were read, at least 1; or -1 at the end
     * @throws IOException if reading fails
     */
    int read(long position, byte[] into, int offset, int length) throws IOException;

    /**
     * Reads so many bytes. What takes them grows as they arrive, so that a length that lies costs no memory.
     *
     * @param position bytes from the start of the signature
     * @param length how many
     * @return the bytes
     * @throws FormatException if the file ends before
     * @throws IOException if reading fails
     */
    default byte[] read(long position, int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, 1 << 16)];
        int have = 0;
        while (have < length) {
            if (have == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * have));
            }
            int count = read(position + have, bytes, have, bytes.length - have);
            if (count < 0) {
                throw new FormatException(
                        position + have, "the file ends early: " + (length - have) + " bytes are missing");
            }
            have += count;
        }
        return bytes;
    }

    /**
     * A source of bytes in memory.
     *
     * @param bytes not copied
     * @return a source of them
     */
    static ByteSource of(byte[] bytes) {
        return (position, into, offset, length) -> {
            if (position >= bytes.length) {
                return -1;
            }
            int count = (int) Math.min(length, bytes.length - position);
            System.arraycopy(bytes, (int) position, into, offset, count);
            return count;
        };
    }
}

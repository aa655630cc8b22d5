// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the body of a chunk.
 *
 * @param type four letters
 * @param length bytes of the body
 * @param bodyOffset bytes from the start of the signature to the body
 */
public record ChunkHead(String type, int length, long bodyOffset) {
    private static final int LETTERS = 4;
    private static final int MOST_LENGTH_BYTES = 5;

    /**
     * Reads the head of a chunk.
     *
     * @param source the file
     * @param position bytes from the start of the signature to the chunk
     * @return the head
     * @throws FormatException if there is none, or the file ends in it
     * @throws IOException if reading fails
     */
    public static ChunkHead read(ByteSource source, long position) throws IOException {
        byte[] letters = source.read(position, LETTERS);
        for (byte letter : letters) {
            if (!Chunk.isLetter(letter)) {
                throw new FormatException(position, "no chunk type here");
            }
        }
        long length = 0;
        for (int i = 0; i < MOST_LENGTH_BYTES; i++) {
            int next = source.read(position + LETTERS + i, 1)[0];
            length |= (long) (next & 0x7f) << 7 * i;
            if (next >= 0) {
                if (length > Integer.MAX_VALUE - 64 || (next == 0 && i > 0)) {
                    break;
                }
                String type = new String(letters, StandardCharsets.US_ASCII);
                return new ChunkHead(type, (int) length, position + LETTERS + i + 1);
            }
        }
        throw new FormatException(
                position + LETTERS, "the length of a chunk is out of range, or written longer than need be");
    }

    /**
     * Returns where the next chunk begins.
     *
     * @return bytes from the start of the signature to the end of the checksum
     */
    public long end() {
        return bodyOffset + length + Chunk.CRC_LENGTH;
    }
}

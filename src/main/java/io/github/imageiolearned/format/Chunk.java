// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The chunk types and what all chunks share: four letters of type, a varint length, the body, and a CRC-32C (RFC 3720)
 * over type and body. A type that starts with a small letter may be skipped by who does not know it.
 */
final class Chunk {
    /** {@link PictureHeader}: always the first chunk. */
    static final String HEADER = "HEAD";
    /** The same, of a picture whose one tile has no bytes and that carries no metadata: the only chunk. */
    static final String SOLE = "SOLE";
    /** Lengths of all tile and alpha chunks: present where there are several tiles. */
    static final String INDEX = "INDX";
    /** A tile of the codec's. */
    static final String TILE = "TILE";
    /** The alpha plane of a tile. */
    static final String ALPHA = "ALPH";

    static final int CRC_LENGTH = 4;

    private Chunk() {}

    /** The whole chunk as bytes. */
    static byte[] toBytes(String type, byte[] body) {
        byte[] letters = type.getBytes(StandardCharsets.US_ASCII);
        return new ByteWriter()
                .bytes(letters)
                .varint(body.length)
                .bytes(body)
                .u32(crc(letters, body))
                .toByteArray();
    }

    /** Bytes of a chunk with a body of the given length. */
    static long length(int bodyLength) {
        return 4L + varintLength(bodyLength) + bodyLength + CRC_LENGTH;
    }

    static int varintLength(int value) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
    }

    static int crc(byte[] letters, byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(letters);
        crc.update(body);
        return (int) crc.getValue();
    }

    static boolean isLetter(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    static boolean isAncillary(String type) {
        return Character.isLowerCase(type.charAt(0));
    }
}

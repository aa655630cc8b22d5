// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The chunks of a file, as docs/FORMAT.md has them, looked at from outside: nothing is decoded. */
final class ChunkList {
    private static final int SIGNATURE = 8;

    private ChunkList() {}

    /**
     * A chunk.
     *
     * @param offset where it begins in the file
     * @param type four letters
     * @param length bytes of its body
     */
    record Chunk(long offset, String type, long length) {}

    /**
     * The chunks of a file.
     *
     * @param format kmq, pcq or nnz, by the signature
     * @param version format version
     * @param chunks all chunks in their order
     * @param rest bytes behind the last whole chunk
     * @param missing bytes that a chunk lacks in which the file ends; 0 if it does not
     */
    record Listing(String format, int version, List<Chunk> chunks, long rest, long missing) {}

    /**
     * Lists the chunks of a file.
     *
     * @param file a kmq, pcq or nnz file
     * @return what it holds, as far as it is a chain of chunks
     * @throws IOException if it cannot be read or has another signature
     */
    static Listing of(Path file) throws IOException {
        long size = Files.size(file);
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            byte[] start = in.readNBytes(SIGNATURE + 1);
            String letters = start.length <= SIGNATURE ? "" : new String(start, 1, 3, StandardCharsets.ISO_8859_1);
            String format = letters.toLowerCase(Locale.ROOT);
            if (start.length <= SIGNATURE || (start[0] & 0xff) != 0xC1 || !CompressCommand.FORMATS.contains(format)) {
                throw new IOException("not a kmq, pcq or nnz file");
            }
            List<Chunk> chunks = new ArrayList<>();
            long position = start.length;
            long missing = 0;
            while (position < size) {
                Chunk chunk = next(in, position);
                if (chunk == null || size - position < length(chunk)) {
                    missing = chunk == null ? 0 : length(chunk) - (size - position);
                    break;
                }
                in.skipNBytes(chunk.length + 4);
                chunks.add(chunk);
                position += length(chunk);
            }
            return new Listing(format, start[SIGNATURE], chunks, size - position, missing);
        }
    }

    private static Chunk next(DataInputStream in, long position) throws IOException {
        byte[] type = in.readNBytes(4);
        for (byte letter : type) {
            if (!Character.isLetter(letter & 0x7f) || letter < 0) {
                return null;
            }
        }
        long length = 0;
        try {
            for (int shift = 0; shift <= 28; shift += 7) {
                int next = in.readUnsignedByte();
                length |= (long) (next & 0x7f) << shift;
                if (next < 0x80) {
                    return type.length < 4 || (next == 0 && shift > 0)
                            ? null
                            : new Chunk(position, new String(type, StandardCharsets.US_ASCII), length);
                }
            }
        } catch (EOFException e) {
            // The file ends here: what is left is no chunk.
            return null;
        }
        return null;
    }

    /** Bytes of the whole chunk: type, varint, body, checksum. */
    private static long length(Chunk chunk) {
        int varint = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(chunk.length) + 6) / 7);
        return 4 + varint + chunk.length + 4;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.format.ByteSource;
import io.github.imageiolearned.format.ChunkHead;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The chunks of a file, as docs/FORMAT.md has them, looked at from outside: nothing is decoded. */
final class ChunkList {
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
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteSource source =
                    (position, into, offset, length) -> channel.read(ByteBuffer.wrap(into, offset, length), position);
            byte[] start = source.read(0, (int) Math.min(size, PictureFormat.SIGNATURE_LENGTH + 1));
            String format = format(start);
            List<Chunk> chunks = new ArrayList<>();
            long position = start.length;
            long missing = 0;
            while (position < size) {
                ChunkHead head;
                try {
                    head = ChunkHead.read(source, position);
                } catch (FormatException e) {
                    // What is left is no chunk.
                    break;
                }
                if (head.end() > size) {
                    missing = head.end() - size;
                    break;
                }
                chunks.add(new Chunk(position, head.type(), head.length()));
                position = head.end();
            }
            return new Listing(format, start[start.length - 1], chunks, size - position, missing);
        }
    }

    private static String format(byte[] start) throws IOException {
        for (PictureFormat format : PictureFormat.values()) {
            int length = PictureFormat.SIGNATURE_LENGTH;
            if (start.length > length && Arrays.equals(start, 0, length, format.signature(), 0, length)) {
                return format.toString().toLowerCase(Locale.ROOT);
            }
        }
        throw new IOException("not a kmq, pcq or nnz file");
    }
}

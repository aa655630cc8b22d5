// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;

/** Gives a decoder the coded tiles one by one. Implementations allow calls from several threads at once. */
@FunctionalInterface
public interface TileReader {
    /**
     * Makes something of a tile's bytes.
     *
     * @param <T> what
     */
    @FunctionalInterface
    interface Decoding<T> {
        /**
         * Decodes.
         *
         * @param coded bytes of the tile
         * @return what they say
         * @throws IOException if they are malformed
         */
        T of(byte[] coded) throws IOException;
    }

    /**
     * Reads a tile.
     *
     * @param index number of the tile in the tile grid
     * @return its coded bytes
     * @throws IOException if it cannot be read or fails its checksum
     */
    byte[] tile(int index) throws IOException;

    /**
     * Tells where the bytes of a tile are.
     *
     * @param index number of the tile in the tile grid
     * @return bytes from the start of the picture's signature to the first of them; -1 if that is not known
     */
    default long position(int index) {
        return -1;
    }

    /**
     * Reads and decodes a tile.
     *
     * @param <T> what the bytes are decoded to
     * @param index number of the tile in the tile grid
     * @param decoding decodes them
     * @return what it returned
     * @throws FormatException if the bytes are malformed: names the tile and its place
     * @throws IOException if they cannot be read
     */
    default <T> T decode(int index, Decoding<T> decoding) throws IOException {
        byte[] coded = tile(index);
        try {
            return decoding.of(coded);
        } catch (IOException e) {
            throw FormatException.in("tile " + index, position(index), e);
        }
    }
}

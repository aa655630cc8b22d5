// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;

/** Gives a decoder the coded tiles one by one. Implementations allow calls from several threads at once. */
@FunctionalInterface
public interface TileReader {
    /**
     * Reads a tile.
     *
     * @param index number of the tile in the tile grid
     * @return its coded bytes
     * @throws IOException if it cannot be read or fails its checksum
     */
    byte[] tile(int index) throws IOException;
}

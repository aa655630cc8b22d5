// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.util.List;

/**
 * What a codec makes of a picture.
 *
 * @param settings what its decoder needs to know of the whole picture (palette, quality, model); goes into the header
 * @param tiles coded tiles, in the order of the tile grid
 * @param tileShift log2 of a tile's side, as in {@link PictureHeader}
 */
public record CodedPicture(byte[] settings, List<byte[]> tiles, int tileShift) {
    /** Keeps the list as it is. */
    public CodedPicture {
        tiles = List.copyOf(tiles);
    }

    /**
     * A picture in tiles of the usual size.
     *
     * @param settings what its decoder needs to know
     * @param tiles coded tiles
     */
    public CodedPicture(byte[] settings, List<byte[]> tiles) {
        this(settings, tiles, PictureHeader.DEFAULT_TILE_SHIFT);
    }

    /**
     * Returns the number of bytes that the codec has produced.
     *
     * @return settings and tiles, without the container
     */
    public long size() {
        return settings.length + tiles.stream().mapToLong(t -> t.length).sum();
    }
}

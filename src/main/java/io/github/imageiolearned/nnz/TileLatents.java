// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The latents of a picture's tiles while windows are computed from them: each tile is decoded once, by whoever asks
 * first, and dropped after the last window that looks at it. May be shared by threads.
 */
final class TileLatents {
    private final Source source;
    private final List<List<Integer>> needs;
    private final Tile[] tiles;

    /** Decodes tiles. */
    @FunctionalInterface
    interface Source {
        /** Decodes the tile of a number. */
        Latents decode(int tile) throws IOException;
    }

    private static final class Tile {
        Latents latents;
        int windows;
    }

    /**
     * Prepares; decodes nothing yet.
     *
     * @param tiles number of tiles
     * @param needs the tiles that each window looks at
     */
    TileLatents(int tiles, List<List<Integer>> needs, Source source) {
        this.source = source;
        this.needs = needs;
        this.tiles = new Tile[tiles];
        for (List<Integer> window : needs) {
            for (int tile : window) {
                if (this.tiles[tile] == null) {
                    this.tiles[tile] = new Tile();
                }
                this.tiles[tile].windows++;
            }
        }
    }

    /**
     * An order of work in which no window waits long for a tile: ~w for the window w, other numbers for tiles.
     *
     * @param ahead windows whose tiles are to be decoded before the window that comes first
     */
    List<Integer> order(int ahead) {
        List<Integer> order = new ArrayList<>();
        boolean[] listed = new boolean[tiles.length];
        int window = 0;
        for (int end = 0; window < needs.size(); end++) {
            if (end < needs.size()) {
                for (int tile : needs.get(end)) {
                    if (!listed[tile]) {
                        listed[tile] = true;
                        order.add(tile);
                    }
                }
            }
            if (end >= ahead) {
                order.add(~window++);
            }
        }
        return order;
    }

    /** The latents of a tile, decoded if nobody has. */
    Latents get(int tile) throws IOException {
        Tile it = tiles[tile];
        synchronized (it) {
            if (it.latents == null) {
                it.latents = source.decode(tile);
            }
            return it.latents;
        }
    }

    /** Says that a window is done with its tiles. */
    void release(int window) {
        for (int tile : needs.get(window)) {
            Tile it = tiles[tile];
            synchronized (it) {
                if (--it.windows == 0) {
                    it.latents = null;
                }
            }
        }
    }
}

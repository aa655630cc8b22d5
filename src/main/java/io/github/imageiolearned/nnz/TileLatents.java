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
     * An order of work: ~w for the window w, other numbers for tiles. Windows come in rounds of as many as there are
     * threads, and before each round the tiles that the next one needs. So no window waits for a tile; and as tiles are
     * small, all threads begin a round at about the same time, and end the last.
     *
     * @param threads how many work at once
     */
    List<Integer> order(int threads) {
        List<Integer> order = new ArrayList<>();
        boolean[] listed = new boolean[tiles.length];
        list(0, threads, listed, order);
        for (int first = 0; first < needs.size(); first += threads) {
            int next = Math.min(needs.size(), first + threads);
            list(next, next + threads, listed, order);
            for (int window = first; window < next; window++) {
                order.add(~window);
            }
        }
        return order;
    }

    /** Adds to an order the tiles of some windows that are not in it yet. */
    private void list(int firstWindow, int endWindow, boolean[] listed, List<Integer> order) {
        for (int window = firstWindow; window < Math.min(needs.size(), endWindow); window++) {
            for (int tile : needs.get(window)) {
                if (!listed[tile]) {
                    listed[tile] = true;
                    order.add(tile);
                }
            }
        }
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

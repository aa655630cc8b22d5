// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;

/**
 * Walks the blocks of a tile: codes each one's syntax and reconstructs its pixels. The same walk reads and writes; when
 * it writes, the tile already holds the decisions, the levels and the pixels.
 */
final class TileWalk {
    private final TileState tile;
    private final BlockSettings settings;
    private final BlockSyntax syntax;
    private final Border border = new Border();
    private final Reconstruction reconstruction;
    private final boolean reconstructs;

    /**
     * Prepares a walk.
     *
     * @param reconstructs whether pixels are to be computed: an encoder has them already
     */
    TileWalk(TileState tile, BlockSettings settings, BlockSyntax syntax, boolean reconstructs) {
        this.tile = tile;
        this.settings = settings;
        this.syntax = syntax;
        this.reconstructs = reconstructs;
        reconstruction = new Reconstruction(settings);
    }

    /**
     * Codes a unit.
     *
     * @param x its left edge
     * @param y its top edge
     */
    void unit(int x, int y) throws CorruptDataException {
        square(x, y, Bases.SIZES - 1);
    }

    private void square(int x, int y, int size) throws CorruptDataException {
        if (tile.outside(x, y)) {
            return;
        }
        int flag = tile.sizeOf[tile.cell(x, y)] < size ? 1 : 0;
        if (size == 0 || !tile.crosses(x, y, size) && syntax.split(tile, x, y, size, flag) == 0) {
            block(x, y, size);
            return;
        }
        int half = 4 << size;
        square(x, y, size - 1);
        square(x + half, y, size - 1);
        square(x, y + half, size - 1);
        square(x + half, y + half, size - 1);
    }

    private void block(int x, int y, int size) throws CorruptDataException {
        int cell = tile.cell(x, y);
        int side = 8 << size;
        int blockClass = syntax.blockClass(tile, x, y, size, tile.classOf[cell]);
        int share = 0;
        int leading = 0;
        boolean aboveRight = tile.aboveRight(x, y, side);
        for (int band = 0; band < tile.bands; band++) {
            if (band == 1 && blockClass > 0) {
                share = syntax.share(tile, x, y, size, tile.shareOf[cell], blockClass);
            }
            int used = band == 0 || share == 1 ? blockClass : 0;
            int slope = 0;
            if (band > 0 && leading > 0) {
                slope = syntax.slope(tile, x, y, size, band, tile.slopeOf[band][cell]);
            }
            tile.setSlope(x, y, size, band, slope);
            BlockClass transform = Bases.classes(size)[used];
            border.collect(tile.planes[band], tile.stride, x, y, side, aboveRight, tile.neutral[band]);
            int activity = 4 * border.activity / settings.step();
            int most = settings.most(size, transform.components);
            int n = syntax.levels(tile, x, y, size, band, used, most, activity);
            leading = band == 0 ? n : leading;
            if (reconstructs) {
                int at = tile.levelsAt(x, y);
                int to = y * tile.stride + x;
                reconstruction.block(
                        transform, border, band, slope, tile.levels[band], at, n, tile.planes[band], to, tile.stride);
            }
        }
        tile.mark(x, y, size, blockClass, share);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;

/** Runs the decoder network over windows of latents that are kept tile by tile. */
final class Synthesis {
    private final NnzModel model;
    private final TileGrid grid;
    private final int width;
    private final int height;
    private final int bands;
    private final float quality;
    private final Latents[] tiles;

    /**
     * Prepares for a picture.
     *
     * @param bands 1 or 3
     * @param tiles latents of the tiles; those around a window must be there when it is computed
     */
    Synthesis(NnzModel model, TileGrid grid, int width, int height, int bands, float quality, Latents[] tiles) {
        this.model = model;
        this.grid = grid;
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.quality = quality;
        this.tiles = tiles;
    }

    /** A window and the margin around it that the decoder needs, inside the picture; in cells. */
    Region around(Region window) {
        return window.grow(
                model.decoderMargin(),
                (width + NnzModel.STRIDE - 1) / NnzModel.STRIDE,
                (height + NnzModel.STRIDE - 1) / NnzModel.STRIDE);
    }

    /** The pixels of some cells that lie in the picture. */
    static Region pixels(Region cells, int width, int height) {
        int x = cells.x() * NnzModel.STRIDE;
        int y = cells.y() * NnzModel.STRIDE;
        return new Region(
                x,
                y,
                Math.min(width, cells.right() * NnzModel.STRIDE) - x,
                Math.min(height, cells.bottom() * NnzModel.STRIDE) - y);
    }

    /**
     * Computes the pixels of a window.
     *
     * @param window cells
     * @param alone whether the run may use all processors
     * @return pixels of those cells, without what lies beyond the picture
     */
    Samples pixels(Region window, boolean alone) throws IOException {
        Region around = around(window);
        float[] values = new float[model.channels() * around.width() * around.height()];
        for (int index : grid.tilesIn(pixels(around, width, height))) {
            copy(Windows.cells(grid.tile(index)), tiles[index], around, values);
        }
        Network.Tensor decoded = model.decode(
                new Network.Tensor(values, model.channels(), around.height(), around.width()), quality, alone);
        Region wanted = pixels(window, width, height);
        Samples samples = new Samples(wanted.width(), wanted.height(), bands, 8);
        int stride = decoded.width();
        int skip = (wanted.y() - around.y() * NnzModel.STRIDE) * stride + wanted.x() - around.x() * NnzModel.STRIDE;
        int area = stride * decoded.height();
        float[] from = decoded.values();
        for (int band = 0; band < bands; band++) {
            short[] plane = samples.plane(band);
            for (int row = 0; row < wanted.height(); row++) {
                for (int column = 0; column < wanted.width(); column++) {
                    int at = skip + row * stride + column;
                    float value = bands == 3
                            ? from[band * area + at]
                            : (from[at] + from[area + at] + from[2 * area + at]) * (1f / 3);
                    // Written so that NaN becomes 0.
                    plane[row * wanted.width() + column] = (short) (value > 0 ? Math.min(255, value + 0.5f) : 0);
                }
            }
        }
        return samples;
    }

    private static void copy(Region tile, Latents latents, Region around, float[] values) {
        Region common = tile.intersection(around);
        for (int c = 0; c < latents.channels(); c++) {
            short[] plane = latents.planes()[c];
            if (plane == null) {
                continue;
            }
            for (int y = common.y(); y < common.bottom(); y++) {
                int from = (y - tile.y()) * tile.width() + common.x() - tile.x();
                int to = (c * around.height() + y - around.y()) * around.width() + common.x() - around.x();
                for (int i = 0; i < common.width(); i++) {
                    values[to + i] = plane[from + i];
                }
            }
        }
    }
}

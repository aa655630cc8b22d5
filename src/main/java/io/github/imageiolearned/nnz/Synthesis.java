// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Runs the decoder network over windows of latents that are kept tile by tile. */
final class Synthesis {
    private final NnzModel model;
    private final TileGrid grid;
    private final int width;
    private final int height;
    private final int bands;
    private final float quality;

    /** Prepares for a picture of 1 or 3 bands. */
    Synthesis(NnzModel model, PictureHeader header, TileGrid grid, float quality) {
        this.model = model;
        this.grid = grid;
        this.quality = quality;
        width = header.width();
        height = header.height();
        bands = header.codedBands();
    }

    /** A window and the margin around it that the decoder needs, inside the picture; in cells. */
    private Region around(Region window) {
        return window.grow(
                model.decoderMargin(),
                (width + NnzModel.STRIDE - 1) / NnzModel.STRIDE,
                (height + NnzModel.STRIDE - 1) / NnzModel.STRIDE);
    }

    /** The tiles that a window, in cells, is computed from. */
    List<Integer> tiles(Region window) {
        return grid.tilesIn(pixels(around(window), width, height));
    }

    /** The pixels of some cells that lie in the picture. */
    private static Region pixels(Region cells, int width, int height) {
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
     * @param tiles latents
     * @param alone whether the run may use all processors
     * @return pixels of those cells, without what lies beyond the picture
     */
    Samples pixels(Region window, TileLatents tiles, boolean alone) throws IOException {
        Region around = around(window);
        Network.Tensor latents = Network.Tensor.zeros(model.channels(), around.height(), around.width());
        float[] row = new float[around.width()];
        for (int index : tiles(window)) {
            copy(Windows.cells(grid.tile(index)), tiles.get(index), around, latents.values(), row);
        }
        Network.Tensor decoded = model.decode(latents, quality, alone);
        Region wanted = pixels(window, width, height);
        Samples samples = new Samples(wanted.width(), wanted.height(), bands, 8);
        int skip = (wanted.y() - around.y() * NnzModel.STRIDE) * decoded.width()
                + wanted.x()
                - around.x() * NnzModel.STRIDE;
        int area = decoded.width() * decoded.height();
        float[] values = new float[wanted.width()];
        float[] sum = new float[wanted.width()];
        for (int y = 0; y < wanted.height(); y++) {
            int from = skip + y * decoded.width();
            if (bands == 3) {
                for (int band = 0; band < 3; band++) {
                    decoded.values().get(band * area + from, values);
                    round(values, samples.plane(band), y * wanted.width());
                }
            } else {
                Arrays.fill(sum, 0);
                for (int band = 0; band < 3; band++) {
                    decoded.values().get(band * area + from, values);
                    for (int x = 0; x < sum.length; x++) {
                        sum[x] += values[x];
                    }
                }
                for (int x = 0; x < sum.length; x++) {
                    sum[x] *= 1f / 3;
                }
                round(sum, samples.plane(0), y * wanted.width());
            }
        }
        return samples;
    }

    private static void round(float[] values, short[] plane, int to) {
        for (int x = 0; x < values.length; x++) {
            // Written so that NaN becomes 0.
            plane[to + x] = (short) (values[x] > 0 ? Math.min(255, values[x] + 0.5f) : 0);
        }
    }

    private static void copy(Region tile, Latents latents, Region around, FloatBuffer values, float[] row) {
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
                    row[i] = plane[from + i];
                }
                values.put(to, row, 0, common.width());
            }
        }
    }
}

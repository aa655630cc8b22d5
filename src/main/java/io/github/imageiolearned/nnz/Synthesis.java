// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Runs the decoder network over windows of latents that are kept tile by tile. */
final class Synthesis {
    private static final int MIN_SIDE = 64;

    private final NnzModel model;
    private final TileGrid grid;
    private final int width;
    private final int height;
    private final int bands;
    private final float quality;
    private final RestorationFilter filter;
    private final float[] steering;
    private final int margin;

    /**
     * Prepares for a picture.
     *
     * @param width pixels a row
     * @param height rows
     * @param bands 1 or 3
     * @param grid its tiles
     * @param filter what follows the network
     * @throws IOException if the filter is steered and the model lacks the weights
     */
    Synthesis(NnzModel model, int width, int height, int bands, TileGrid grid, float quality, RestorationFilter filter)
            throws IOException {
        this(model, width, height, bands, grid, quality, filter, model.decoderMargin());
    }

    private Synthesis(
            NnzModel model,
            int width,
            int height,
            int bands,
            TileGrid grid,
            float quality,
            RestorationFilter filter,
            int margin)
            throws IOException {
        this.model = model;
        this.width = width;
        this.height = height;
        this.bands = bands;
        this.grid = grid;
        this.quality = quality;
        this.filter = filter;
        this.margin = margin;
        steering = filter.steered() ? model.steering().at(quality) : null;
    }

    /**
     * Computes pixels of a tile as if it were a picture, without a filter; about, since half of the margin has to do.
     *
     * @param latents all of the tile's
     * @param tile its pixels
     * @param window cells of it that are wanted
     * @param alone whether the run may use all processors
     */
    static Samples ofTile(
            NnzModel model, Latents latents, Region tile, int bands, float quality, Region window, boolean alone)
            throws IOException {
        int side = Math.max(MIN_SIDE, Math.max(tile.width(), tile.height()));
        TileGrid one = new TileGrid(tile.width(), tile.height(), side);
        RestorationFilter none = RestorationFilter.none();
        int margin = (model.decoderMargin() + 1) / 2;
        return new Synthesis(model, tile.width(), tile.height(), bands, one, quality, none, margin)
                .pixels(window, new TileLatents(1, List.of(List.of(0)), number -> latents), alone);
    }

    /** A window and the margin around it that the decoder needs, inside the picture; in cells. */
    private Region around(Region window) {
        return window.grow(margin, NnzModel.cells(width), NnzModel.cells(height));
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
                (int) Math.min(width, (long) cells.right() * NnzModel.STRIDE) - x,
                (int) Math.min(height, (long) cells.bottom() * NnzModel.STRIDE) - y);
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
        List<Integer> numbers = tiles(window);
        int used = 1;
        for (int index : numbers) {
            used = Math.max(used, tiles.get(index).used());
        }
        Network.Tensor latents = Network.Tensor.zeros(used, around.height(), around.width());
        float[] row = new float[around.width()];
        for (int index : numbers) {
            copy(Windows.cells(grid.tile(index)), tiles.get(index), around, latents.values(), row);
        }
        Network.Tensor decoded = model.decode(latents, quality, alone);
        Region wanted = pixels(window, width, height);
        Samples samples = new Samples(wanted.width(), wanted.height(), bands, 8);
        int left = wanted.x() - around.x() * NnzModel.STRIDE;
        int top = wanted.y() - around.y() * NnzModel.STRIDE;
        float[][] padded = new float[bands][];
        int parts = alone ? Runtime.getRuntime().availableProcessors() : 1;
        Parallel.Task pad = band -> padded[band] = padded(decoded, band, left, top, samples);
        if (alone) {
            Parallel.forEach(bands, Progress.NONE, pad);
        } else {
            for (int band = 0; band < bands; band++) {
                pad.run(band);
            }
        }
        Restorer.restore(filter, steering, padded, samples, parts);
        return samples;
    }

    /** Gets a part of a row of a band; grey is the mean of what the network gives. */
    private void row(Network.Tensor decoded, int band, int x, int y, float[] values) {
        int area = decoded.width() * decoded.height();
        int from = y * decoded.width() + x;
        if (bands == 3) {
            decoded.values().get(band * area + from, values);
            return;
        }
        Arrays.fill(values, 0);
        float[] plane = new float[values.length];
        for (int i = 0; i < 3; i++) {
            decoded.values().get(i * area + from, plane);
            for (int column = 0; column < values.length; column++) {
                values[column] += plane[column];
            }
        }
        for (int column = 0; column < values.length; column++) {
            values[column] *= 1f / 3;
        }
    }

    /** The pixels of a band as the filter wants them; beyond what was decoded, its edge. */
    private float[] padded(Network.Tensor decoded, int band, int left, int top, Samples samples) {
        int reach = RestorationFilter.REACH;
        int stride = Restorer.rounded(samples.width()) + 2 * reach;
        int rows = Restorer.rounded(samples.height()) + 2 * reach;
        float[] padded = new float[stride * rows];
        int first = Math.max(0, left - reach);
        float[] values = new float[Math.min(decoded.width(), left - reach + stride) - first];
        for (int y = 0; y < rows; y++) {
            row(decoded, band, first, Math.max(0, Math.min(decoded.height() - 1, top - reach + y)), values);
            int begin = first - (left - reach);
            Arrays.fill(padded, y * stride, y * stride + begin, values[0]);
            System.arraycopy(values, 0, padded, y * stride + begin, values.length);
            Arrays.fill(padded, y * stride + begin + values.length, (y + 1) * stride, values[values.length - 1]);
        }
        return padded;
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

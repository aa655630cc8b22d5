// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;

/** Runs the encoder network over windows of a picture. */
final class Analysis {
    private final NnzModel model;
    private final PixelSource picture;
    private final float quality;
    private final boolean alone;

    /**
     * Takes a picture of 1 or 3 bands of 8 bits.
     *
     * @param alone whether a run may use all processors
     */
    Analysis(NnzModel model, PixelSource picture, float quality, boolean alone) {
        this.model = model;
        this.picture = picture;
        this.quality = quality;
        this.alone = alone;
    }

    /**
     * Computes the latents of some cells.
     *
     * @param cells cells of the picture
     * @return one plane a channel, not rounded
     */
    float[][] latents(Region cells) throws IOException {
        float[][] planes = new float[model.channels()][cells.width() * cells.height()];
        for (Region window : Windows.cut(cells, model.encoderMargin() / NnzModel.STRIDE, 1)) {
            window(window, cells, planes);
        }
        return planes;
    }

    private void window(Region window, Region cells, float[][] planes) throws IOException {
        int columns = NnzModel.cells(picture.width());
        int rows = NnzModel.cells(picture.height());
        Region around = window.grow(model.encoderMargin() / NnzModel.STRIDE, columns, rows);
        Network.Tensor latent = model.encode(padded(around), quality, alone);
        int skip = (window.y() - around.y()) * around.width() + window.x() - around.x();
        for (int c = 0; c < planes.length; c++) {
            for (int row = 0; row < window.height(); row++) {
                latent.values()
                        .get(
                                c * around.width() * around.height() + skip + row * around.width(),
                                planes[c],
                                (window.y() - cells.y() + row) * cells.width() + window.x() - cells.x(),
                                window.width());
            }
        }
    }

    /** The pixels of some cells; those beyond the picture repeat its edge, and grey becomes three equal bands. */
    Network.Tensor padded(Region cells) {
        int width = cells.width() * NnzModel.STRIDE;
        int height = cells.height() * NnzModel.STRIDE;
        int x = cells.x() * NnzModel.STRIDE;
        int y = cells.y() * NnzModel.STRIDE;
        Samples read = picture.read(
                new Region(x, y, Math.min(width, picture.width() - x), Math.min(height, picture.height() - y)));
        Network.Tensor tensor = Network.Tensor.zeros(3, height, width);
        float[] values = new float[width];
        for (int band = 0; band < 3; band++) {
            short[] plane = read.plane(picture.bands() == 1 ? 0 : band);
            for (int row = 0; row < height; row++) {
                int from = Math.min(row, read.height() - 1) * read.width();
                for (int column = 0; column < read.width(); column++) {
                    values[column] = plane[from + column] & 0xffff;
                }
                Arrays.fill(values, read.width(), width, values[read.width() - 1]);
                tensor.values().put((band * height + row) * width, values);
            }
        }
        return tensor;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;

/** Finds the {@link RestorationFilter} of a picture while it is encoded. May be shared by threads. */
final class Restoration {
    /** Pixels of a picture that are decoded to fit the filter: all of a small one, a part of each tile of a large one. */
    private static final int ENOUGH = 1 << 19;

    /** Pixels of a picture of which every fourth row will do, instead of every second one. */
    private static final int LARGE = 1 << 20;

    /** Fewest cells a side of what is decoded of a tile. */
    private static final int LEAST = 8;

    private final NnzModel model;
    private final PixelSource picture;
    private final float quality;
    private final boolean alone;
    private final int side;
    private final RestorationFitter fitter;
    private final float[] steering;

    /**
     * Prepares.
     *
     * @param picture its pixels, 1 or 3 bands of 8 bits
     * @param grid its tiles
     * @param alone whether a run of the network may use all processors
     * @throws IOException if the model is damaged
     */
    Restoration(NnzModel model, PixelSource picture, TileGrid grid, float quality, boolean alone) throws IOException {
        this.model = model;
        this.picture = picture;
        this.quality = quality;
        this.alone = alone;
        side = Math.max(LEAST, (int) Math.sqrt((double) ENOUGH / grid.size()) / NnzModel.STRIDE);
        boolean large = (long) picture.width() * picture.height() >= LARGE;
        fitter = new RestorationFitter(picture.bands(), large ? 4 : 2);
        steering = model.steers() ? model.steering().at(quality) : null;
    }

    /**
     * Looks at the middle of a tile.
     *
     * @param tile its pixels
     * @param latents what it is coded as
     */
    void look(Region tile, Latents latents) throws IOException {
        Region cells = new Region(0, 0, latents.width(), latents.height());
        int width = Math.min(side, cells.width());
        int height = Math.min(side, cells.height());
        Region window = new Region((cells.width() - width) / 2, (cells.height() - height) / 2, width, height);
        // The tile is decoded as if it were a picture: near its borders that is not quite what others will see.
        Samples decoded = Synthesis.ofTile(model, latents, tile, picture.bands(), quality, window, alone);
        Samples original = picture.read(new Region(
                tile.x() + window.x() * NnzModel.STRIDE,
                tile.y() + window.y() * NnzModel.STRIDE,
                decoded.width(),
                decoded.height()));
        Samples steered =
                steering == null ? decoded : Restorer.restored(decoded, RestorationFilter.steering(), steering);
        fitter.add(decoded, steered, original);
    }

    /** The filter that pays best. */
    RestorationFilter filter() throws IOException {
        return fitter.best(model.lambda(quality) / picture.bands(), (long) picture.width() * picture.height());
    }
}

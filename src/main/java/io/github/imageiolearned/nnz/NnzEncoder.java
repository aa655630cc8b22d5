// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.List;

/** Encodes pictures with a neural model. Holds no more of a picture than the tiles in work. May be shared by threads. */
public final class NnzEncoder {
    private final NnzModels models;
    private final int tileSide;

    /**
     * An encoder with given models.
     *
     * @param models where to look for the model
     */
    public NnzEncoder(NnzModels models) {
        this(models, 1 << PictureHeader.DEFAULT_TILE_SHIFT);
    }

    /** For tests of the tiling: pictures of several tiles need not be large. */
    NnzEncoder(NnzModels models, int tileSide) {
        this.models = models;
        this.tileSide = tileSide;
    }

    /**
     * Encodes a picture.
     *
     * @param picture 1 band (grey) or 3 (RGB), of 8 bits
     * @param options how
     * @param progress hears how far it is, and may cancel
     * @return settings and tiles
     * @throws IOException if the model is not found, the engine is missing or fails
     */
    public CodedPicture encode(PixelSource picture, NnzOptions options, Progress progress) throws IOException {
        if ((picture.bands() != 1 && picture.bands() != 3) || picture.bitDepth() != 8) {
            throw new IllegalArgumentException(
                    picture.bands() + " bands of " + picture.bitDepth() + " bits: nnz codes 1 or 3 bands of 8 bits");
        }
        NnzModel whole = models.find(options.model());
        NnzModel model = whole.at(options.level());
        LatentPriors priors = model.priors();
        TileCodec codec =
                new TileCodec(priors, options.level(), options.effort().coding(), progress);
        TileGrid grid = new TileGrid(picture.width(), picture.height(), tileSide);
        boolean alone = grid.size() < Runtime.getRuntime().availableProcessors();
        Quantiser quantiser = new Quantiser(model, picture, options.level(), options.effort(), alone);
        boolean restores = options.effort() != NnzOptions.Effort.FAST && model.tellsLambda();
        Restoration restoration =
                restores ? new Restoration(model, picture, grid, (float) options.quality(), alone) : null;
        byte[][] tiles = new byte[grid.size()][];
        Parallel.forEach(grid.size(), progress, index -> {
            Region cells = Windows.cells(grid.tile(index));
            Latents latents = quantiser.latents(cells, progress);
            if (restoration != null) {
                restoration.look(grid.tile(index), latents);
            }
            tiles[index] = codec.encode(latents);
        });
        NnzSettings settings = new NnzSettings(
                whole.id(),
                whole.hashPrefix(),
                options.level(),
                options.effort().coding(),
                restoration == null ? RestorationFilter.none() : restoration.filter());
        return new CodedPicture(settings.toBytes(), List.of(tiles));
    }
}

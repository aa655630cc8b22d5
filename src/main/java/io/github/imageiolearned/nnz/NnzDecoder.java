// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Decodes pictures that {@link NnzEncoder} made. */
public final class NnzDecoder {
    private final PictureHeader header;
    private final NnzModels models;
    private final NnzSettings settings;
    private final TileGrid grid;

    /**
     * A decoder with the models of the library and of the system property.
     *
     * @param header header of the picture
     * @throws FormatException if the header is not that of an nnz picture
     */
    public NnzDecoder(PictureHeader header) throws FormatException {
        this(header, NnzModels.system());
    }

    /**
     * A decoder with given models. Nothing is loaded yet.
     *
     * @param header header of the picture
     * @param models where to look for the model
     * @throws FormatException if the header is not that of an nnz picture
     */
    public NnzDecoder(PictureHeader header, NnzModels models) throws FormatException {
        if (header.bitDepth() != 8 || (header.codedBands() != 1 && header.codedBands() != 3)) {
            throw new FormatException(
                    -1, "no nnz picture has " + header.codedBands() + " bands of " + header.bitDepth() + " bits");
        }
        this.header = header;
        this.models = models;
        settings = NnzSettings.parse(header.settings(), header.codedBands());
        grid = new TileGrid(header.width(), header.height(), header.tileSide());
    }

    /**
     * Returns the model that the picture was made with.
     *
     * @return its id
     */
    public String model() {
        return settings.model();
    }

    /**
     * Returns the hash by which the picture names its model.
     *
     * @return the first four bytes of the model's hash, as eight hexadecimal digits
     */
    public String modelHash() {
        return String.format(Locale.ROOT, "%08x", settings.hashPrefix());
    }

    /**
     * Returns the quality level.
     *
     * @return 0 to 255
     */
    public int level() {
        return settings.level();
    }

    /**
     * Returns how the latents are coded.
     *
     * @return fast or small
     */
    public NnzOptions.Effort effort() {
        return settings.effort();
    }

    /**
     * Decodes a region. Of the tiles, those that the region touches are read, and those so near that its pixels depend
     * on their latents.
     *
     * @param tiles gives the coded tiles
     * @param region pixels that are wanted
     * @param sink takes them
     * @param progress hears how far it is, and may cancel
     * @throws FormatException if a tile is malformed
     * @throws IOException if a tile cannot be read, the model is not found, or the engine is missing or fails
     */
    public void decode(TileReader tiles, Region region, PixelSink sink, Progress progress) throws IOException {
        NnzModel model = models.find(settings.model(), settings.hashPrefix()).at(settings.level());
        TileCodec codec = new TileCodec(model.priors(), settings.level(), settings.effort(), progress);
        Synthesis synthesis = new Synthesis(
                model,
                header.width(),
                header.height(),
                header.codedBands(),
                grid,
                (float) settings.level() / NnzOptions.MAX_LEVEL,
                settings.filter());
        int threads = Runtime.getRuntime().availableProcessors();
        List<Region> windows = Windows.cut(Windows.cells(region), model.decoderMargin(), threads);
        List<List<Integer>> needs = new ArrayList<>();
        for (Region window : windows) {
            needs.add(synthesis.tiles(window));
        }
        TileLatents latents = new TileLatents(grid.size(), needs, index -> {
            Region cells = Windows.cells(grid.tile(index));
            return tiles.decode(index, coded -> codec.decode(coded, cells.width(), cells.height()));
        });
        List<Integer> order = latents.order(threads);
        Parallel.Task step = i -> {
            int number = order.get(i);
            if (number >= 0) {
                latents.get(number);
            } else {
                Region window = windows.get(~number);
                Samples pixels = synthesis.pixels(window, latents, windows.size() < threads);
                latents.release(~number);
                sink.writePart(window.x() * NnzModel.STRIDE, window.y() * NnzModel.STRIDE, pixels, region);
            }
        };
        if (windows.size() >= threads) {
            Parallel.forEach(order.size(), progress, step);
        } else {
            // Too few windows for all processors: first the tiles, then each window on all of them.
            int first = order.size() - windows.size();
            Parallel.forEach(first, progress.part(0, 0.3f), step);
            for (int i = 0; i < windows.size(); i++) {
                progress.check();
                step.run(first + i);
                progress.report(0.3f + 0.7f * (i + 1) / windows.size());
            }
        }
        progress.report(1);
    }
}

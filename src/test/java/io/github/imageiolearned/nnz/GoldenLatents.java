// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteSource;
import io.github.imageiolearned.format.ContainerReader;
import io.github.imageiolearned.format.Limits;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What the latents of a file are, without any engine: for golden files, whose latents are the same on every machine. */
public final class GoldenLatents {
    private GoldenLatents() {}

    /**
     * A line for each tile: cells a row and rows, how many latents are not 0, and SHA-256 of all latents, channel by
     * channel, two bytes each.
     */
    public static String of(byte[] file) throws IOException {
        ContainerReader reader = new ContainerReader(PictureFormat.NNZ, ByteSource.of(file), Limits.ofSystem());
        PictureHeader header = reader.header();
        NnzSettings settings = NnzSettings.parse(header.settings(), header.codedBands());
        NnzModel model =
                NnzModels.system().find(settings.model(), settings.hashPrefix()).at(settings.level());
        TileCodec codec = new TileCodec(model.priors(), settings.level(), settings.effort(), Progress.NONE);
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSide());
        reader.locateTiles(grid.size(), file.length);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < grid.size(); i++) {
            Region cells = Windows.cells(grid.tile(i));
            lines.append(line(codec.decode(reader.tile(i), cells.width(), cells.height())))
                    .append('\n');
        }
        return lines.toString();
    }

    private static String line(Latents latents) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * latents.channels() * latents.cells());
        int used = 0;
        for (short[] plane : latents.planes()) {
            for (int i = 0; i < latents.cells(); i++) {
                short value = plane == null ? 0 : plane[i];
                bytes.putShort(value);
                used += value == 0 ? 0 : 1;
            }
        }
        String hash = ModelBundle.hex(ModelBundle.sha256().digest(bytes.array()));
        return latents.width() + "x" + latents.height() + " cells, " + used + " latents that are not 0, " + hash;
    }
}

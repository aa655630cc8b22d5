// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The latents that the default effort makes of training pictures, for a decoder to be trained with: refinement leaves other
 * errors than rounding does, and a decoder that has seen them mends more of them.
 *
 * <p>A file holds, in numbers of two bytes, big-endian: the quality level; channels, rows and columns; then the latents
 * channel by channel, row by row, in two's complement. The channels are all up to the last that is not zero.
 */
public final class RefinedLatents {
    /** The golden ratio's fraction: its multiples, wrapped around, fill a range evenly, however many there are. */
    private static final double GOLDEN = 0.6180339887498949;

    private RefinedLatents() {}

    /**
     * Encodes pictures, each at one of the levels that the networks are for, which are spread over them evenly.
     *
     * @param folder the model's folder
     * @param pictures gives the pictures; called by several threads
     * @param files where the latents of each go; what is there already is kept
     * @param progress hears how far it is
     * @throws IOException if a picture or the model cannot be read, the engine is missing or fails, or a file cannot be
     *     written
     */
    public static void write(Path folder, PriorsTrainer.Pictures pictures, List<Path> files, Progress progress)
            throws IOException {
        NnzModel model = NnzModels.in(folder);
        double[] range = model.qualities();
        int lowest = (int) Math.ceil(range[0] * NnzOptions.MAX_LEVEL);
        int highest = (int) Math.floor(range[1] * NnzOptions.MAX_LEVEL);
        Parallel.forEach(files.size(), progress, i -> {
            if (Files.exists(files.get(i))) {
                return;
            }
            int level = lowest + (int) ((highest - lowest + 1) * (i * GOLDEN % 1));
            // Renamed when it is whole, as what is there is taken for whole.
            Path part = files.get(i).resolveSibling(files.get(i).getFileName() + ".part");
            Files.write(part, encode(model, pictures.load(i), level));
            Files.move(part, files.get(i), StandardCopyOption.REPLACE_EXISTING);
        });
    }

    private static byte[] encode(NnzModel model, PixelSource picture, int level) throws IOException {
        Quantiser quantiser = new Quantiser(model, picture, level, NnzOptions.Effort.SMALL, false);
        Latents latents = quantiser.latents(quantiser.whole(), Progress.NONE);
        ByteWriter out = new ByteWriter();
        out.u16(level).u16(latents.used()).u16(latents.height()).u16(latents.width());
        short[] empty = new short[latents.cells()];
        for (int channel = 0; channel < latents.used(); channel++) {
            short[] plane = latents.planes()[channel];
            for (short value : plane == null ? empty : plane) {
                out.u16(value & 0xffff);
            }
        }
        return out.toByteArray();
    }
}

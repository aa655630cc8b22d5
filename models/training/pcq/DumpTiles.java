// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Writes what coding leaves of pieces of pictures, for the training of filters. For each piece, big-endian: i32 side, i32
 * quantiser step in 1/16; for each band the original and the decoded pixels before the filters, i16 in 1/16; for each cell of
 * 8×8 its block's size and, for the first band, its amount, u8 both.
 *
 * <p>usage: DumpTiles PICTURES PIECES OUT
 */
public final class DumpTiles {
    private static final int SIDE = 320;

    private DumpTiles() {}

    public static void main(String[] args) throws Exception {
        File[] files = new File(args[0]).listFiles((folder, name) -> name.endsWith(".jpg") || name.endsWith(".png"));
        Arrays.sort(files);
        Random random = new Random(12);
        List<File> order = Arrays.asList(files);
        Collections.shuffle(order, random);
        int count = Math.min(files.length, Integer.parseInt(args[1]));
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[2]))))) {
            for (File file : order.subList(0, count)) {
                Samples picture = TrainPriors.read(file);
                int x = random.nextInt(Math.max(1, picture.width() - SIDE));
                int y = random.nextInt(Math.max(1, picture.height() - SIDE));
                int step = (int) (16 * 5 * Math.pow(2, 5.7 * random.nextDouble()));
                if (picture.width() >= SIDE && picture.height() >= SIDE) {
                    write(picture.crop(new Region(x, y, SIDE, SIDE)), step, out);
                }
            }
        }
    }

    private static void write(Samples samples, int step, DataOutputStream out) throws IOException {
        TileState tile = BlockEncoder.decoded(samples, step);
        float[][] original = Rotation.forward(samples, true, tile.stride, tile.rows);
        out.writeInt(SIDE);
        out.writeInt(step);
        for (int band = 0; band < 3; band++) {
            for (float value : original[band]) {
                out.writeShort(Math.round(value));
            }
            for (int value : tile.planes[band]) {
                out.writeShort(value);
            }
        }
        out.write(tile.sizeOf);
        out.write(tile.amountOf[0]);
    }
}

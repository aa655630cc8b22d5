// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefinedLatentsTest {
    @Test
    void filesHoldWhatTheEncoderMakesAtLevelsOfTheWholeRange(@TempDir Path folder) throws IOException {
        Samples picture = TinyModel.picture(64, 48, 3);
        List<Path> files = IntStream.range(0, 8)
                .mapToObj(i -> folder.resolve(i + ".latents"))
                .toList();
        byte[] known = {1, 2, 3};
        Files.write(files.get(1), known);
        RefinedLatents.write(TinyModel.folder(), i -> PixelSource.of(picture), files, Progress.NONE);
        assertArrayEquals(known, Files.readAllBytes(files.get(1)));

        NnzModel model = NnzModels.in(TinyModel.folder());
        boolean[] eighths = new boolean[8];
        for (int i : new int[] {0, 2, 3, 4, 5, 6, 7}) {
            ByteReader in = new ByteReader(Files.readAllBytes(files.get(i)));
            int level = in.u16();
            eighths[level / 32] = true;
            Quantiser quantiser = new Quantiser(model, PixelSource.of(picture), level, NnzOptions.Effort.SMALL, true);
            Latents latents = quantiser.latents(quantiser.whole(), Progress.NONE);
            assertEquals(latents.used(), in.u16());
            assertEquals(3, in.u16());
            assertEquals(4, in.u16());
            for (int channel = 0; channel < latents.used(); channel++) {
                short[] plane = latents.planes()[channel];
                for (int cell = 0; cell < 12; cell++) {
                    assertEquals(plane == null ? 0 : plane[cell], (short) in.u16());
                }
            }
            assertEquals(0, in.remaining());
        }
        // Seven of eight levels that are spread evenly: five of eight parts of the range, at the least.
        assertTrue(IntStream.range(0, 8).filter(i -> eighths[i]).count() >= 5);
    }
}

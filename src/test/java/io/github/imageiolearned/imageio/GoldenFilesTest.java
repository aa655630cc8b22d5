// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.nnz.GoldenLatents;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that were written once still decode to the same pixels. */
class GoldenFilesTest {
    static List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(GoldenFiles.FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".png") && !name.endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void allFormatsAreThere() throws IOException {
        for (String format : List.of("kmq", "pcq", "nnz")) {
            assertTrue(files().stream().filter(name -> name.endsWith(format)).count() >= 5, format);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void decodesAsEver(String name) throws IOException {
        BufferedImage decoded =
                GoldenFiles.flat(ImageIO.read(GoldenFiles.FOLDER.resolve(name).toFile()));
        BufferedImage expected =
                ImageIO.read(GoldenFiles.FOLDER.resolve(name + ".png").toFile());
        assertEquals(expected.getWidth(), decoded.getWidth());
        assertEquals(expected.getHeight(), decoded.getHeight());
        // The last step of nnz is floating point and may round another way on another processor.
        int tolerance = name.endsWith(".nnz") ? 1 : 0;
        int[] ours = samples(decoded);
        int[] theirs = samples(expected);
        assertEquals(theirs.length, ours.length);
        for (int i = 0; i < ours.length; i++) {
            int at = i;
            assertTrue(Math.abs(ours[i] - theirs[i]) <= tolerance, () -> "sample " + at + ": " + ours[at]);
        }
    }

    /** Pixels may differ by a step between engines, latents not at all: they need none. */
    @ParameterizedTest
    @MethodSource("neuralFiles")
    void latentsAreTheSameEverywhere(String name) throws IOException {
        byte[] file = Files.readAllBytes(GoldenFiles.FOLDER.resolve(name));
        String expected = Files.readString(GoldenFiles.FOLDER.resolve(name + GoldenFiles.LATENTS));
        assertEquals(expected, GoldenLatents.of(file));
    }

    static List<String> neuralFiles() throws IOException {
        return files().stream().filter(name -> name.endsWith(".nnz")).toList();
    }

    private static int[] samples(BufferedImage image) {
        return image.getRaster().getPixels(0, 0, image.getWidth(), image.getHeight(), (int[]) null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Who reads other formats pays nothing for these. */
class CheapProvidersTest {
    /** What the child JVM does. */
    static final class ReadsJpeg {
        private ReadsJpeg() {}

        public static void main(String[] arguments) throws IOException {
            BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "jpeg", bytes);
            System.out.println("width " + ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())).getWidth());
        }
    }

    @Test
    void readingAJpegLoadsNoCodecAndNoEngine() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.awt.headless=true",
                        "-verbose:class",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReadsJpeg.class.getName())
                .redirectErrorStream(true)
                .start();
        List<String> lines = Arrays.asList(
                new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\\R", -1));
        assertEquals(0, child.waitFor());
        assertTrue(lines.contains("width 20"));
        assertTrue(lines.stream().anyMatch(line -> line.contains("imageio.kmq.KmqImageReaderSpi")));
        for (String forbidden : List.of(
                " ai.djl.",
                " ai.onnxruntime.",
                " io.github.imageiolearned.kmq.",
                " io.github.imageiolearned.pcq.",
                " io.github.imageiolearned.nnz.",
                " io.github.imageiolearned.entropy.",
                ".shell.LearnedImageReader ",
                ".shell.LearnedImageWriter ")) {
            assertFalse(lines.stream().anyMatch(line -> line.contains(forbidden)), forbidden);
        }
    }
}

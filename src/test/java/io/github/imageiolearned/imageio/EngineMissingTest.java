// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Where the engine is missing or has no native build, nnz says so, and nothing else is affected. */
class EngineMissingTest {
    private static final String[] WITHOUT_ENGINE = {
        EngineMissingTest.class.getName(),
        LearnedImageReadParam.class.getName(),
        "com.twelvemonkeys.imageio.ImageReaderBase",
        "com.twelvemonkeys.imageio.metadata.Directory",
        "com.twelvemonkeys.lang.Validate",
        "com.twelvemonkeys.io.FastByteArrayOutputStream",
        "com.twelvemonkeys.image.ImageUtil",
        "org.apache.commons.compress.archivers.ArchiveEntry",
        "org.apache.commons.io.IOUtils",
    };

    /** What the child JVM does. */
    static final class ReadsAll {
        private ReadsAll() {}

        public static void main(String[] arguments) throws IOException {
            BufferedImage image = FormatImages.drawn(BufferedImage.TYPE_INT_RGB, 40, 30);
            for (String format : List.of("kmq", "pcq", "png", "jpeg")) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                ImageIO.write(image, format, bytes);
                int width = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()))
                        .getWidth();
                System.out.println(format + " " + width);
            }
            try {
                ImageIO.read(new File("testdata/golden-1/nnz-rgb.nnz"));
                System.out.println("read");
            } catch (IIOException e) {
                System.out.println("nnz: " + e.getMessage());
            }
            try {
                ImageIO.write(image, "nnz", new ByteArrayOutputStream());
                System.out.println("written");
            } catch (IIOException e) {
                System.out.println("nnz writer: " + e.getMessage());
            }
        }
    }

    private static void check(List<String> lines, String said) {
        String all = String.join("\n", lines);
        for (String format : List.of("kmq", "pcq", "png", "jpeg")) {
            assertTrue(lines.contains(format + " 40"), all);
        }
        for (String who : List.of("nnz: ", "nnz writer: ")) {
            assertTrue(lines.stream().anyMatch(line -> line.startsWith(who) && line.contains(said)), all);
        }
    }

    @Test
    void missingArtifactIsNamed() throws Exception {
        check(ChildJvm.run(ReadsAll.class, List.of(), WITHOUT_ENGINE), "ai.djl:api");
    }

    @Test
    void platformWithoutNativeBuildIsNamed() throws Exception {
        List<String> classes = new ArrayList<>(List.of(WITHOUT_ENGINE));
        classes.addAll(List.of(
                "ai.djl.engine.Engine",
                "com.google.gson.Gson",
                "org.slf4j.Logger",
                "ai.djl.onnxruntime.engine.OrtEngine",
                "ai.onnxruntime.OrtEnvironment"));
        List<String> options = List.of("-Dos.arch=sparcv9");
        check(ChildJvm.run(ReadsAll.class, options, classes.toArray(new String[0])), "sparcv9");
    }
}

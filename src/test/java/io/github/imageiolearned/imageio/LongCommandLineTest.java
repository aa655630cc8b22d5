// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A long class path makes a long command line, on which the engine overflowed the stack. */
class LongCommandLineTest {
    /** What the child JVM does. */
    static final class WritesNnz {
        private WritesNnz() {}

        public static void main(String[] arguments) throws IOException {
            BufferedImage image = FormatImages.drawn(BufferedImage.TYPE_INT_RGB, 40, 30);
            byte[] file = FormatImages.file(image, "nnz");
            System.out.println(
                    "width " + ImageIO.read(new ByteArrayInputStream(file)).getWidth());
        }
    }

    @Test
    void theEngineStartsAllTheSame() throws Exception {
        List<String> lines = ChildJvm.run(
                WritesNnz.class,
                List.of("-Dlong=" + "x".repeat(20_000)),
                WritesNnz.class.getName(),
                LearnedImageReadParam.class.getName(),
                "com.twelvemonkeys.imageio.ImageReaderBase",
                "com.twelvemonkeys.imageio.metadata.Directory",
                "com.twelvemonkeys.lang.Validate",
                "com.twelvemonkeys.io.FastByteArrayOutputStream",
                "com.twelvemonkeys.image.ImageUtil",
                "org.apache.commons.compress.archivers.ArchiveEntry",
                "org.apache.commons.io.IOUtils",
                "ai.djl.engine.Engine",
                "com.google.gson.Gson",
                "org.slf4j.Logger",
                "ai.djl.onnxruntime.engine.OrtEngine",
                "ai.onnxruntime.OrtEnvironment");
        assertTrue(lines.contains("width 40"), () -> String.join("\n", lines));
    }
}

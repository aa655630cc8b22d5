// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
            System.out.println("width "
                    + ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()))
                            .getWidth());
        }
    }

    @Test
    void readingAJpegLoadsNoCodecAndNoEngine() throws Exception {
        List<String> lines = ChildJvm.run(
                ReadsJpeg.class,
                List.of("-verbose:class"),
                ReadsJpeg.class.getName(),
                LearnedImageReadParam.class.getName(),
                "com.twelvemonkeys.imageio.ImageReaderBase",
                "com.twelvemonkeys.imageio.metadata.Directory",
                "com.twelvemonkeys.lang.Validate",
                "com.twelvemonkeys.io.FastByteArrayOutputStream",
                "com.twelvemonkeys.image.ImageUtil",
                "ai.djl.engine.Engine",
                "ai.djl.onnxruntime.engine.OrtEngine",
                "ai.onnxruntime.OrtEnvironment");
        assertTrue(lines.contains("width 20"));
        assertTrue(lines.stream().anyMatch(line -> line.contains("imageio.kmq.KmqImageReaderSpi")));
        for (String forbidden : List.of(
                " ai.djl.",
                " ai.onnxruntime.",
                " io.github.imageiolearned.kmq.",
                " io.github.imageiolearned.pcq.",
                " io.github.imageiolearned.nnz.",
                " io.github.imageiolearned.entropy.")) {
            assertFalse(lines.stream().anyMatch(line -> line.contains(forbidden)), forbidden);
        }
    }
}

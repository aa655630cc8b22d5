// SPDX-License-Identifier: Apache-2.0
package consumer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses the formats as any program does: plain ImageIO, no line of set-up, the artifact on the class path. */
class ConsumerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void plainImageIoWritesAndReads(String format) throws Exception {
        BufferedImage picture = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.ORANGE, 160, 120, Color.BLUE));
        graphics.fillRect(0, 0, 160, 120);
        graphics.dispose();
        File file = folder.resolve("picture." + format).toFile();

        assertTrue(ImageIO.write(picture, format, file));
        BufferedImage decoded = ImageIO.read(file);

        assertEquals(160, decoded.getWidth());
        assertEquals(120, decoded.getHeight());
        double squares = 0;
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 160; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (picture.getRGB(x, y) >> shift & 0xff) - (decoded.getRGB(x, y) >> shift & 0xff);
                    squares += difference * difference;
                }
            }
        }
        // A smooth gradient: less than 28 dB would be another picture.
        assertTrue(squares / (160 * 120 * 3) < 100, "mean squared error " + squares / (160 * 120 * 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"picocli.CommandLine", "me.tongfei.progressbar.ProgressBar"})
    void whatOnlyTheCommandLineNeedsStaysAway(String className) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(className));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.github.imageiolearned.imageio.FormatImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ComponentsCommandTest {
    @TempDir
    Path folder;

    private String run(String... args) {
        StringWriter out = new StringWriter();
        CommandLine line = Learned.commandLine().setOut(new PrintWriter(out));
        assertEquals(0, line.execute(args));
        return out.toString();
    }

    @Test
    void theCurveIsPrintedAndPlotted() throws IOException {
        Path picture = folder.resolve("one.png");
        ImageIO.write(FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 90, 60), "png", picture.toFile());
        Path plot = folder.resolve("plot.png");
        String out = run("components", picture.toString(), "-o", plot.toString());
        assertTrue(out.contains("90x60 pixels") && out.contains("numbers saved") && out.contains("99.9"), out);
        BufferedImage drawn = ImageIO.read(plot.toFile());
        assertEquals(800, drawn.getWidth());
        int blue = 0;
        for (int x = 0; x < 800; x++) {
            for (int y = 0; y < drawn.getHeight(); y++) {
                blue += drawn.getRGB(x, y) == 0xff0072b2 ? 1 : 0;
            }
        }
        assertTrue(blue > 200, blue + " pixels of the curve");
    }

    /** Where nothing varies, one component leaves nothing to explain. */
    @Test
    void aFlatPictureIsExplained() throws IOException {
        Path picture = folder.resolve("flat.png");
        ImageIO.write(new BufferedImage(20, 10, BufferedImage.TYPE_BYTE_GRAY), "png", picture.toFile());
        String out = run("components", picture.toString(), "--json", "--no-plot");
        assertEquals(
                1,
                JsonParser.parseString(out)
                        .getAsJsonObject()
                        .getAsJsonArray("cumulativeVariance")
                        .get(0)
                        .getAsDouble(),
                out);
    }

    /** Rows that are multiples of one are one component; a second kind of row makes two. */
    @Test
    void componentsAreCountedAsTheyAre() throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                image.getRaster().setSample(x, y, 0, y % 3 == 0 ? 10 + x : y % 3 == 1 ? 200 - 2 * x : 90);
            }
        }
        Path picture = folder.resolve("two.png");
        ImageIO.write(image, "png", picture.toFile());
        String out = run("components", picture.toString(), "--no-plot", "--json");
        JsonArray shares = JsonParser.parseString(out).getAsJsonObject().getAsJsonArray("cumulativeVariance");
        assertEquals(30, shares.size());
        assertTrue(shares.get(0).getAsDouble() < 0.9999);
        assertEquals(1, shares.get(1).getAsDouble(), 1e-4);
        assertTrue(Files.notExists(folder.resolve("two.components.png")));
    }
}

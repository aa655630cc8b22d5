// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaletteCommandTest {
    @TempDir
    Path folder;

    /** Three quarters red, a quarter blue. */
    private Path picture() throws IOException {
        BufferedImage image = new BufferedImage(40, 20, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 40; x++) {
                image.setRGB(x, y, x < 30 ? 0xff0000 : 0x0000ff);
            }
        }
        Path file = folder.resolve("two.png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void printsSwatchesAndSavesThePlot() throws IOException {
        Path plot = folder.resolve("plot.png");
        String out =
                CommandRun.good("palette", picture(), "-k", "4", "-o", plot).out();
        assertFalse(out.contains("\u001b"), out);
        assertTrue(out.indexOf("#ff0000") < out.indexOf("#0000ff"), out);
        assertTrue(out.contains("75.000 %") && out.contains("25.000 %"), out);
        assertNotNull(ImageIO.read(plot.toFile()));
    }

    @Test
    void jsonHoldsTheEntries() throws IOException {
        JsonObject json = CommandRun.good("palette", picture(), "-k", "4", "--no-plot", "--json")
                .json();
        assertEquals(2, json.getAsJsonArray("entries").size());
        assertEquals("true", json.get("lossless").getAsString());
    }

    @Test
    void whatItPrintsPlainCompressTakes() throws IOException {
        Path picture = picture();
        String plain = CommandRun.good("palette", picture, "-k", "4", "--plain").out();
        assertEquals("#ff0000\n#0000ff\n", plain.replace("\r", ""));
        Path palette = Files.writeString(folder.resolve("colours.txt"), "#0000ff\n#00ff00\n#ff0000\n");
        CommandRun.good("compress", picture, "-o", folder, "-f", "kmq", "--palette", palette, "--keep-palette");
        BufferedImage read = ImageIO.read(folder.resolve("two.kmq").toFile());
        assertEquals(0xffff0000, read.getRGB(0, 0));
        String info =
                CommandRun.good("info", "--counted", folder.resolve("two.kmq")).out();
        assertTrue(info.contains("entry 0 #0000ff") && info.contains("25.000 %"), info);
        assertTrue(info.contains("entry 2 #ff0000") && info.contains("75.000 %"), info);
    }

    @Test
    void readsPalettesOfPicturesAndOfGimp() throws IOException {
        Path gimp = Files.writeString(
                folder.resolve("g.gpl"), "GIMP Palette\nName: x\nColumns: 2\n#\n255   0   0 Red\n  0 128 255\tSky\n");
        IndexColorModel model = PaletteFile.read(gimp);
        assertEquals(List.of(0xffff0000, 0xff0080ff), List.of(model.getRGB(0), model.getRGB(1)));
        assertEquals(2, PaletteFile.read(picture()).getMapSize());
    }

    @Test
    void aPictureThatWasGivenIsNotReplaced() throws IOException {
        Path picture = picture();
        byte[] before = Files.readAllBytes(picture);
        for (Object[] args : new Object[][] {
            {"palette", picture, "-o", picture},
            {"components", picture, "-o", picture},
            {"evaluate", picture, "-f", "kmq", "-q", "1", "--csv", picture},
            {"compress", picture, "-f", "kmq", "-o", folder.resolve("out"), "--csv", picture}
        }) {
            CommandRun run = CommandRun.of(args);
            assertEquals(1, run.code(), run.out());
            assertTrue(run.err().contains("would replace"), run.err());
            assertArrayEquals(before, Files.readAllBytes(picture));
        }
    }

    @Test
    void whatIsNoPictureIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        CommandRun run = CommandRun.of("palette", text);
        assertEquals(1, run.code());
        assertTrue(run.err().contains(text.toString()), run.err());
    }

    @Test
    void wrongOptionsAreToldOnTheCommandLine() throws IOException {
        Path picture = picture();
        assertEquals(2, CommandRun.of("palette", picture, "-k", "1").code());
        assertEquals(2, CommandRun.of("palette", picture, "--dither", "sand").code());
        CommandRun both = CommandRun.of("palette", picture, "--dither", "blue-noise", "--loss-budget", "1");
        assertEquals(2, both.code());
        assertFalse(both.err().isEmpty());
        assertEquals(
                2,
                CommandRun.of("compress", picture, "-o", folder, "-f", "pcq", "--loss-budget", "1")
                        .code());
    }

    @Test
    void aNumberOfColoursOutOfRangeIsRefused() throws IOException {
        for (String colours : new String[] {"0", "1", "257"}) {
            CommandRun run = CommandRun.of("palette", picture(), "-k", colours);
            assertEquals(2, run.code());
            assertTrue(run.err().contains("colours are not from 2 to 256: " + colours), run.err());
        }
    }
}

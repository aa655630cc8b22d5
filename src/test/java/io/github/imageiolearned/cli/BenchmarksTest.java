// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarksTest {
    @TempDir
    Path folder;

    @Test
    void thePageHasAllTablesAndSaysWhatTimeDidNotAllow() throws IOException {
        Path photographs = folder.resolve("photographs");
        TestPictures.write(photographs.resolve("a.png"), TestPictures.drawn(48, 40, false));
        TestPictures.write(photographs.resolve("b.png"), TestPictures.drawn(40, 48, false));
        Path drawings = folder.resolve("drawings");
        TestPictures.write(drawings.resolve("c.png"), TestPictures.drawn(24, 24, true));
        Path curves = curves();
        Path page = folder.resolve("docs/figures.md");
        Path csv = folder.resolve("all.csv");

        CommandRun run = CommandRun.of(
                "benchmarks",
                photographs,
                "-o",
                page,
                "--graphics",
                drawings,
                "--peers-from",
                curves,
                "--minutes",
                "0.001",
                "--megapixels",
                "0.01",
                "--csv",
                csv,
                "--model",
                TestPictures.model());

        assertEquals(0, run.code(), run.err());
        String text = Files.readString(page);
        // There is time for one picture of each part, and the folder is named without the place where it lies.
        assertTrue(text.contains("Means over 1 of 2 photographs."), text);
        assertTrue(
                text.contains(
                        "./learned benchmarks photographs --graphics drawings --peers-from curves.json --model models/"),
                text);
        assertFalse(text.contains(folder.toString()));
        assertFalse(text.contains("| to elsewhere |"), "means over a part are not held against means over all");
        for (String row : List.of(
                "| k-means, 16 colours (kmq) | 1 |",
                "| PCA, 20 components (pcq, Rows) | 1 |",
                "| PCA, 98 % of the variance (pcq, Rows) | 1 |",
                "| learned codec at 12 KiB (nnz) | 1 |")) {
            assertTrue(text.contains(row), () -> row + " in " + text);
        }
        // The pictures are smaller than 50 components.
        assertFalse(text.contains("| PCA, 50 components (pcq, Rows) |"), text);
        assertEquals(2, text.split("\\| 256 \\|", -1).length - 1, text);
        assertNotNull(ImageIO.read(folder.resolve("docs/rate.png").toFile()));
        assertTrue(Files.readAllLines(csv).size() > 18);
    }

    /** A curve measured elsewhere. */
    private Path curves() throws IOException {
        return Files.writeString(
                folder.resolve("curves.json"), "{\"elsewhere\": {\"bpp\": [0.5, 2, 6], \"psnr\": [20, 30, 40]}}");
    }

    @Test
    void curvesMeasuredElsewhereAreComparedWithWhereAllPicturesWereMeasured() throws IOException {
        Path photographs = folder.resolve("photographs");
        TestPictures.write(photographs.resolve("a.png"), TestPictures.drawn(48, 40, false));
        Path curves = curves();
        Path page = folder.resolve("figures.md");
        CommandRun run = CommandRun.of(
                "benchmarks",
                photographs,
                "-o",
                page,
                "--peers-from",
                curves,
                "--minutes",
                "0.001",
                "--megapixels",
                "0.01",
                "--model",
                TestPictures.model());
        assertEquals(0, run.code(), run.err());
        String text = Files.readString(page);
        assertTrue(text.contains("| to elsewhere |"), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--minutes 0", "--megapixels 1000", "--megapixels x", "--graphics"})
    void wrongCommandLinesAreRefused(String options) {
        Object[] args = ("benchmarks " + options).split(" ");
        assertEquals(2, CommandRun.of(args).code());
    }

    @Test
    void aFolderWithoutPicturesIsAFailure() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path page = folder.resolve("page.md");
        assertEquals(1, CommandRun.of("benchmarks", empty, "-o", page).code());
        assertFalse(Files.exists(page));
    }

    /** A difference of 16 squares to 256, which is 0 in a byte; one of 10 is 100, whichever way round. */
    @Test
    void wrappedPsnrIsWhatBytesMakeOfIt() {
        BufferedImage black = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        BufferedImage other = new BufferedImage(2, 1, BufferedImage.TYPE_3BYTE_BGR);
        other.setRGB(0, 0, 0x101010);
        assertEquals(Double.POSITIVE_INFINITY, WrappedPsnr.between(black, other));
        other.setRGB(1, 0, 0x0A0A0A);
        double expected = 10 * Math.log10(255 * 255 / 50.0);
        assertEquals(expected, WrappedPsnr.between(black, other), 1e-9);
        assertEquals(expected, WrappedPsnr.between(other, black), 1e-9);
    }

    @Test
    void aBudgetAllowsWhatWouldEndInTimeAndPassesOnWhatIsLeft() {
        long[] now = {0};
        TimeBudget budget = new TimeBudget(100, () -> now[0] * 1_000_000_000);
        budget.part(0.5);
        assertTrue(budget.allows());
        now[0] = 20;
        budget.step();
        assertTrue(budget.allows());
        now[0] = 31;
        assertFalse(budget.allows(), "a third step of 20 s would end at 51");
        budget.part(0.25);
        assertTrue(budget.allows(), "the second part has what the first left");
        now[0] = 70;
        budget.step();
        assertFalse(budget.allows());
    }

    @Test
    void aTableIsMarkdownWithNumbersToTheRight() {
        Table table = new Table("what", "how much");
        table.add("a|b", "1.5");
        table.add("c", null);
        assertEquals("| what | how much |\n|---|---:|\n| a\\|b | 1.5 |\n| c |  |\n", table.markdown());
    }
}

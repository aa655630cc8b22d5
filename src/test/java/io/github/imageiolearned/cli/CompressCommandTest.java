// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of compress and decompress that LearnedTest and ArchiveTest do not use. */
class CompressCommandTest {
    @TempDir
    Path folder;

    private Path pictures;
    private Path one;
    private Path output;

    @BeforeEach
    void makePictures() throws IOException {
        pictures = folder.resolve("pictures");
        output = folder.resolve("out");
        one = CommandRun.picture(pictures.resolve("one.png"), 64, 48, 3);
    }

    @Test
    void theOptionsOfTheOriginalToolWork() throws IOException {
        Path model = Path.of("models/photo-1");
        CommandRun run = CommandRun.good(
                "compress",
                "-i",
                pictures,
                "-o",
                output,
                "-ckpt",
                model,
                "-rc",
                "-save",
                "-metrics",
                "-bs",
                "1",
                "-f",
                "nnz");
        String bpp = String.format(Locale.ROOT, "%.3f", 8.0 * Files.size(output.resolve("one.nnz")) / (64 * 48));
        String reconstruction = "one_RECON_" + bpp + "bpp.png";
        assertEquals(
                List.of("compression.csv", "compression.json", "one.nnz", reconstruction), CommandRun.files(output));
        BufferedImage decoded = ImageIO.read(output.resolve(reconstruction).toFile());
        double psnr = Psnr.between(CommandRun.picture(64, 48, 3), decoded);
        assertTrue(run.out().contains(Table.number(psnr, 2)), run.out());
        assertTrue(run.out().contains("(") && run.out().contains(" pictures a second)"), run.out());

        CommandRun again = CommandRun.good(
                "compress",
                "--image_dir",
                pictures,
                "--output_dir",
                output,
                "--ckpt_path",
                model,
                "--reconstruct",
                "--save",
                "--batch_size",
                "2",
                "-f",
                "nnz");
        assertTrue(again.out().contains("1 files kept"), again.out());
        assertEquals(4, CommandRun.files(output).size());
    }

    @Test
    void jsonHoldsAllThatIsKnown() throws IOException {
        JsonObject document = CommandRun.good("compress", one, "-o", output, "-f", "pcq", "-metrics", "--json")
                .json();
        JsonObject file = document.getAsJsonArray("files").get(0).getAsJsonObject();
        BufferedImage decoded = ImageIO.read(output.resolve("one.pcq").toFile());
        assertEquals("one.png", file.get("picture").getAsString());
        assertEquals(output.resolve("one.pcq").toString(), file.get("file").getAsString());
        assertEquals(Files.size(output.resolve("one.pcq")), file.get("bytes").getAsLong());
        assertEquals(8.0 * Files.size(one) / (64 * 48), file.get("sourceBpp").getAsDouble(), 1e-9);
        assertEquals(
                Psnr.between(ImageIO.read(one.toFile()), decoded),
                file.get("psnr").getAsDouble(),
                1e-9);
        assertEquals(
                MsSsim.between(ImageIO.read(one.toFile()), decoded),
                file.get("msSsim").getAsDouble(),
                1e-9);
        assertEquals(1, document.get("written").getAsInt());
        assertTrue(document.getAsJsonArray("failures").isEmpty());
        // The table that -metrics leaves behind is the same document.
        JsonElement saved = JsonParser.parseString(Files.readString(output.resolve("compression.json")));
        assertEquals(document, saved);
    }

    @Test
    void exactPicturesAndFailuresAreJsonToo() throws IOException {
        BufferedImage flat = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        ImageIO.write(flat, "png", pictures.resolve("flat.png").toFile());
        Files.write(pictures.resolve("bad.png"), new byte[5]);
        CommandRun run =
                CommandRun.of("compress", pictures, "-o", output, "-f", "kmq", "-k", "2", "-metrics", "--json");
        assertEquals(1, run.code());
        JsonObject document = run.json();
        JsonObject file = document.getAsJsonArray("files").get(0).getAsJsonObject();
        assertTrue(file.get("exact").getAsBoolean() && file.get("psnr").isJsonNull());
        JsonObject failure = document.getAsJsonArray("failures").get(0).getAsJsonObject();
        assertEquals(pictures.resolve("bad.png").toString(), failure.get("what").getAsString());
        assertTrue(failure.get("reason").getAsString().contains("not a picture"));
    }

    @Test
    void quietSaysNothingButWhatFailed() {
        CommandRun good = CommandRun.good("compress", one, "-o", output, "-f", "kmq", "--quiet");
        assertEquals("", good.out() + good.err());
        CommandRun bad = CommandRun.of("compress", folder.resolve("none.png"), "-o", output, "-f", "kmq", "--quiet");
        assertEquals("", bad.out());
        assertTrue(bad.err().contains("no such file"), bad.err());
        CommandRun back = CommandRun.good("decompress", output, "-o", folder.resolve("back"), "--quiet");
        assertEquals("", back.out() + back.err());
    }

    @Test
    void withoutSavingOnlyTheTableIsLeft() throws IOException {
        Path csv = folder.resolve("t.csv");
        Path json = folder.resolve("t.json");
        CommandRun.good(
                "compress", one, "-o", output, "-f", "kmq", "--no-save", "-metrics", "--csv", csv, "--json-file", json);
        assertEquals(List.of(), CommandRun.files(output));
        assertEquals(2, Files.readAllLines(csv).size());
        assertTrue(JsonParser.parseString(Files.readString(json))
                .getAsJsonObject()
                .getAsJsonArray("files")
                .get(0)
                .getAsJsonObject()
                .get("file")
                .isJsonNull());
        assertEquals(
                2, CommandRun.of("compress", one, "-o", output, "--no-save").code());
    }

    @Test
    void tablesOfEarlierRunsAreKept() throws IOException {
        CommandRun.good("compress", one, "-o", output, "-f", "kmq", "-metrics");
        byte[] before = Files.readAllBytes(output.resolve("compression.csv"));
        CommandRun.good("compress", one, "-o", output, "-f", "pcq", "-metrics");
        assertArrayEquals(before, Files.readAllBytes(output.resolve("compression.csv")));
        assertTrue(Files.exists(output.resolve("compression-2.csv")));
        CommandRun.good("compress", one, "-o", output, "-f", "pcq", "-metrics", "--overwrite");
        assertFalse(Files.exists(output.resolve("compression-3.csv")));
    }

    @Test
    void aSecondRunGoesOnAndTellsTheSizesOfWhatIsThere() throws IOException {
        CommandRun.good("compress", one, "-o", output, "-f", "kmq");
        CommandRun.picture(pictures.resolve("two.png"), 32, 32, 2);
        JsonObject document = CommandRun.good("compress", pictures, "-o", output, "-f", "kmq", "--json")
                .json();
        assertEquals(1, document.get("written").getAsInt());
        assertEquals(1, document.get("kept").getAsInt());
        JsonObject kept = document.getAsJsonArray("files").get(0).getAsJsonObject();
        assertTrue(kept.get("kept").getAsBoolean());
        assertEquals(
                8.0 * Files.size(output.resolve("one.kmq")) / (64 * 48),
                kept.get("bpp").getAsDouble(),
                1e-9);
    }

    @Test
    void theTextbooksParametersReachTheCodec() throws IOException {
        CommandRun.good("compress", one, "-o", output, "-f", "pcq", "--type", "Rows", "--components", "2");
        CommandRun.good(
                "compress", one, "-o", folder.resolve("more"), "-f", "pcq", "--type", "Rows", "--variance", "0.999");
        CommandRun.good("compress", one, "-o", folder.resolve("fast"), "-f", "pcq", "--effort", "fast");
        CommandRun.good("compress", one, "-o", folder.resolve("small"), "-f", "pcq", "-q", "0.5");
        assertNotEquals(-1, Files.mismatch(folder.resolve("fast/one.pcq"), folder.resolve("small/one.pcq")));
        JsonObject codec = InfoCommandTest.info(output.resolve("one.pcq")).getAsJsonObject("codec");
        assertEquals("ROWS", codec.get("type").getAsString());
        assertEquals("2", codec.get("components").getAsString());
        JsonObject more = InfoCommandTest.info(folder.resolve("more/one.pcq")).getAsJsonObject("codec");
        assertTrue(more.get("components").getAsInt() > 2, more.toString());
        CommandRun both = CommandRun.of("compress", one, "--components", "3", "--variance", "0.9");
        assertEquals(2, both.code());
        assertTrue(both.err().contains("exclude each other"), both.err());
    }

    @Test
    void metadataIsKeptUnlessItIsToBeLeftOut() throws IOException {
        byte[] exif = "II*\0\10\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] plain = Picture.read(one, param -> {}).write("kmq", param -> {}, warning -> {});
        Picture carrying = Picture.read(plain, param -> {});
        IIOMetadataNode root = new IIOMetadataNode(LearnedMetadataFormat.NAME);
        IIOMetadataNode node = new IIOMetadataNode("EXIF");
        node.setUserObject(exif);
        root.appendChild(node);
        carrying.metadata().mergeTree(LearnedMetadataFormat.NAME, root);
        Path png = pictures.resolve("exif.png");
        Files.write(png, carrying.write("png", param -> {}, warning -> {}));

        CommandRun.good("compress", png, "-o", output, "-f", "kmq");
        CommandRun.good("compress", png, "-o", folder.resolve("bare"), "-f", "kmq", "--no-metadata");
        assertNotNull(exif(output.resolve("exif.kmq")));

        // The name of a format in capitals is the same format, and not a writer that knows nothing of ours.
        CommandRun.good("decompress", output.resolve("exif.kmq"), "-o", folder.resolve("back"), "-f", "PNG");
        CommandRun.good("compress", folder.resolve("back/exif.png"), "-o", folder.resolve("again"), "-f", "kmq");
        assertNotNull(exif(folder.resolve("again/exif.kmq")));
        assertNull(exif(folder.resolve("bare/exif.kmq")));
    }

    private static Object exif(Path file) throws IOException {
        IIOMetadataNode root =
                (IIOMetadataNode) Picture.read(file, param -> {}).metadata().getAsTree(LearnedMetadataFormat.NAME);
        IIOMetadataNode node =
                (IIOMetadataNode) root.getElementsByTagName("EXIF").item(0);
        return node == null ? null : node.getUserObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--colours", "--components", "--variance", "--target-psnr"})
    void zeroIsNoWishThatIsPassedOver(String option) {
        CommandRun run = CommandRun.of("compress", one, "-o", output, option, "0");
        assertEquals(2, run.code());
        assertTrue(run.err().contains(option + " is not over 0: 0"), run.err());
    }

    @Test
    void aFileIsNotMadeOfItself() throws IOException {
        CommandRun.good("compress", one, "-o", output, "-f", "kmq");
        byte[] before = Files.readAllBytes(output.resolve("one.kmq"));
        CommandRun run = CommandRun.of(
                "compress", output.resolve("one.kmq"), "-o", output, "-f", "kmq", "-k", "2", "--overwrite");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("which it was given to read"), run.err());
        assertArrayEquals(before, Files.readAllBytes(output.resolve("one.kmq")));
    }

    @Test
    void whatCannotBeWrittenIsToldAndLeavesNothing() throws IOException {
        // A file stands where the folder should be.
        Files.createFile(output);
        CommandRun run = CommandRun.of("compress", pictures, "-o", output, "-f", "kmq");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("one.png as kmq"), run.err());
        assertEquals(List.of("out", "pictures/one.png"), CommandRun.files(folder));
    }

    @Test
    void picturesThatDeclareTooMuchAreRefusedBeforeTheyAreDecoded() {
        String before = System.setProperty("imageio.learned.maxPixels", "1000");
        try {
            CommandRun run = CommandRun.of("compress", one, "-o", output, "-f", "kmq");
            assertEquals(1, run.code());
            assertTrue(run.err().contains("declares 3072 pixels"), run.err());
        } finally {
            if (before == null) {
                System.clearProperty("imageio.learned.maxPixels");
            } else {
                System.setProperty("imageio.learned.maxPixels", before);
            }
        }
    }

    @Test
    void decompressTakesTheSameOptions() throws IOException {
        CommandRun.good("compress", "-i", one, "-o", output, "-f", "kmq,nnz");
        Path back = folder.resolve("back");
        JsonObject document = CommandRun.good(
                        "decompress",
                        "-i",
                        output,
                        "-o",
                        back,
                        "-r",
                        "-bs",
                        "1",
                        "-f",
                        "bmp",
                        "--model",
                        "models/photo-1",
                        "--json")
                .json();
        assertEquals(2, document.get("written").getAsInt());
        assertEquals(List.of("one.kmq.bmp", "one.nnz.bmp"), CommandRun.files(back));
        assertEquals(2, CommandRun.of("decompress", output, "--jobs", "0").code());
        assertEquals(
                2,
                CommandRun.of("decompress", output, "--archive-limit", "much").code());
        CommandRun.good("decompress", output, "-o", back, "-f", "bmp", "--overwrite");
    }
}

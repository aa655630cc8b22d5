// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static io.github.imageiolearned.cli.CommandRun.picture;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line as its user meets it: arguments in, files, text and an exit code out. */
class LearnedTest {
    @TempDir
    Path folder;

    private Path pictures;
    private Path output;
    private String out;
    private String err;

    @BeforeEach
    void makePictures() throws IOException {
        pictures = Files.createDirectories(folder.resolve("pictures"));
        output = folder.resolve("results");
        ImageIO.write(picture(96, 64, 3), "png", pictures.resolve("one.png").toFile());
        ImageIO.write(picture(70, 50, 5), "jpg", pictures.resolve("two.jpg").toFile());
        Files.writeString(pictures.resolve("notes.txt"), "not a picture, and not to be taken for one");
    }

    private int run(Object... args) {
        CommandRun run = CommandRun.of(args);
        out = run.out();
        err = run.err();
        return run.code();
    }

    private List<String> written() throws IOException {
        try (Stream<Path> files = Files.list(output)) {
            return files.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void compressWritesAllFormatsReconstructionsAndATable() throws IOException {
        Path csv = folder.resolve("tables/table.csv");
        assertEquals(0, run("compress", pictures, "-o", output, "--reconstruct", "--metrics", "--csv", csv), () -> err);
        List<String> names = written();
        assertEquals(13, names.size(), names.toString());
        for (String format : CompressCommand.FORMATS) {
            assertNotNull(ImageIO.read(output.resolve("two." + format).toFile()));
            double bpp = 8.0 * Files.size(output.resolve("one." + format)) / (96 * 64);
            String reconstruction = "one_" + format + "_RECON_" + Table.number(bpp, 3) + "bpp.png";
            assertTrue(names.contains(reconstruction), reconstruction + " in " + names);
            BufferedImage decoded = ImageIO.read(output.resolve(reconstruction).toFile());
            assertTrue(Psnr.between(picture(96, 64, 3), decoded) > 20);
            assertTrue(out.contains(format), out);
        }
        List<String> lines = Files.readAllLines(csv);
        assertEquals(7, lines.size());
        assertEquals("picture,source bpp,format,bytes,bpp,PSNR,MS-SSIM,encode s,decode s", lines.get(0));
        String source = Table.number(8.0 * Files.size(pictures.resolve("one.png")) / (96 * 64), 3);
        String row = "one.png," + source + ",kmq," + Files.size(output.resolve("one.kmq")) + ",";
        assertTrue(lines.get(1).startsWith(row), lines.get(1));
    }

    @Test
    void whatExistsIsKeptUnlessItMayBeReplaced() throws IOException {
        Path one = pictures.resolve("one.png");
        assertEquals(0, run("compress", one, "-o", output, "-f", "kmq", "-k", "4"), () -> err);
        byte[] before = Files.readAllBytes(output.resolve("one.kmq"));
        Path csv = folder.resolve("table.csv");
        Path json = folder.resolve("table.json");

        assertEquals(0, run("compress", one, "-o", output, "-f", "kmq", "-k", "64"), () -> err);
        assertArrayEquals(before, Files.readAllBytes(output.resolve("one.kmq")));
        assertTrue(out.contains("1 files kept"), out);

        // A second run that measures takes what is there as it is.
        assertEquals(
                0,
                run(
                        "compress",
                        one,
                        "-o",
                        output,
                        "-f",
                        "kmq",
                        "-k",
                        "64",
                        "--metrics",
                        "--csv",
                        csv,
                        "--json-file",
                        json),
                () -> err);
        assertArrayEquals(before, Files.readAllBytes(output.resolve("one.kmq")));
        assertTrue(out.contains("1 files kept") && out.contains(" " + before.length + " "), out);

        assertEquals(0, run("compress", one, "-o", output, "-f", "kmq", "-k", "64", "--overwrite"), () -> err);
        assertTrue(Files.size(output.resolve("one.kmq")) > before.length);
        assertEquals(List.of("one.kmq"), written());
    }

    @Test
    void aBadFileIsReportedAndTheRestIsDone() throws IOException {
        Files.write(pictures.resolve("broken.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0});
        assertEquals(1, run("compress", pictures, folder.resolve("missing.png"), "-o", output, "-f", "kmq"));
        assertEquals(List.of("one.kmq", "two.kmq"), written());
        assertTrue(err.contains("2 failures:"), err);
        assertTrue(err.contains("broken.png: ") && err.contains("no such file: "), err);
    }

    @Test
    void targetsAreMet() throws IOException {
        Path one = pictures.resolve("one.png");
        assertEquals(0, run("compress", one, "-o", output, "-f", "pcq", "--target-size", "0.7KB"), () -> err);
        long size = Files.size(output.resolve("one.pcq"));
        assertTrue(size <= 700 && size > 400, size + " bytes");
        assertEquals(0, run("compress", one, "-o", output, "-f", "kmq", "--target-psnr", "30"), () -> err);
        BufferedImage decoded = ImageIO.read(output.resolve("one.kmq").toFile());
        double psnr = Psnr.between(picture(96, 64, 3), decoded);
        assertTrue(psnr >= 30, psnr + " dB");
    }

    @Test
    void foldersInFoldersKeepTheirPlaceAndNamesDoNotClash() throws IOException {
        Path inner = Files.createDirectories(pictures.resolve("inner"));
        ImageIO.write(picture(20, 20, 1), "png", inner.resolve("one.png").toFile());
        ImageIO.write(picture(20, 20, 1), "bmp", pictures.resolve("one.bmp").toFile());
        assertEquals(0, run("compress", "-r", pictures, "-o", output, "-f", "kmq", "--jobs", "1"), () -> err);
        assertEquals(List.of("inner", "one.bmp.kmq", "one.png.kmq", "two.kmq"), written());
        assertTrue(Files.exists(output.resolve("inner/one.kmq")));
    }

    @Test
    void decompressGivesWhatImageIoReads() throws IOException {
        assertEquals(0, run("compress", pictures, "-o", output, "-f", "kmq,pcq"), () -> err);
        Path decoded = folder.resolve("decoded");
        assertEquals(0, run("decompress", output, "-o", decoded), () -> err);
        for (String name : List.of("one.kmq", "one.pcq", "two.kmq", "two.pcq")) {
            BufferedImage expected = ImageIO.read(output.resolve(name).toFile());
            BufferedImage actual = ImageIO.read(decoded.resolve(name + ".png").toFile());
            assertEquals(Double.POSITIVE_INFINITY, Psnr.between(expected, actual), name);
        }
        assertEquals(0, run("decompress", output, "-o", decoded));
        assertTrue(out.contains("4 files kept"), out);
    }

    @Test
    void decompressReportsBrokenFiles() throws IOException {
        assertEquals(0, run("compress", pictures, "-o", output, "-f", "kmq"), () -> err);
        byte[] bytes = Files.readAllBytes(output.resolve("one.kmq"));
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(output.resolve("one.kmq"), bytes);
        Path decoded = folder.resolve("decoded");
        assertEquals(1, run("decompress", output, "-o", decoded));
        assertTrue(err.contains("1 failure:") && err.contains("one.kmq: "), err);
        assertFalse(Files.exists(decoded.resolve("one.png")));
        assertTrue(Files.exists(decoded.resolve("two.png")));
    }

    @Test
    void infoTellsHeaderSettingsAndChunks() throws IOException {
        assertEquals(0, run("compress", pictures.resolve("one.png"), "-o", output, "-k", "16"), () -> err);
        for (String format : CompressCommand.FORMATS) {
            Path file = output.resolve("one." + format);
            assertEquals(0, run("info", file), () -> err);
            assertTrue(out.contains(format + ", version "), out);
            assertTrue(out.contains("96x64 pixels") && out.contains(Files.size(file) + " bytes"), out);
            // A small palette picture lies in one chunk.
            for (String chunk : format.equals("kmq") ? List.of("SOLE") : List.of("HEAD", "TILE")) {
                assertTrue(out.contains("chunk " + chunk), out);
            }
        }
        assertEquals(1, run("info", pictures.resolve("one.png")));
        assertTrue(err.contains("not a kmq, pcq or nnz file"), err);
    }

    @Test
    void evaluateMeasuresFormatsAgainstJpeg() throws IOException {
        Path csv = folder.resolve("all.csv");
        Path chart = folder.resolve("chart.png");
        assertEquals(
                0,
                run(
                        "evaluate",
                        pictures,
                        "-f",
                        "kmq,pcq,jpeg,png",
                        "-q",
                        "0.1,0.5,0.9,pcq=0.1,pcq=0.4",
                        "-k",
                        "16,64",
                        "--csv",
                        csv,
                        "--chart",
                        chart),
                () -> err);
        // Two pictures; two settings of kmq, two of pcq, three of jpeg, one of png.
        assertEquals(1 + 2 * (2 + 2 + 3 + 1), Files.readAllLines(csv).size());
        assertTrue(out.contains("BD-rate") && out.contains("to jpeg"), out);
        assertTrue(out.contains("exact"), out);
        assertNotNull(ImageIO.read(chart.toFile()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "compress",
                "compress x.png -f gif",
                "compress x.png -q 2",
                "compress x.png -q 0.5 --target-size 10KB",
                "compress x.png --target-size 10parsecs",
                "compress x.png -f pcq -k 16",
                "compress x.png -k 1",
                "compress x.png --variance 1.5",
                "evaluate x -f nosuchformat",
                "evaluate x -k 300",
                "evaluate x -q 1.5",
                "evaluate x -q pcq=high",
                "decompress x -f nosuchformat"
            })
    void wrongCommandLinesAreRefusedWithExitCode2(String line) {
        assertEquals(2, run((Object[]) (line.isEmpty() ? new String[0] : line.split(" "))));
        assertTrue(err.startsWith("learned: "), err);
        assertFalse(Files.exists(output));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "--version",
                "help compress",
                "compress --help",
                "info --help",
                "evaluate --help",
                "decompress --help",
                "models --help",
                "train --help"
            })
    void helpIsGiven(String line) {
        assertEquals(0, run((Object[]) line.split(" ")));
        assertFalse(out.isBlank());
    }

    @Test
    void shellsAreToldAllCommandsAndOptions() {
        assertEquals(0, run("generate-completion"));
        for (String word : List.of("compress", "models", "--target-size", "-ckpt", "--archive-limit", "--json")) {
            assertTrue(out.contains(word), word);
        }
    }

    @Test
    void aFolderWithoutPicturesIsAFailure() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals(1, run("compress", empty, "-o", output));
        assertEquals(1, run("decompress", empty, "-o", output));
        assertEquals(1, run("evaluate", empty, "-f", "png"));
    }
}

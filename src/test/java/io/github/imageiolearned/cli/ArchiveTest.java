// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
    @TempDir
    Path folder;

    private static byte[] png(int step) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(CommandRun.picture(40, 30, step), "png", bytes);
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> pictures() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("readme.txt", "no picture".getBytes(StandardCharsets.UTF_8));
        entries.put("one.png", png(1));
        entries.put("inner/one.png", png(2));
        entries.put("../../escape.png", png(3));
        entries.put("__MACOSX/one.png", new byte[10]);
        entries.put("broken.png", new byte[] {1, 2, 3});
        return entries;
    }

    /** Writes an archive of the kind that the name tells. */
    private Path archive(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        if (name.endsWith(".7z")) {
            try (SevenZOutputFile out = new SevenZOutputFile(file.toFile())) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    SevenZArchiveEntry header = new SevenZArchiveEntry();
                    header.setName(entry.getKey());
                    out.putArchiveEntry(header);
                    out.write(entry.getValue());
                    out.closeArchiveEntry();
                }
            }
        } else if (name.endsWith(".zip")) {
            try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    out.putArchiveEntry(new ZipArchiveEntry(entry.getKey()));
                    out.write(entry.getValue());
                    out.closeArchiveEntry();
                }
            }
        } else {
            try (TarArchiveOutputStream out =
                    new TarArchiveOutputStream(compressed(name, Files.newOutputStream(file)))) {
                TarArchiveEntry link = new TarArchiveEntry("link.png", (byte) '2');
                link.setLinkName("/etc/passwd");
                out.putArchiveEntry(link);
                out.closeArchiveEntry();
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    TarArchiveEntry header = new TarArchiveEntry(entry.getKey(), true);
                    header.setSize(entry.getValue().length);
                    out.putArchiveEntry(header);
                    out.write(entry.getValue());
                    out.closeArchiveEntry();
                }
            }
        }
        return file;
    }

    private static OutputStream compressed(String name, OutputStream out) throws IOException {
        if (name.toLowerCase(Locale.ROOT).endsWith("gz")) {
            return new GzipCompressorOutputStream(out);
        }
        if (name.endsWith("bz2")) {
            return new BZip2CompressorOutputStream(out);
        }
        return name.endsWith("xz") ? new XZCompressorOutputStream(out) : out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.7z", "a.tar", "a.tar.gz", "a.TGZ", "a.tar.bz2", "a.tar.xz"})
    void picturesAreTakenAndNothingEscapes(String name) throws IOException {
        Path archive = archive(name, pictures());
        Path output = folder.resolve("sub/out");
        CommandRun run = CommandRun.of("compress", archive, "-o", output, "-f", "kmq");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("1 failure:"), run.err());
        assertTrue(run.err().contains(name + "!broken.png: not a picture"), run.err());
        assertEquals(List.of("escape.kmq", "inner/one.kmq", "one.kmq"), CommandRun.files(output));
        assertEquals(
                List.of(name, "sub/out/escape.kmq", "sub/out/inner/one.kmq", "sub/out/one.kmq"),
                CommandRun.files(folder));

        // What is there is not made again, nor asked for.
        CommandRun again = CommandRun.of("compress", archive, "-o", output, "-f", "kmq");
        assertTrue(again.out().contains("3 files kept"), again.out());
    }

    @Test
    void archivesOfCodedPicturesAreDecoded() throws IOException {
        Path coded = folder.resolve("coded");
        CommandRun.good(
                "compress", CommandRun.picture(folder.resolve("p/x.png"), 30, 20, 1), "-o", coded, "-f", "kmq,pcq");
        Path zip = archive(
                "coded.zip",
                Map.of(
                        "x.kmq", Files.readAllBytes(coded.resolve("x.kmq")),
                        "d/y.pcq", Files.readAllBytes(coded.resolve("x.pcq"))));
        CommandRun.good("decompress", zip, "-o", folder.resolve("back"));
        assertEquals(List.of("d/y.png", "x.png"), CommandRun.files(folder.resolve("back")));
    }

    @Test
    void contentIsWhatWentIn() throws Exception {
        byte[] random = new byte[100_000];
        new Random(1).nextBytes(random);
        for (String name : List.of("r.zip", "r.7z", "r.tar.gz")) {
            Archive archive = new Archive(archive(name, Map.of("r", random)), 0);
            List<byte[]> found = new ArrayList<>();
            archive.visit((ordinal, entry, content) -> {
                if (entry.equals("r")) {
                    found.add(content.read());
                }
            });
            assertEquals(1, found.size());
            assertArrayEquals(random, found.get(0), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bomb.zip", "bomb.7z", "bomb.tar.gz"})
    void whatUnpacksToTooMuchIsRefused(String name) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            entries.put(i + ".png", new byte[100_000]);
        }
        Path archive = archive(name, entries);
        assertTrue(Files.size(archive) < 50_000);
        CommandRun run =
                CommandRun.of("compress", archive, "-o", folder.resolve("out"), "-f", "kmq", "--archive-limit", "1MB");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("unpacks to more than 1000000 bytes"), run.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.zip", "a.7z", "a.tar.gz", "a.tar.xz", "a.tar.bz2", "a.tar"})
    void damagedArchivesGiveNothingButAnIoException(String name) throws IOException {
        Map<String, byte[]> entries = Map.of("one.png", png(1), "two.png", png(2));
        byte[] whole = Files.readAllBytes(archive(name, entries));
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flips = 0; flips < 3 && damaged.length > 0; flips++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = Files.write(folder.resolve("damaged-" + name), damaged);
            try {
                new Archive(file, 1 << 20).visit((ordinal, entry, content) -> content.read());
            } catch (IOException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        Path empty = Files.write(folder.resolve("empty-" + name), new byte[0]);
        if (!name.equals("a.tar")) {
            assertThrows(IOException.class, () -> new Archive(empty, 0).visit((o, n, c) -> {}));
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    Path folder;

    /** The only file's description as JSON. */
    static JsonObject info(Path file) {
        return CommandRun.good("info", "--json", file)
                .json()
                .getAsJsonArray("files")
                .get(0)
                .getAsJsonObject();
    }

    private Path carrying() throws IOException {
        return Files.write(
                folder.resolve("c.kmq"), PngMetadataTest.carrying().write("kmq", param -> {}, warning -> {}));
    }

    @Test
    void jsonHoldsTheWholeFile() throws IOException {
        Path file = carrying();
        JsonObject info = info(file);
        assertEquals("kmq", info.get("format").getAsString());
        assertEquals(Files.size(file), info.get("bytes").getAsLong());
        assertEquals(16, info.get("width").getAsInt());
        assertEquals(8.0 * Files.size(file) / 256, info.get("bitsPerPixel").getAsDouble(), 1e-9);
        assertTrue(info.getAsJsonObject("xmp").get("text").getAsString().contains("Grüße"));
        assertEquals(14, info.getAsJsonObject("exif").get("bytes").getAsInt());
        assertTrue(info.getAsJsonObject("icc").get("bytes").getAsInt() > 100);
        assertTrue(info.getAsJsonArray("chunks").size() >= 5, info.toString());
    }

    @Test
    void textTellsChunksAndMetadataWhenAsked() throws IOException {
        Path file = carrying();
        String brief = CommandRun.good("info", file).out();
        assertTrue(brief.contains("ICC ") && brief.contains("EXIF "), brief);
        assertFalse(brief.contains("Grüße") || brief.contains(" bytes at "), brief);
        String full = CommandRun.good("info", "--xmp", "--chunks", "-r", folder).out();
        assertTrue(full.contains("Grüße") && full.contains(" bytes at "), full);
        assertEquals("", CommandRun.good("info", "--quiet", file).out());
    }

    @Test
    void aFileThatEndsEarlyIsAFailure() throws IOException {
        Path file = carrying();
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        CommandRun run = CommandRun.of("info", file);
        assertEquals(1, run.code());
        assertTrue(run.out().contains("of a chunk that lacks 3"), run.out());
        assertTrue(run.err().contains("3 bytes are missing"), run.err());
    }

    @Test
    void whatIsNotOursIsAFailure() throws IOException {
        Path file = CommandRun.picture(folder.resolve("x.png"), 8, 8, 1);
        CommandRun run = CommandRun.of("info", file);
        assertEquals(1, run.code());
        assertTrue(run.err().contains("not a kmq, pcq or nnz file"), run.err());
        assertEquals(
                1,
                CommandRun.of("info", Files.createDirectory(folder.resolve("empty")))
                        .code());
    }

    @Test
    void exifTagsHaveNames() throws IOException {
        // TIFF 6.0: little-endian, one directory at 8 with one entry, Make (0x010f), ASCII, six bytes at 26.
        ByteBuffer tiff = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        tiff.putShort((short) 1)
                .putShort((short) 0x010f)
                .putShort((short) 2)
                .putInt(6)
                .putInt(26);
        tiff.putInt(0).put("Maker\0".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Map.of("Make", "Maker"), CarriedText.exif(tiff.array()));
        assertThrows(IOException.class, () -> CarriedText.exif(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));
    }

    @Test
    void profilesHaveNames() {
        String name =
                CarriedText.profile(ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        assertTrue(name.contains("sRGB"), name);
        assertEquals("damaged profile", CarriedText.profile(new byte[200]));
    }
}

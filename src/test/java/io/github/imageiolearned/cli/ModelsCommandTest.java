// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.nnz.NnzModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final Path TINY = Path.of("src/test/resources/io/github/imageiolearned/nnz/tiny");

    @TempDir
    Path folder;

    @BeforeEach
    void copyModels() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("packed.zip")))) {
            for (String name : CommandRun.files(TINY)) {
                Files.copy(TINY.resolve(name), copy.resolve(name));
                zip.putNextEntry(new ZipEntry("tiny/" + name));
                Files.copy(TINY.resolve(name), zip);
            }
        }
    }

    @Test
    void foldersBundlesAndTheLibraryAreListed() {
        JsonArray models = CommandRun.good("models", "--model", folder, "--verify", "--json")
                .json()
                .getAsJsonArray("models");
        assertEquals(3, models.size(), models.toString());
        JsonObject tiny = models.get(0).getAsJsonObject();
        assertEquals("tiny", tiny.get("id").getAsString());
        assertEquals(tiny.get("hash"), models.get(1).getAsJsonObject().get("hash"));
        assertTrue(tiny.getAsJsonObject("verified").has("encoder.onnx"));
        JsonObject library = models.get(2).getAsJsonObject();
        assertEquals(NnzModels.DEFAULT_ID, library.get("id").getAsString());
        assertTrue(library.getAsJsonObject("verified").has("priors.bin"));
    }

    @Test
    void damagedFilesAreFound() throws IOException {
        Path encoder = folder.resolve("copy/encoder.onnx");
        byte[] bytes = Files.readAllBytes(encoder);
        bytes[bytes.length / 2] ^= 1;
        Files.write(encoder, bytes);
        assertEquals(0, CommandRun.of("models", "--model", folder).code());
        CommandRun run = CommandRun.of("models", "-ckpt", folder, "--verify");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("1 failure:") && run.err().contains("encoder.onnx is not the file"), run.err());
        assertFalse(run.out().contains("all files are"), run.out());
    }

    @Test
    void cardsAreTextToRead() {
        CommandRun run = CommandRun.good("models", "--card", NnzModels.DEFAULT_ID);
        assertTrue(run.out().startsWith("# " + NnzModels.DEFAULT_ID), run.out());
        assertEquals("", CommandRun.good("models", "--quiet").out());
        assertEquals(1, CommandRun.of("models", "no-such-model").code());
        assertEquals(
                1, CommandRun.of("models", "--model", folder.resolve("nowhere")).code());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {
    @TempDir
    Path folder;

    private final Failures failures = new Failures();

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name : List.of(
                "a.png",
                "a.jpg",
                "B.PNG",
                "b.gif",
                ".hidden.png",
                "notes.txt",
                "x_RECON_0.123bpp.png",
                "in/a.png",
                "in/deep/c.png")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }

    private List<String> stems(boolean recursive, String... names) {
        return new Inputs(recursive, Set.of("png", "jpg", "gif")::contains, failures)
                .without(folder.resolve("in/deep")).find(List.of(names)).stream()
                        .map(input -> input.stem().toString().replace('\\', '/'))
                        .toList();
    }

    @Test
    void folders() {
        assertEquals(List.of("B.PNG", "a.jpg", "a.png", "b.gif"), stems(false, folder.toString()));
        // The output folder, which lies in the folder, is left out.
        assertEquals(List.of("B.PNG", "a.jpg", "a.png", "b.gif", "in/a"), stems(true, folder.toString()));
        assertTrue(failures.isEmpty());
    }

    @Test
    void patterns() {
        String base = folder.toString();
        assertEquals(List.of("a"), stems(false, base + "/*.png"));
        assertEquals(List.of("a.jpg", "a.png"), stems(false, base + "/a.*"));
        assertEquals(List.of("in/a"), stems(false, base + "/*/*.png"));
        assertEquals(List.of("a", "in/a"), stems(false, base + "/{**/,}a.png"));
        assertTrue(failures.isEmpty());
        assertEquals(List.of(), stems(false, base + "/*.bmp", base + "/[", base + "/none.png"));
        assertEquals(3, failures.toJson().size());
    }

    @Test
    void whatIsNamedIsTakenOnceAndWhateverItsName() {
        String text = folder.resolve("notes.txt").toString();
        assertEquals(
                List.of("notes", "x_RECON_0.123bpp"),
                stems(false, text, text, folder.resolve("x_RECON_0.123bpp.png").toString()));
    }
}

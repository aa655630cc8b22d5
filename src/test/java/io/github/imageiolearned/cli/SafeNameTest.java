// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeNameTest {
    @ParameterizedTest
    @CsvSource({
        "a/b/c.png, a/b/c.png",
        "../../etc/passwd.png, etc/passwd.png",
        "/root/x.png, root/x.png",
        "C:\\Windows\\x.png, C_/Windows/x.png",
        "a//./b.png, a/b.png",
        "a/..\\..\\b.png, a/b.png",
        "..., .._",
        "'. ./x.png', '. _/x.png'",
        "dir /x.png, dir_/x.png",
        "nul.png, _nul.png",
        "a/COM1, a/_COM1",
        "what?*.png, what__.png",
        "Grüße/日本.png, Grüße/日本.png",
        "'', _",
        "../.., _"
    })
    void staysBelowTheFolder(String entry, String expected) {
        assertEquals(expected, SafeName.of(entry).toString().replace('\\', '/'));
    }

    @Test
    void longNamesKeepTheirSuffixAndFitEveryFileSystem() {
        Path safe = SafeName.of("ä".repeat(500) + ".png");
        assertTrue(safe.toString().endsWith(".png"));
        int bytes = safe.toString().getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 180 && bytes > 170, bytes + " bytes");
    }

    @Test
    void deepNamesAreCutAtTheirTop() {
        Path safe = SafeName.of("a/".repeat(5000) + "b.png");
        assertEquals(32, safe.getNameCount());
        assertEquals("b.png", safe.getFileName().toString());
        assertNotEquals(Path.of(".."), safe.getName(0));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher of POSIX systems, in a built checkout whose JVM only tells how it was called. */
class LauncherTest {
    @TempDir
    Path folder;

    private Path home;

    @BeforeEach
    void checkout() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a POSIX shell");
        home = folder.resolve("a checkout");
        Files.createDirectories(home.resolve("target"));
        Files.copy(Path.of("learned"), executable(home.resolve("learned")));
        Files.createFile(home.resolve("target/imageio-learned-1.jar"));
        Files.createFile(home.resolve("target/imageio-learned-1-sources.jar"));
        Files.createFile(home.resolve("target/learned.built"));
        Path java = executable(folder.resolve("jdk/bin/java"));
        Files.writeString(java, "#!/bin/sh\necho \"locale=${LC_ALL-}\"\nfor a; do echo \"<$a>\"; done\nexit 7\n");
        assertTrue(java.toFile().setExecutable(true)
                && home.resolve("learned").toFile().setExecutable(true));
    }

    private static Path executable(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return file;
    }

    private List<String> run(Path launcher, String localeOfAll, String language, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG", "LEARNED_OPTS"));
        if (localeOfAll != null) {
            builder.environment().put("LC_ALL", localeOfAll);
        }
        if (language != null) {
            builder.environment().put("LANG", language);
        }
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(7, process.exitValue(), text);
        return text.lines().toList();
    }

    @ParameterizedTest
    @CsvSource({
        ", , C.UTF-8",
        "C, de_DE.UTF-8, C.UTF-8",
        "POSIX, , C.UTF-8",
        ", C, C.UTF-8",
        ", de_DE.UTF-8, ''",
        "fr_FR.UTF-8, C, fr_FR.UTF-8"
    })
    void fileNamesAreUtf8WhereNoLocaleSaysOtherwise(String all, String language, String given) throws Exception {
        assertEquals(
                "locale=" + given, run(home.resolve("learned"), all, language).get(0));
    }

    @Test
    void argumentsAndExitCodeArePassedOnFromALinkToo() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a checkout/learned"));
        List<String> lines = run(link, null, null, "info", "two words", "*", "");
        assertTrue(lines.contains("<-Dlearned.home=" + home.toRealPath() + ">"), lines::toString);
        String jar = home.toRealPath().resolve("target/imageio-learned-1.jar").toString();
        assertTrue(lines.contains("<" + jar + ":" + home.toRealPath() + "/target/lib/*>"), lines::toString);
        assertEquals(List.of("<info>", "<two words>", "<*>", "<>"), lines.subList(lines.size() - 4, lines.size()));
    }
}

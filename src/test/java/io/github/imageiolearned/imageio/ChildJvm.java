// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Runs a main class in a JVM of its own, with a class path of chosen libraries. */
final class ChildJvm {
    private ChildJvm() {}

    /** The lines of output of a main class that ends well; the class path holds the entries of the named classes. */
    static List<String> run(Class<?> main, List<String> options, String... classes) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.awt.headless=true");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(classes), main.getName()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), output);
        return Arrays.asList(output.split("\\R", -1));
    }

    private static String classPath(String... classes) throws Exception {
        Set<String> entries = new LinkedHashSet<>();
        for (String name : classes) {
            Class<?> type = Class.forName(name, false, ChildJvm.class.getClassLoader());
            entries.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}

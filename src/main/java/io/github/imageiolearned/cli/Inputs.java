// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files that a command works on, and what their results are called. */
final class Inputs {
    private Inputs() {}

    /**
     * A file to work on.
     *
     * @param path the file
     * @param stem where its results go, relative to the output folder and without a suffix
     */
    record Input(Path path, Path stem) {}

    /**
     * Lists files. A file that is named is taken whatever its suffix; of a folder those are taken whose suffix is
     * wanted, in the order of their names, and their place in the folder is kept in the results. Files whose results
     * would have the same name keep their suffix in it, and a number if that is not enough.
     *
     * @param paths files and folders
     * @param recursive whether folders in folders count
     * @param suffixes suffixes wanted, in small letters
     * @param failures hears of what is not there
     * @return the files
     */
    static List<Input> list(List<Path> paths, boolean recursive, Predicate<String> suffixes, Failures failures) {
        Map<Path, Path> found = new LinkedHashMap<>();
        for (Path path : paths) {
            try {
                if (Files.isDirectory(path)) {
                    try (Stream<Path> walk = Files.walk(path, recursive ? Integer.MAX_VALUE : 1)) {
                        walk.filter(Files::isRegularFile)
                                .filter(p -> suffixes.test(suffix(p)))
                                .filter(p -> !p.getFileName().toString().startsWith("."))
                                .sorted()
                                .forEach(p -> found.putIfAbsent(p, path.relativize(p)));
                    }
                } else if (Files.exists(path)) {
                    found.putIfAbsent(path, path.getFileName());
                } else {
                    throw new NoSuchFileException(path.toString());
                }
            } catch (IOException | java.io.UncheckedIOException e) {
                failures.add(path, e);
            }
        }
        return named(found);
    }

    private static List<Input> named(Map<Path, Path> found) {
        Map<Path, Integer> count = new HashMap<>();
        found.values().forEach(name -> count.merge(withoutSuffix(name), 1, Integer::sum));
        Set<Path> taken = new HashSet<>();
        List<Input> inputs = new ArrayList<>();
        found.forEach((path, name) -> {
            Path stem = count.get(withoutSuffix(name)) == 1 ? withoutSuffix(name) : name;
            Path unique = stem;
            for (int n = 2; !taken.add(unique); n++) {
                unique = stem.resolveSibling(stem.getFileName() + "-" + n);
            }
            inputs.add(new Input(path, unique));
        });
        return inputs;
    }

    /**
     * Returns the suffix of a file's name.
     *
     * @param path a file
     * @return small letters behind the last dot, or nothing
     */
    static String suffix(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    private static Path withoutSuffix(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? path : path.resolveSibling(name.substring(0, dot));
    }
}

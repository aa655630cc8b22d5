// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names from archives made into names of files: below the output folder whatever the archive says, and valid on every
 * system.
 */
final class SafeName {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_BYTES = 180;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\x00-\\x1f\\x7f<>:\"|?*]");
    private static final Pattern RESERVED =
            Pattern.compile("(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7e]");

    private SafeName() {}

    /**
     * Makes a relative path of an entry's name. Roots, drives and steps upwards are dropped, what some file system
     * forbids becomes an underscore, and long names are shortened from their middle.
     *
     * @param entry name of an entry
     * @return a path of at least one and at most 32 names, none of which is {@code ..}
     */
    static Path of(String entry) {
        List<String> parts = new ArrayList<>();
        for (String part : entry.split("[/\\\\]+", -1)) {
            if (!part.isBlank() && !part.equals(".") && !part.equals("..")) {
                parts.add(part(part));
            }
        }
        if (parts.isEmpty()) {
            parts.add("_");
        }
        List<String> last = parts.subList(Math.max(0, parts.size() - MAX_DEPTH), parts.size());
        return Path.of(last.get(0), last.subList(1, last.size()).toArray(new String[0]));
    }

    private static String part(String part) {
        String name = representable(FORBIDDEN.matcher(part).replaceAll("_"));
        // Windows drops dots and spaces at the end, so that two names could become one, or ". ." a step upwards.
        while (name.endsWith(".") || name.endsWith(" ")) {
            name = name.substring(0, name.length() - 1) + "_";
        }
        if (RESERVED.matcher(name).matches()) {
            name = "_" + name;
        }
        while (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            int middle = name.offsetByCodePoints(0, name.codePointCount(0, name.length()) / 2);
            name = name.substring(0, middle) + name.substring(name.offsetByCodePoints(middle, 1));
        }
        return name;
    }

    /** In some locales, C and POSIX above all, Java has no file names but those of ASCII. */
    private static String representable(String name) {
        try {
            return Path.of(name).toString();
        } catch (InvalidPathException e) {
            return NOT_ASCII.matcher(name).replaceAll("_");
        }
    }
}

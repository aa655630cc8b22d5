// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.imageio.ImageIO;

/** The pictures that a command works on, and what their results are called. */
final class Inputs {
    private static final Pattern RECONSTRUCTION = Pattern.compile(".*_RECON_[0-9.]+bpp(-[0-9]+)?\\.png");

    private final boolean recursive;
    private final Predicate<String> suffixes;
    private final Failures failures;
    private final Map<Source, Path> found = new LinkedHashMap<>();
    private Path output;
    private long archiveLimit = -1;

    /** A file, or an entry of an archive. */
    private record Source(Path path, String entry, int ordinal) {}

    /**
     * A picture to work on.
     *
     * @param path the file, or the archive that it is in
     * @param entry name of the entry in the archive; null for a file
     * @param ordinal number of the entry
     * @param stem where its results go, relative to the output folder and without a suffix
     */
    record Input(Path path, String entry, int ordinal, Path stem) {
        /**
         * The picture's name for a person.
         *
         * @return the path, and for an archive the entry behind an exclamation mark
         */
        String label() {
            return entry == null ? path.toString() : path + "!" + entry;
        }

        /**
         * The picture's place in a table.
         *
         * @return its name with its suffix, relative to the folder, pattern or archive that it was found by
         */
        Path name() {
            return stem.resolveSibling(
                    (entry == null ? path : SafeName.of(entry)).getFileName().toString());
        }
    }

    /**
     * Begins without any file.
     *
     * @param recursive whether folders in folders count
     * @param suffixes suffixes wanted of files in folders and archives, in small letters
     * @param failures hears of what is not there
     */
    Inputs(boolean recursive, Predicate<String> suffixes, Failures failures) {
        this.recursive = recursive;
        this.suffixes = suffixes;
        this.failures = failures;
    }

    /**
     * Looks into archives that are named.
     *
     * @param limit most bytes that one may unpack to, or 0 for what {@link Archive} allows
     * @return this
     */
    Inputs withArchives(long limit) {
        archiveLimit = limit;
        return this;
    }

    /**
     * Leaves out what an earlier run wrote: the output folder where it lies in a folder of inputs, and reconstructions.
     *
     * @param folder where results go
     * @return this
     */
    Inputs without(Path folder) {
        output = folder.toAbsolutePath().normalize();
        return this;
    }

    /**
     * Lists files. A file that is named is taken whatever its suffix; of a folder those are taken whose suffix is
     * wanted, in the order of their names, and their place in the folder is kept in the results.
     *
     * @param paths files and folders
     * @param recursive whether folders in folders count
     * @param suffixes suffixes wanted, in small letters
     * @param failures hears of what is not there
     * @return the files
     */
    static List<Input> list(List<Path> paths, boolean recursive, Predicate<String> suffixes, Failures failures) {
        return new Inputs(recursive, suffixes, failures)
                .find(paths.stream().map(Path::toString).toList());
    }

    /**
     * The suffixes of all formats that ImageIO reads.
     *
     * @return in small letters
     */
    static Set<String> readable() {
        Set<String> suffixes = new TreeSet<>();
        for (String suffix : ImageIO.getReaderFileSuffixes()) {
            suffixes.add(suffix.toLowerCase(Locale.ROOT));
        }
        return suffixes;
    }

    /**
     * Finds files, the content of folders, what a pattern such as {@code photos/*.jpg} or {@code photos/**.png} fits,
     * and the content of archives. Results that would have the same name keep the suffix of their picture in it, and get
     * a number if that is not enough.
     *
     * @param names files, folders, patterns and archives
     * @return the pictures
     */
    List<Input> find(List<String> names) {
        for (String name : names) {
            try {
                Path path = existing(name);
                if (path == null) {
                    pattern(name);
                } else if (Files.isDirectory(path)) {
                    for (Path file : walk(path, recursive ? Integer.MAX_VALUE : 1)) {
                        if (wanted(file)) {
                            add(new Source(file, null, 0), path.relativize(file));
                        }
                    }
                } else {
                    file(path, path.getFileName());
                }
            } catch (IOException | InvalidPathException | PatternSyntaxException e) {
                failures.add(name, e);
            }
        }
        return named();
    }

    /** The path if there is such a file; null if not, for then it may be a pattern, which is no path on some systems. */
    private static Path existing(String name) {
        try {
            Path path = Path.of(name);
            return Files.exists(path) ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private void file(Path path, Path place) throws IOException {
        if (archiveLimit >= 0 && Archive.is(path)) {
            archive(path);
        } else {
            add(new Source(path, null, 0), place);
        }
    }

    private void add(Source source, Path place) {
        try {
            // A file may exist whose name Java cannot make: then its results have no names either.
            withoutSuffix(place);
            found.putIfAbsent(source, place);
            OutputFile.protect(source.path);
        } catch (InvalidPathException e) {
            failures.add(source.path, e);
        }
    }

    private void archive(Path path) throws IOException {
        try {
            new Archive(path, archiveLimit).visit((ordinal, name, content) -> {
                Path place = SafeName.of(name);
                if (wanted(place) && !place.startsWith("__MACOSX")) {
                    add(new Source(path, name, ordinal), place);
                }
            });
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing waits here", e);
        }
    }

    private boolean wanted(Path path) {
        return suffixes.test(suffix(path)) && shown(path);
    }

    private boolean shown(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".")
                && (output == null || !RECONSTRUCTION.matcher(name).matches());
    }

    private void pattern(String name) throws IOException {
        String text = FileSystems.getDefault().getSeparator().equals("\\") ? name.replace('\\', '/') : name;
        int magic = text.split("[*?\\[{]", 2)[0].length();
        if (magic == text.length()) {
            throw new NoSuchFileException(name);
        }
        int folder = text.lastIndexOf('/', magic) + 1;
        Path start = Path.of(text.substring(0, folder));
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text.substring(folder));
        int depth = text.contains("**")
                ? Integer.MAX_VALUE
                : 1 + (int) text.substring(magic).chars().filter(c -> c == '/').count();
        boolean any = false;
        for (Path file : walk(start, depth)) {
            Path place = folder == 0 ? file : start.relativize(file);
            if (shown(place) && matcher.matches(place)) {
                file(file, place);
                any = true;
            }
        }
        if (!any) {
            throw new IOException("nothing fits this pattern");
        }
    }

    /** The files of a folder in the order of their names. */
    private Set<Path> walk(Path start, int depth) throws IOException {
        Set<Path> files = new TreeSet<>();
        Files.walkFileTree(start, Set.of(), depth, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean ours = !folder.equals(start)
                        && folder.toAbsolutePath().normalize().equals(output);
                return ours ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (Files.isRegularFile(file)) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                failures.add(file, e);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private List<Input> named() {
        // File systems exist that do not tell small letters from capitals.
        Map<String, Integer> count = new HashMap<>();
        found.values().forEach(name -> count.merge(key(withoutSuffix(name)), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        List<Input> inputs = new ArrayList<>();
        found.forEach((source, name) -> {
            Path stem = count.get(key(withoutSuffix(name))) == 1 ? withoutSuffix(name) : name;
            Path unique = stem;
            for (int n = 2; !taken.add(key(unique)); n++) {
                unique = stem.resolveSibling(stem.getFileName() + "-" + n);
            }
            inputs.add(new Input(source.path, source.entry, source.ordinal, unique));
        });
        return inputs;
    }

    private static String key(Path path) {
        return path.toString().toLowerCase(Locale.ROOT);
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

    /**
     * Returns a file's name without its suffix.
     *
     * @param path a file
     * @return the same place, without the last dot of the name and what is behind it
     */
    static Path withoutSuffix(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? path : path.resolveSibling(name.substring(0, dot));
    }
}

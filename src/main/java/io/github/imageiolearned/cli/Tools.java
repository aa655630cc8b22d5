// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Other programs on the search path, and a folder for the files that go to and from them. The folder disappears when
 * this is closed, or the JVM ends. Not thread-safe.
 */
final class Tools implements AutoCloseable {
    /** How long a program may take for a picture unless told otherwise. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration VERSION_LIMIT = Duration.ofSeconds(10);
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+");
    private static final Pattern AV1 = Pattern.compile("aom \\[enc(?:/dec)?\\]:v?(\\d+(?:\\.\\d+)+)");

    private final List<Path> searchPath;
    private final Duration limit;
    private final Map<String, Optional<Tool>> found = new HashMap<>();
    private Path folder;
    private Thread cleaner;
    private BufferedImage given;

    /**
     * A program that was found.
     *
     * @param name its name
     * @param path where it is
     * @param version what it says that its version is
     */
    record Tool(String name, Path path, String version) {}

    /**
     * Looks in other places than {@code PATH}.
     *
     * @param searchPath folders, with the separator of this system between them; null is none
     * @param limit how long a program may take for a picture
     */
    Tools(String searchPath, Duration limit) {
        this.searchPath = folders(searchPath);
        this.limit = limit;
    }

    /**
     * Looks in the folders of {@code PATH}.
     *
     * @return no programs yet: each is looked for when it is asked for
     */
    static Tools onPath() {
        return new Tools(System.getenv("PATH"), LIMIT);
    }

    private static List<Path> folders(String searchPath) {
        List<Path> folders = new ArrayList<>();
        for (String part : (searchPath == null ? "" : searchPath).split(Pattern.quote(File.pathSeparator), -1)) {
            folder(part).filter(Path::isAbsolute).ifPresent(folders::add);
        }
        return folders;
    }

    private static Optional<Path> folder(String name) {
        try {
            return Optional.of(Path.of(name));
        } catch (InvalidPathException e) {
            // Nothing can be found in a folder that cannot exist.
            return Optional.empty();
        }
    }

    /**
     * Looks for a program and asks it for its version. One that has none, or takes too long to say, is as good as
     * absent: Windows, for one, has a {@code convert} of its own.
     *
     * @param name name of the program
     * @param versionArgument what makes it tell its version
     * @param word what it must say among other things; may be empty
     * @return the program, if it is there
     */
    Optional<Tool> find(String name, String versionArgument, String word) {
        return found.computeIfAbsent(name, n -> {
            for (Path place : searchPath) {
                for (String file : List.of(name, name + ".exe")) {
                    Path path = place.resolve(file);
                    if (Files.isRegularFile(path) && Files.isExecutable(path)) {
                        return version(path, versionArgument, word).map(v -> new Tool(name, path, v));
                    }
                }
            }
            return Optional.empty();
        });
    }

    private static Optional<String> version(Path path, String argument, String word) {
        try {
            String text = ChildProcess.run(List.of(path.toString(), argument), null, VERSION_LIMIT)
                    .text();
            Matcher number = NUMBER.matcher(text);
            if (!text.contains(word) || !number.find()) {
                return Optional.empty();
            }
            Matcher codec = AV1.matcher(text);
            return Optional.of(number.group() + (codec.find() ? " (libaom " + codec.group(1) + ")" : ""));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs a program in the folder of this.
     *
     * @param tool the program
     * @param arguments its arguments
     * @throws IOException if it fails or takes too long
     */
    void run(Tool tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(tool.path().toString()));
        command.addAll(Arrays.asList(arguments));
        ChildProcess.succeed(command, folder(), limit);
    }

    /**
     * Names a file in the folder; what is there of that name is deleted, so that a program that writes nothing is not
     * taken for one that has written.
     *
     * @param name name of the file
     * @return the file, not there
     * @throws IOException if that cannot be made so
     */
    Path file(String name) throws IOException {
        Path file = folder().resolve(name);
        Files.deleteIfExists(file);
        return file;
    }

    /**
     * Gives the programs a picture. The last one is remembered and not written again.
     *
     * @param image the picture
     * @return name of its PNG in the folder
     * @throws IOException if it cannot be written
     */
    String give(BufferedImage image) throws IOException {
        String name = "picture.png";
        if (given != image) {
            given = null;
            Files.write(file(name), png(image));
            given = image;
        }
        return name;
    }

    /**
     * Codes a picture as PNG, without metadata.
     *
     * @param image the picture
     * @return the file
     * @throws IOException if PNG cannot hold it
     */
    static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("PNG cannot hold this picture");
        }
        return bytes.toByteArray();
    }

    private Path folder() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("learned");
            cleaner = new Thread(() -> delete(folder));
            Runtime.getRuntime().addShutdownHook(cleaner);
        }
        return folder;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // It lies where the system keeps what may be deleted; there is nobody left to tell.
            return;
        }
    }

    @Override
    public void close() {
        if (folder != null) {
            delete(folder);
            try {
                Runtime.getRuntime().removeShutdownHook(cleaner);
            } catch (IllegalStateException e) {
                // The JVM is ending; the hook finds nothing more to delete.
                return;
            }
            folder = null;
        }
    }
}

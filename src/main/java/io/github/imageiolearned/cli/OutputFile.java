// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Writes files whole or not at all: under another name first, then renamed. A full disk leaves nothing, and neither does
 * an interrupt, for which {@link #abandon} exists.
 */
final class OutputFile {
    private static final Set<Path> PARTS = new HashSet<>();
    private static final Set<Path> SOURCES = new HashSet<>();
    private static boolean abandoned;

    private OutputFile() {}

    /** Begins a command, to which no files are given yet. */
    static synchronized void begin() {
        SOURCES.clear();
    }

    /**
     * Notes a file that was given to the command: nothing that it writes replaces it.
     *
     * @param file a file
     */
    static synchronized void protect(Path file) {
        try {
            SOURCES.add(file.toRealPath());
        } catch (IOException e) {
            // What cannot be found cannot be replaced.
        }
    }

    private static synchronized void check(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        if (Files.exists(file) && SOURCES.contains(file.toRealPath())) {
            throw new IOException("would replace " + file + ", which it was given to read");
        }
    }

    /**
     * Writes a file.
     *
     * @param file where to; its folder is made if need be; what is there is replaced
     * @param bytes the whole content
     * @throws IOException if it fails; then the file is as it was before
     */
    static void write(Path file, byte[] bytes) throws IOException {
        write(file, bytes, true);
    }

    /**
     * Writes a file.
     *
     * @param file where to; its folder is made if need be
     * @param bytes the whole content
     * @param replace whether a file that is there is replaced
     * @throws FileAlreadyExistsException if it must not be replaced
     * @throws IOException if it is a folder, was given to the command to read ({@link #protect}), or writing fails; then the file is as it was before
     */
    static void write(Path file, byte[] bytes, boolean replace) throws IOException {
        check(file);
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder + " is no folder");
        }
        Files.createDirectories(folder);
        Path part = folder.resolve("." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = open(part)) {
                for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                    channel.write(left);
                }
                // A name must not outlive a loss of power without its content: a later run would take it as done.
                channel.force(true);
            }
            finish(part, file, replace);
        } finally {
            Files.deleteIfExists(part);
            forget(part);
        }
    }

    private static synchronized FileChannel open(Path part) throws IOException {
        if (abandoned) {
            throw new IOException("interrupted");
        }
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        PARTS.add(part);
        return channel;
    }

    private static synchronized void forget(Path part) {
        PARTS.remove(part);
    }

    private static synchronized void finish(Path part, Path file, boolean replace) throws IOException {
        if (abandoned) {
            throw new IOException("interrupted");
        }
        if (!replace) {
            Files.move(part, file);
            return;
        }
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Deletes what is half written and lets nothing more be written: for the end of the JVM. */
    static synchronized void abandon() {
        abandoned = true;
        for (Path part : PARTS) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // The JVM is ending: there is nobody left to tell.
            }
        }
    }
}

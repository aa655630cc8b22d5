// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs another program: without a shell, so that no name needs quoting, with nothing to read, for a limited time, and
 * never for longer than this JVM lives.
 */
final class ChildProcess {
    /** Of what a program says no more is kept than this, in bytes. */
    private static final int MOST_OUTPUT = 1 << 16;

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(ChildProcess::end)));
    }

    private ChildProcess() {}

    /**
     * What a program did.
     *
     * @param exitCode its exit code
     * @param text what it said, on both streams; the first 64 KiB
     */
    record Outcome(int exitCode, String text) {}

    /**
     * Runs a program and waits for its end.
     *
     * @param command the program and its arguments
     * @param folder where it runs; null for where this JVM runs
     * @param limit how long it may take; then it is ended, with all that it started
     * @return what it did
     * @throws IOException if it cannot be started or takes too long
     */
    static Outcome run(List<String> command, Path folder, Duration limit) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(folder == null ? null : folder.toFile());
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        RUNNING.add(process);
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            process.getOutputStream().close();
            FutureTask<String> text = new FutureTask<>(() -> head(process.getInputStream()));
            Thread reader = new Thread(text, "output of " + name(command));
            reader.setDaemon(true);
            reader.start();
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw tooLong(command, limit);
            }
            return new Outcome(
                    process.exitValue(),
                    text.get(Math.max(1_000_000_000, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(name(command) + " was interrupted");
        } catch (TimeoutException e) {
            throw tooLong(command, limit);
        } catch (ExecutionException e) {
            throw new IOException("output of " + name(command) + " cannot be read", e.getCause());
        } finally {
            end(process);
            RUNNING.remove(process);
        }
    }

    /**
     * Runs a program that must succeed.
     *
     * @param command the program and its arguments
     * @param folder where it runs; null for where this JVM runs
     * @param limit how long it may take
     * @throws IOException if it cannot be started, takes too long, or says with its exit code that it failed
     */
    static void succeed(List<String> command, Path folder, Duration limit) throws IOException {
        Outcome outcome = run(command, folder, limit);
        if (outcome.exitCode() != 0) {
            String text = outcome.text().strip();
            String last = text.substring(text.lastIndexOf('\n') + 1);
            throw new IOException(
                    name(command) + " failed (" + outcome.exitCode() + ")" + (last.isEmpty() ? "" : ": " + last));
        }
    }

    private static IOException tooLong(List<String> command, Duration limit) {
        return new IOException(name(command) + " took longer than " + limit.toSeconds() + " s");
    }

    private static String name(List<String> command) {
        return String.valueOf(Path.of(command.get(0)).getFileName());
    }

    /** Reads to the end, so that the program never waits for us, and keeps the beginning. */
    private static String head(InputStream in) throws IOException {
        String text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        in.transferTo(OutputStream.nullOutputStream());
        return text;
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

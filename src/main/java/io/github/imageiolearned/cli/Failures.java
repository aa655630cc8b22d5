// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What went wrong with which file. Thread-safe. */
final class Failures {
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /**
     * Remembers a failure.
     *
     * @param what the file, as it was named
     * @param e why
     */
    void add(Object what, Throwable e) {
        lines.add(what + ": " + reason(e));
    }

    /**
     * Tells whether nothing failed.
     *
     * @return true if there are no failures so far
     */
    boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * Lists all failures.
     *
     * @param err where to
     * @return the exit code: 0 if there are none, else 1
     */
    int report(PrintWriter err) {
        if (lines.isEmpty()) {
            return 0;
        }
        err.println();
        err.println(lines.size() + (lines.size() == 1 ? " failure:" : " failures:"));
        for (String line : lines) {
            err.println("  " + line);
        }
        err.flush();
        return 1;
    }

    /**
     * Says in a line why something failed.
     *
     * @param e an exception
     * @return what its message says, or what its type says where the message is only a path
     */
    static String reason(Throwable e) {
        if (e instanceof ExecutionException && e.getCause() != null) {
            return reason(e.getCause());
        }
        if (e instanceof NoSuchFileException) {
            return "no such file: " + e.getMessage();
        }
        if (e instanceof AccessDeniedException) {
            return "access denied: " + e.getMessage();
        }
        if (e instanceof FileAlreadyExistsException) {
            return "exists already: " + e.getMessage();
        }
        if (e instanceof OutOfMemoryError) {
            return "not enough memory for this picture (give the JVM more: LEARNED_OPTS=-Xmx4g)";
        }
        String message = e.getMessage();
        if (message == null || message.isBlank()) {
            message = e.getClass().getSimpleName();
        }
        return message;
    }
}

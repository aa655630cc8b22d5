// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** What went wrong with which file. Thread-safe. */
final class Failures {
    private final List<Failure> all = Collections.synchronizedList(new ArrayList<>());

    private record Failure(String what, String reason) {}

    /**
     * Remembers a failure.
     *
     * @param what the file, as it was named
     * @param e why
     */
    void add(Object what, Throwable e) {
        all.add(new Failure(what.toString(), reason(e)));
    }

    /**
     * Tells whether nothing failed.
     *
     * @return true if there are no failures so far
     */
    boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * Lists all failures.
     *
     * @param err where to
     * @return the exit code: 0 if there are none, else 1
     */
    int report(PrintWriter err) {
        if (all.isEmpty()) {
            return 0;
        }
        err.println();
        err.println(all.size() + (all.size() == 1 ? " failure:" : " failures:"));
        for (Failure failure : all) {
            err.println("  " + failure.what + ": " + failure.reason);
        }
        err.flush();
        return 1;
    }

    /**
     * Lists all failures.
     *
     * @return an object for each: what failed, and the reason
     */
    JsonArray toJson() {
        JsonArray array = new JsonArray();
        for (Failure failure : all) {
            JsonObject object = new JsonObject();
            object.addProperty("what", failure.what);
            object.addProperty("reason", failure.reason);
            array.add(object);
        }
        return array;
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
        if (e instanceof InvalidPathException) {
            return e.getMessage()
                    + " (not a file name here; names that are not ASCII need a locale that has them, such as"
                    + " LC_ALL=C.UTF-8)";
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

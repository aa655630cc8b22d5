// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command talks to who called it, and the options for that: a mixin of every command. Text for people and the
 * document of {@code --json} go to the standard output, progress and failures to the standard error.
 */
final class Console {
    private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @ArgGroup(validate = false, order = 1000, heading = "%nWhat is said:%n")
    Modes modes = new Modes();

    /** The options. */
    static final class Modes {
        @Option(names = "--quiet", description = "say nothing but what failed")
        boolean quiet;

        @Option(
                names = "--json",
                description = "print one JSON document instead of text; progress and failures stay on the standard"
                        + " error")
        boolean json;
    }

    /** Made by picocli. */
    Console() {}

    /**
     * Where text for people goes.
     *
     * @return the standard output, or nowhere if it was to be quiet or JSON
     */
    PrintWriter out() {
        return modes.quiet || modes.json ? NOWHERE : spec.commandLine().getOut();
    }

    /**
     * Where hints and warnings go that are neither result nor failure.
     *
     * @return the standard error, or nowhere if it was to be quiet
     */
    PrintWriter hints() {
        return modes.quiet ? NOWHERE : spec.commandLine().getErr();
    }

    /**
     * Begins to tell how far the command has come.
     *
     * @param task a word for the bar
     * @param total number of steps
     * @return to be told of every step, and closed
     */
    Steps steps(String task, int total) {
        return modes.quiet
                ? Steps.silent()
                : new Steps(task, total, spec.commandLine().getErr());
    }

    /**
     * Ends the command: lists the failures, and prints the document if one was asked for.
     *
     * @param document what the command found out; the failures are added
     * @param failures what failed
     * @return the exit code: 0 if nothing failed, else 1
     */
    int finish(JsonObject document, Failures failures) {
        out().flush();
        if (modes.json) {
            document.add("failures", failures.toJson());
            PrintWriter out = spec.commandLine().getOut();
            out.println(text(document));
            out.flush();
        }
        return failures.report(spec.commandLine().getErr());
    }

    /**
     * Writes a document as text.
     *
     * @param document any document
     * @return JSON, on several lines
     */
    static String text(JsonObject document) {
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .serializeNulls()
                .create()
                .toJson(document);
    }
}

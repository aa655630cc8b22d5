// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import picocli.CommandLine;

/** A run of the command line: arguments in, text and an exit code out. */
record CommandLineRun(int code, String out, String err) {
    static CommandLineRun of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Learned.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(Stream.of(args).map(Object::toString).toArray(String[]::new));
        return new CommandLineRun(code, out.toString(), err.toString());
    }
}

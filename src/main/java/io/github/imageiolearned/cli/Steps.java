// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Says how far a command has come: a bar with rate and time left on a terminal, a line a step elsewhere. Thread-safe. */
final class Steps implements AutoCloseable {
    private final int total;
    private final PrintWriter err;
    private final ProgressBar bar;
    private int done;

    private Steps(int total, PrintWriter err, ProgressBar bar) {
        this.total = total;
        this.err = err;
        this.bar = bar;
    }

    /**
     * Begins.
     *
     * @param task a word for the bar
     * @param total number of steps
     * @param err where the lines go
     */
    Steps(String task, int total, PrintWriter err) {
        this(
                total,
                err,
                !onTerminal() || total == 0
                        ? null
                        : new ProgressBarBuilder()
                                .setTaskName(task)
                                .setInitialMax(total)
                                .setStyle(ProgressBarStyle.ASCII)
                                .setUpdateIntervalMillis(200)
                                .showSpeed(new DecimalFormat(" 0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                                .clearDisplayOnFinish()
                                .build());
    }

    /**
     * Says nothing.
     *
     * @return steps that nobody hears of
     */
    static Steps silent() {
        return new Steps(0, new PrintWriter(Writer.nullWriter()), null);
    }

    /** From JDK 22 on there is a console elsewhere too, unless jdk.console is java.base, to which the launcher sets it. */
    @SuppressWarnings("SystemConsoleNull")
    static boolean onTerminal() {
        return System.console() != null;
    }

    /**
     * Counts a step that is done.
     *
     * @param what what was done, in a few words
     */
    synchronized void done(String what) {
        done++;
        if (bar != null) {
            bar.setExtraMessage(" " + what);
            bar.step();
        } else {
            err.println("[" + done + "/" + total + "] " + what);
            err.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}

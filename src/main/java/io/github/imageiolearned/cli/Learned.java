// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.PrintWriter;
import javax.imageio.ImageIO;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The command line. Exit codes: 0 if all went well, 1 if something failed (the rest is done all the same), 2 if the
 * command line is wrong.
 */
@Command(
        name = "learned",
        description = "Picture formats learned from data: kmq, pcq and nnz.",
        mixinStandardHelpOptions = true,
        versionProvider = Learned.Version.class,
        subcommands = {
            CompressCommand.class,
            DecompressCommand.class,
            InfoCommand.class,
            EvaluateCommand.class,
            TrainPriorsCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Learned implements Runnable {
    @Spec
    CommandSpec spec;

    /** Made by {@link #main} and by picocli. */
    Learned() {}

    /** Says which version this is. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Learned.class.getPackage().getImplementationVersion();
            return new String[] {
                "imageio-learned " + (version == null ? "(development)" : version),
                "Java " + System.getProperty("java.version")
            };
        }
    }

    /** Without a command: says what there is. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "which command? compress, decompress, info or evaluate");
    }

    /**
     * Makes the command line with all commands.
     *
     * @return a parser that runs what it parses
     */
    static CommandLine commandLine() {
        return new CommandLine(new Learned())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, args) -> {
                    CommandLine command = e.getCommandLine();
                    command.getErr().println("learned: " + e.getMessage());
                    command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    PrintWriter err = commandLine.getErr();
                    err.println("learned: " + Failures.reason(e));
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /**
     * Runs a command and ends the JVM.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        ImageIO.setUseCache(false);
        System.exit(commandLine().execute(args));
    }
}

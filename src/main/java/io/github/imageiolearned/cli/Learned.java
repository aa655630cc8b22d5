// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import picocli.AutoComplete;
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
            ComponentsCommand.class,
            PaletteCommand.class,
            ModelsCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            CompareCommand.class,
            BenchmarksCommand.class,
            TrainLatentsCommand.class,
            TrainPriorsCommand.class,
            AutoComplete.GenerateCompletion.class,
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
        throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
    }

    /**
     * Makes the command line with all commands.
     *
     * @return a parser that runs what it parses
     */
    static CommandLine commandLine() {
        OutputFile.begin();
        CommandLine all = new CommandLine(new Learned())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, args) -> {
                    CommandLine command = e.getCommandLine();
                    command.getErr().println("learned: " + e.getMessage());
                    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
                        command.getErr()
                                .println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
                    }
                    return CommandLine.ExitCode.USAGE;
                })
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    PrintWriter err = commandLine.getErr();
                    err.println("learned: " + Failures.reason(e));
                    return CommandLine.ExitCode.SOFTWARE;
                });
        unify(all);
        all.getSubcommands().values().forEach(Learned::unify);
        all.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .description(
                        "Prints a completion script for bash and zsh. To try it:  source <(learned generate-completion)");
        return all;
    }

    /** What the help of all commands has in common. */
    private static void unify(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "all went well");
        codes.put("1", "something failed; it is listed at the end, and the rest is done all the same");
        codes.put("2", "the command line is wrong; nothing is done");
        codes.put("130", "interrupted; what is finished stays, and nothing is half written");
        command.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .parameterListHeading("%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    /**
     * Runs a command and ends the JVM.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        preset("java.awt.headless", "true");
        // From JDK 22 on there is a console even where there is no terminal, unless it is that of java.base.
        preset("jdk.console", "java.base");
        // DJL logs through SLF4J, which complains of having no logger.
        preset("slf4j.internal.verbosity", "ERROR");
        ImageIO.setUseCache(false);
        CommandLine command = commandLine();
        int code = command.execute(args);
        if (command.getOut().checkError() && code == 0) {
            command.getErr().println("learned: the standard output cannot be written");
            code = CommandLine.ExitCode.SOFTWARE;
        }
        System.exit(code);
    }

    private static void preset(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}

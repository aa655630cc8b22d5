// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prepares and starts the trainer of nnz, exports its model, and adds the entropy coder's starting states. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        header = "Trains a model of nnz on your own pictures.",
        description = {
            "",
            "Runs the trainer of models/training, exports the model and trains the starting states of its entropy"
                    + " coder. It goes on where it stopped if it is started again. It needs:",
            "  - the folder models/training of the source repository (--trainer)",
            "  - Python 3.9 or newer with what requirements.txt lists: PyTorch and others; --install puts them into a"
                    + " virtual environment beside the trainer",
            "  - pictures that may be used: some hundreds at least; keep others apart to measure on",
            "  - 3 bytes of disk for every pixel, and hours: on two cores one or two, if it starts from a model"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned train --data faces --id faces-1 --dry-run",
            "      says what is missing, and what would be run",
            "  learned train --data faces --id faces-1 --minutes 60 --install",
            "  learned compress face.png -f nnz --model models/training/runs/faces-1/faces-1"
        })
final class TrainCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "pictures to train on, with all folders in it")
    Path data;

    @Option(
            names = "--id",
            paramLabel = "ID",
            required = true,
            description = "name of the model: small letters, digits, '-', '.', '_'; at most 32")
    String id;

    @ArgGroup(validate = false, order = 10, heading = "%nHow it is trained:%n")
    Training training = new Training();

    @ArgGroup(validate = false, order = 20, heading = "%nWhere things are:%n")
    Places places = new Places();

    @Option(names = "--dry-run", description = "only say what is needed, what is there, and what would be run")
    boolean dryRun;

    @Mixin
    Console console;

    /** How it is trained. */
    static final class Training {
        @Option(names = "--minutes", paramLabel = "N", description = "time to train, over all starts (default: 60)")
        int minutes = 60;

        @Option(
                names = "--start-from",
                paramLabel = "PATH",
                description =
                        "a model's folder to start from, or 'nothing' (default: the released one beside the trainer, which saves"
                                + " hours)")
        String startFrom;

        @Option(
                names = "--workers",
                paramLabel = "N",
                description = "processes that share the work (default: 1 on a GPU, else 2 if there are two cores)")
        int workers;

        @Option(
                names = "--batch",
                paramLabel = "N",
                description = "crops a step and worker (default: 16 on a GPU, else 8)")
        int batch;

        @Option(names = "--f32", description = "no bfloat16: for processors that have no such arithmetic")
        boolean f32;

        @Option(names = "--licence", paramLabel = "NAME", description = "goes into the model (default: unstated)")
        String licence = "unstated";
    }

    /** Where things are. */
    static final class Places {
        @Option(names = "--run", paramLabel = "DIR", description = "checkpoints (default: TRAINER/runs/ID)")
        Path run;

        @Option(
                names = {"-o", "--output"},
                paramLabel = "DIR",
                description = "the model (default: RUN/ID)")
        Path output;

        @Option(
                names = "--trainer",
                paramLabel = "DIR",
                description = "folder with train.py (default: models/training)")
        Path trainer;

        @Option(
                names = "--python",
                paramLabel = "COMMAND",
                description = "Python (default: that of TRAINER/.venv, or python3)")
        String python;

        @Option(
                names = "--install",
                description = "make TRAINER/.venv and install requirements.txt there, from the network")
        boolean install;
    }

    /** Made by picocli. */
    TrainCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!id.matches("[a-z0-9_-][a-z0-9._-]{0,31}")) {
            throw new ParameterException(spec.commandLine(), "not an id of a model: " + id);
        }
        if (training.minutes < 1 || training.workers < 0 || training.batch < 0) {
            throw new ParameterException(spec.commandLine(), "--minutes, --workers and --batch are at least 1");
        }
        Failures failures = new Failures();
        Trainer trainer = new Trainer(this);
        if (places.install && !dryRun) {
            for (List<String> command : trainer.installation()) {
                if (run(command, failures) != 0) {
                    return console.finish(new JsonObject(), failures);
                }
            }
        }
        List<Trainer.Need> needs = trainer.needs(failures);
        PrintWriter out = console.out();
        needs.forEach(need -> out.printf("%-8s %-8s %s%n", need.name(), need.met() ? "found" : "missing", need.what()));
        out.println();
        List<List<String>> commands = trainer.commands();
        commands.forEach(command -> out.println(String.join(" ", command)));
        out.println("learned train-priors " + trainer.output() + " " + data);
        out.flush();
        if (!dryRun && failures.isEmpty()) {
            train(trainer, commands, failures);
        }
        return console.finish(document(trainer, needs, commands), failures);
    }

    private JsonObject document(Trainer trainer, List<Trainer.Need> needs, List<List<String>> commands) {
        JsonObject document = new JsonObject();
        JsonArray array = new JsonArray();
        for (Trainer.Need need : needs) {
            JsonObject object = new JsonObject();
            object.addProperty("name", need.name());
            object.addProperty("found", need.met());
            object.addProperty("what", need.what());
            array.add(object);
        }
        document.add("needs", array);
        JsonArray lines = new JsonArray();
        commands.forEach(command -> lines.add(String.join(" ", command)));
        document.add("commands", lines);
        document.addProperty("model", trainer.output().toString());
        document.addProperty("dryRun", dryRun);
        return document;
    }

    private void train(Trainer trainer, List<List<String>> commands, Failures failures)
            throws IOException, InterruptedException {
        for (List<String> command : commands) {
            if (run(command, failures) != 0) {
                return;
            }
        }
        CommandLine priors = Learned.commandLine()
                .setOut(console.out())
                .setErr(spec.commandLine().getErr());
        String output = trainer.output().toString();
        if (priors.execute("train-priors", output, data.toString()) != 0) {
            failures.add(output, new IOException("its priors were not trained"));
            return;
        }
        console.out().println("the model is in " + output + "; learned compress PICTURE -f nnz --model " + output);
    }

    /** Runs a program whose output goes where hints go, and which ends when this one does. */
    private int run(List<String> command, Failures failures) throws InterruptedException {
        PrintWriter hints = console.hints();
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            // Threads that spin while they wait slow a busy machine down many times.
            builder.environment().putIfAbsent("OMP_WAIT_POLICY", "PASSIVE");
            Process child = builder.start();
            Thread hook = new Thread(child::destroy);
            Runtime.getRuntime().addShutdownHook(hook);
            try (BufferedReader lines = child.inputReader()) {
                lines.lines().forEach(line -> {
                    hints.println(line);
                    hints.flush();
                });
                int code = child.waitFor();
                if (code != 0) {
                    failures.add(String.join(" ", command), new IOException("ended with exit code " + code));
                }
                return code;
            } finally {
                child.destroy();
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        } catch (IOException e) {
            failures.add(command.get(0), e);
            return -1;
        }
    }
}

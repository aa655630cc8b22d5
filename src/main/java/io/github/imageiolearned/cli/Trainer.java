// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.nnz.NnzModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The trainer of models/training: what it needs, and how it is called. */
final class Trainer {
    /** Of pictures that every step of a training reads. */
    static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "tif", "tiff", "bmp");

    private static final String MODULES = "torch numpy PIL onnx onnxruntime";
    /** Prints the version, the modules that are missing, and whether there is a GPU. */
    private static final String PROBE =
            """
            import sys, importlib.util as u
            missing = [m for m in sys.argv[1].split() if u.find_spec(m) is None]
            print('%d.%d' % sys.version_info[:2])
            print(' '.join(missing))
            print('gpu' if 'torch' not in missing and __import__('torch').cuda.is_available() else 'cpu')
            """;

    private static final Duration PROBE_LIMIT = Duration.ofMinutes(2);

    private final TrainCommand options;
    private final Path folder;
    private boolean gpu;

    /**
     * Something that training needs.
     *
     * @param name a word
     * @param met whether it is there
     * @param what what was found, or what to do
     */
    record Need(String name, boolean met, String what) {}

    /**
     * Makes a trainer.
     *
     * @param options what the command was told
     */
    Trainer(TrainCommand options) {
        this.options = options;
        Path given = options.places.trainer;
        Path home = Path.of(System.getProperty("learned.home", ""));
        folder = given != null ? given : home.resolve("models").resolve("training");
    }

    /** Where the model goes. */
    Path output() {
        return options.places.output == null ? run().resolve(options.id) : options.places.output;
    }

    private Path run() {
        return options.places.run == null ? folder.resolve("runs").resolve(options.id) : options.places.run;
    }

    private Path environment() {
        return folder.resolve(".venv");
    }

    private String python() {
        if (options.places.python == null || options.places.install) {
            for (String place : List.of("bin/python", "Scripts/python.exe")) {
                if (Files.exists(environment().resolve(place))) {
                    return environment().resolve(place).toString();
                }
            }
        }
        return options.places.python == null ? "python3" : options.places.python;
    }

    /** The commands that make the virtual environment. */
    List<List<String>> installation() {
        String first = options.places.python == null ? "python3" : options.places.python;
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        Path inside = environment().resolve(windows ? "Scripts" : "bin");
        return List.of(
                List.of(first, "-m", "venv", environment().toString()),
                List.of(
                        inside.resolve("python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "-r",
                        folder.resolve("requirements.txt").toString()));
    }

    /**
     * Looks for what is needed.
     *
     * @param failures hears of what is missing
     * @return all needs, met or not
     */
    List<Need> needs(Failures failures) {
        List<Need> needs = new ArrayList<>();
        boolean scripts = Files.exists(folder.resolve("train.py")) && Files.exists(folder.resolve("export.py"));
        needs.add(new Need("trainer", scripts, folder + (scripts ? "" : " has no train.py; name it with --trainer")));
        needs.add(probe());
        int pictures = options.data == null || !Files.isDirectory(options.data)
                ? 0
                : Inputs.list(List.of(options.data), true, SUFFIXES::contains, new Failures())
                        .size();
        needs.add(new Need(
                "data",
                pictures > 0,
                pictures + " pictures in " + options.data
                        + (pictures > 0 && pictures < 100 ? "; a model learns little from so few" : "")));
        Path start = start();
        if (start != null) {
            boolean there = Files.exists(start);
            needs.add(new Need("start", there, start + (there ? "" : " is not there; see --start-from")));
        }
        for (Need need : needs) {
            if (!need.met) {
                failures.add(need.name, new IOException(need.what));
            }
        }
        return needs;
    }

    private Need probe() {
        try {
            ChildProcess.Outcome told = ChildProcess.run(List.of(python(), "-c", PROBE, MODULES), null, PROBE_LIMIT);
            if (told.exitCode() != 0) {
                return new Need(
                        "python",
                        false,
                        python() + " does not run: " + told.text().strip());
            }
            List<String> lines = told.text().lines().toList();
            String missing = lines.size() < 3 ? MODULES : lines.get(1);
            gpu = lines.size() == 3 && lines.get(2).equals("gpu");
            String found = python() + " " + (lines.isEmpty() ? "" : lines.get(0)) + (gpu ? ", with a GPU" : "");
            return missing.isEmpty()
                    ? new Need("python", true, found)
                    : new Need("python", false, found + " lacks " + missing + "; --install gets them");
        } catch (IOException e) {
            return new Need("python", false, Failures.reason(e));
        }
    }

    private Path start() {
        String from = options.training.startFrom;
        if (from == null) {
            return folder.toAbsolutePath().getParent().resolve(NnzModels.DEFAULT_ID);
        }
        return from.equals("nothing") ? null : Path.of(from);
    }

    /** The commands that train and export. */
    List<List<String>> commands() {
        int workers = options.training.workers > 0
                ? options.training.workers
                : gpu ? 1 : Math.min(2, Runtime.getRuntime().availableProcessors());
        int batch = options.training.batch > 0 ? options.training.batch : gpu ? 16 : 8;
        String minutes = Integer.toString(options.training.minutes);
        List<String> train = new ArrayList<>(
                List.of(python(), file("train.py"), "--data", options.data.toString(), "--run", run().toString()));
        train.addAll(List.of("--minutes", minutes, "--workers", "" + workers, "--batch", "" + batch));
        Path start = start();
        if (start != null) {
            // A model that is good already needs no constant rate: only the fall to zero.
            train.addAll(List.of("--start-from", start.toString(), "--decay-minutes", minutes));
        }
        if (options.training.f32) {
            train.add("--f32");
        }
        List<String> export = List.of(
                python(),
                file("export.py"),
                run().resolve("model.pt").toString(),
                output().toString(),
                "--id",
                options.id,
                "--licence",
                options.training.licence,
                "--pictures",
                run().resolve("pictures").toString());
        return List.of(train, export);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}

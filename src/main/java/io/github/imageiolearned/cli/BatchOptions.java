// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Inputs.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The options of commands that make many files of many pictures. */
final class BatchOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Parameters(
            paramLabel = "PATH",
            arity = "0..*",
            description = "files, folders, patterns such as 'photos/**.jpg', and archives: zip, 7z, tar, tar.gz,"
                    + " tar.bz2, tar.xz")
    List<String> paths = List.of();

    @ArgGroup(validate = false, order = 10, heading = "%nWhat is read:%n")
    Reading reading = new Reading();

    @ArgGroup(validate = false, order = 20, heading = "%nWhat is written:%n")
    Writing writing = new Writing();

    /** What is read. */
    static final class Reading {
        @Option(
                names = {"-i", "--input", "--image_dir"},
                paramLabel = "PATH",
                arity = "1..*",
                description = "the same as PATH without a name")
        List<String> input = List.of();

        @Option(
                names = {"-r", "--recursive"},
                description = "also folders in folders; places in a folder are kept")
        boolean recursive;

        @Option(
                names = "--archive-limit",
                paramLabel = "SIZE",
                converter = LossOptions.Size.class,
                description = "most that an archive may unpack to, such as 2GB (default: 256 MiB and 200 times its"
                        + " size, at most 16 GiB)")
        Long archiveLimit;
    }

    /** What is written. */
    static final class Writing {
        @Option(
                names = {"-o", "--output", "--output_dir"},
                paramLabel = "DIR",
                description = "where the files go (default: out)")
        Path output = Path.of("out");

        @Option(names = "--overwrite", description = "replace files that exist; without it they are kept")
        boolean overwrite;

        @Option(
                names = {"-bs", "--jobs", "--batch_size"},
                paramLabel = "N",
                description = "pictures at once (default: number of processors)")
        int jobs = Runtime.getRuntime().availableProcessors();
    }

    /** Made by picocli. */
    BatchOptions() {}

    /**
     * All that was named.
     *
     * @return names of files, folders, patterns and archives
     */
    List<String> names() {
        List<String> all = new ArrayList<>(reading.input);
        all.addAll(paths);
        return all;
    }

    /**
     * Finds the pictures.
     *
     * @param suffixes suffixes wanted of files in folders and archives, in small letters
     * @param failures hears of what is not there
     * @return the pictures
     * @throws ParameterException if none are named, or a number is out of its range
     */
    List<Input> find(Predicate<String> suffixes, Failures failures) {
        if (names().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "which pictures? Name files, folders or archives");
        }
        if (writing.jobs < 1) {
            throw new ParameterException(spec.commandLine(), "--jobs is less than 1: " + writing.jobs);
        }
        return new Inputs(reading.recursive, suffixes, failures)
                .withArchives(archiveLimit())
                .without(writing.output)
                .find(names());
    }

    /**
     * Works on the pictures, several at once.
     *
     * @param inputs what was found
     * @param work what to do with each
     * @throws InterruptedException if this thread is interrupted
     * @throws ExecutionException if the work throws something
     */
    void run(List<Input> inputs, Batch.Work work) throws InterruptedException, ExecutionException {
        new Batch(writing.jobs, archiveLimit())
                .run(inputs, work, spec.commandLine().getErr());
    }

    private long archiveLimit() {
        return reading.archiveLimit == null ? 0 : reading.archiveLimit;
    }
}

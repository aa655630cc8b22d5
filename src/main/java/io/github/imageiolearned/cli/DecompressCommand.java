// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes pictures of our formats as PNG, or in another format that ImageIO can write. */
@Command(
        name = "decompress",
        mixinStandardHelpOptions = true,
        description = {
            "Writes kmq, pcq and nnz pictures as PNG, with their ICC profile, EXIF and XMP.",
            "Files that exist already are kept, and said to be; --overwrite replaces them."
        })
final class DecompressCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "kmq, pcq and nnz files, and folders of them")
    List<Path> paths;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the files go (default: ${DEFAULT-VALUE})")
    Path output;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            defaultValue = "png",
            description = "format to write (default: ${DEFAULT-VALUE})")
    String format;

    @Option(
            names = "--model",
            paramLabel = "PATH",
            description = "nnz: a model's folder or bundle, or a folder of them")
    Path model;

    @Option(names = "--jobs", paramLabel = "N", description = "pictures at once (default: number of processors)")
    int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-r", "--recursive"},
            description = "also folders in folders")
    boolean recursive;

    @Option(names = "--overwrite", description = "replace files that exist")
    boolean overwrite;

    /** Made by picocli. */
    DecompressCommand() {}

    @Override
    public Integer call() throws Exception {
        if (!ImageIO.getImageWritersByFormatName(format).hasNext()) {
            throw new ParameterException(spec.commandLine(), "no writer of " + format);
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Failures failures = new Failures();
        List<Input> inputs = Inputs.list(paths, recursive, CompressCommand.FORMATS::contains, failures);
        AtomicInteger written = new AtomicInteger();
        AtomicInteger kept = new AtomicInteger();
        try (Steps steps = new Steps("decompress", inputs.size(), err)) {
            Jobs.run(jobs, inputs.size(), index -> {
                Input input = inputs.get(index);
                Path file = output.resolve(input.stem() + "." + format);
                try {
                    if (!overwrite && Files.exists(file)) {
                        kept.incrementAndGet();
                        steps.done(file + " kept");
                        return;
                    }
                    OutputFile.write(
                            file, Picture.read(input.path(), this::model).write(format, param -> {}, warning -> {}));
                    written.incrementAndGet();
                    steps.done(file.toString());
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    failures.add(input.path(), e);
                    steps.done(input.path() + " failed");
                }
            });
        }
        if (written.get() > 0) {
            out.printf("%d files written to %s%n", written.get(), output);
        }
        if (kept.get() > 0) {
            out.printf("%d files kept because they exist; --overwrite replaces them%n", kept.get());
        }
        out.flush();
        if (inputs.isEmpty() && failures.isEmpty()) {
            err.println("no kmq, pcq or nnz pictures found");
            return 1;
        }
        return failures.report(err);
    }

    private void model(ImageReadParam param) {
        if (model != null && param instanceof LearnedImageReadParam learned) {
            learned.setModel(model);
        }
    }
}

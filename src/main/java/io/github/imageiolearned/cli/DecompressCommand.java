// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.Inputs.Input;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReferenceArray;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes pictures of our formats as PNG, or in another format that ImageIO can write. */
@Command(
        name = "decompress",
        mixinStandardHelpOptions = true,
        header = "Writes kmq, pcq and nnz pictures as PNG, or as another format.",
        description = {
            "",
            "ICC profile, EXIF and XMP go into the PNG. Files that exist already are kept, and said to be; --overwrite"
                    + " replaces them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned decompress photo.nnz",
            "      out/photo.png",
            "  learned decompress small -o back -r",
            "      every picture of a folder and the folders in it",
            "  learned decompress 'small/*.kmq' -f bmp",
            "      as BMP, which other programs read"
        })
final class DecompressCommand implements Callable<Integer> {
    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            converter = FormatName.class,
            defaultValue = "png",
            description = "format to write (default: ${DEFAULT-VALUE})")
    String format;

    @Mixin
    BatchOptions batch;

    @ArgGroup(validate = false, order = 60, heading = "%nFor nnz:%n")
    ModelOption nnz = new ModelOption();

    @Mixin
    Console console;

    /** What became of a picture. */
    private record Decoded(Input input, Path file, boolean kept) {}

    /** Made by picocli. */
    DecompressCommand() {}

    @Override
    public Integer call() throws Exception {
        Failures failures = new Failures();
        List<Input> inputs = batch.find(CompressCommand.FORMATS::contains, failures);
        AtomicReferenceArray<Decoded> rows = new AtomicReferenceArray<>(inputs.size());
        long begin = System.nanoTime();
        try (Steps steps = console.steps("decompress", inputs.size())) {
            batch.run(inputs, work(rows, failures, steps));
        }
        if (inputs.isEmpty() && failures.isEmpty()) {
            failures.add(String.join(" ", batch.names()), new IOException("no kmq, pcq or nnz pictures found"));
        }
        return report(rows, (System.nanoTime() - begin) / 1e9, failures);
    }

    private Batch.Work work(AtomicReferenceArray<Decoded> rows, Failures failures, Steps steps) {
        return new Batch.Work() {
            private Path file(Input input) {
                return batch.writing.output.resolve(input.stem() + "." + format);
            }

            @Override
            public boolean needs(Input input) {
                return batch.writing.overwrite || !Files.exists(file(input));
            }

            @Override
            public void run(int index, Input input, Batch.Content content) {
                try {
                    Path file = file(input);
                    boolean kept = !needs(input);
                    if (!kept) {
                        Picture picture = Picture.read(content.read(), nnz::apply);
                        byte[] written = picture.write(format, param -> {}, warning -> {});
                        OutputFile.write(file, written, batch.writing.overwrite);
                    }
                    rows.set(index, new Decoded(input, file, kept));
                    steps.done(kept ? file + " kept" : file.toString());
                } catch (IOException | RuntimeException | OutOfMemoryError e) {
                    failures.add(input.label(), e);
                    steps.done(input.label() + " failed");
                }
            }
        };
    }

    private int report(AtomicReferenceArray<Decoded> rows, double seconds, Failures failures) {
        JsonArray files = new JsonArray();
        int kept = 0;
        for (int i = 0; i < rows.length(); i++) {
            Decoded row = rows.get(i);
            if (row != null) {
                JsonObject object = new JsonObject();
                object.addProperty("picture", row.input.label());
                object.addProperty("file", row.file.toString());
                object.addProperty("kept", row.kept);
                files.add(object);
                kept += row.kept ? 1 : 0;
            }
        }
        int written = files.size() - kept;
        PrintWriter out = console.out();
        if (written > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d files written to %s in %.1f s (%.2f pictures a second)%n",
                    written,
                    batch.writing.output,
                    seconds,
                    written / seconds);
        }
        if (kept > 0) {
            out.printf(Locale.ROOT, "%d files kept because they exist; --overwrite replaces them%n", kept);
        }
        JsonObject document = new JsonObject();
        document.add("files", files);
        document.addProperty("output", batch.writing.output.toString());
        document.addProperty("written", written);
        document.addProperty("kept", kept);
        document.addProperty("seconds", seconds);
        return console.finish(document, failures);
    }
}

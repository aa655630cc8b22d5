// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.Inputs.Input;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes pictures in our formats, all pictures of a folder if need be, and reports what came of it. */
@Command(
        name = "compress",
        mixinStandardHelpOptions = true,
        header = "Writes pictures as kmq, pcq and nnz.",
        description = {
            "",
            "Reads every format that ImageIO reads, and keeps ICC profile, EXIF and XMP. Pictures keep their names and"
                    + " their places in a folder or an archive.",
            "",
            "Files that exist already are kept, said to be, and measured and decoded as they are, so that a run that was"
                    + " interrupted goes on where it stopped. A picture that cannot be read or written is listed at the"
                    + " end and does not stop the rest. Files are written under another name and then renamed."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned compress photo.jpg",
            "      photo.kmq, photo.pcq and photo.nnz in out/, to compare",
            "  learned compress -i photos -o small -f nnz -q 0.3 -r",
            "      every photograph of a folder and the folders in it",
            "  learned compress scans.zip -f pcq --target-size 40KB -metrics",
            "      at most 40,000 bytes each; PSNR and MS-SSIM, as a table, CSV and JSON",
            "  learned compress 'charts/*.png' -f kmq -k 16 -rc",
            "      16 colours, and NAME_RECON_0.123bpp.png to look at",
            "  learned compress photos -f pcq --type Rows --variance 0.98",
            "      the textbook's principal components, 98 %% of the variance"
        })
final class CompressCommand implements Callable<Integer> {
    /** Names of our formats. */
    static final List<String> FORMATS = List.of("kmq", "pcq", "nnz");

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-f", "--formats"},
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "kmq,pcq,nnz",
            description = "formats to write (default: ${DEFAULT-VALUE})")
    List<String> formats;

    @Mixin
    BatchOptions batch;

    @Mixin
    LossOptions loss;

    @ArgGroup(validate = false, order = 25, heading = "%nWhat else is written:%n")
    Results results = new Results();

    @Mixin
    Console console;

    /** What else is written. */
    static final class Results {
        @Option(
                names = {"-rc", "--reconstruct"},
                description = "also decode, and write NAME_RECON_0.123bpp.png (NAME_FORMAT_RECON_0.123bpp.png where"
                        + " there are several formats)")
        boolean reconstruct;

        @Option(
                names = {"-metrics", "--metrics"},
                description = "also decode, and measure PSNR and MS-SSIM; the table goes to compression.csv and"
                        + " compression.json in DIR too")
        boolean metrics;

        @Option(
                names = {"-save", "--save"},
                negatable = true,
                defaultValue = "true",
                fallbackValue = "true",
                description = "write the coded files (default); --no-save only measures or reconstructs")
        boolean save = true;

        @Option(names = "--csv", paramLabel = "FILE", description = "write the table as CSV")
        Path csv;

        @Option(names = "--json-file", paramLabel = "FILE", description = "write the table as JSON")
        Path json;
    }

    /** Made by picocli. */
    CompressCommand() {}

    @Override
    public Integer call() throws Exception {
        for (String format : formats) {
            if (!FORMATS.contains(format)) {
                throw new ParameterException(spec.commandLine(), "not kmq, pcq or nnz: " + format);
            }
        }
        loss.check(spec.commandLine(), formats);
        if (!results.save && !results.reconstruct && !results.metrics) {
            throw new ParameterException(spec.commandLine(), "--no-save leaves nothing to do without -rc or -metrics");
        }
        Failures failures = new Failures();
        Set<String> suffixes = new HashSet<>(Inputs.readable());
        suffixes.removeAll(FORMATS);
        List<Input> inputs = batch.find(suffixes::contains, failures);
        List<List<Coded>> rows = new ArrayList<>();
        inputs.forEach(input -> rows.add(List.of()));
        long begin = System.nanoTime();
        try (Steps steps = console.steps("compress", inputs.size() * formats.size())) {
            Compression compression =
                    new Compression(formats, loss, results, batch.writing, failures, steps, console.hints());
            batch.run(inputs, compression.work(rows::set));
        }
        if (inputs.isEmpty() && failures.isEmpty()) {
            failures.add(String.join(" ", batch.names()), new IOException("no pictures found"));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return report(rows.stream().flatMap(List::stream).toList(), inputs.size(), seconds, failures);
    }

    private int report(List<Coded> rows, int pictures, double seconds, Failures failures) {
        PrintWriter out = console.out();
        boolean measured = results.metrics;
        if (!rows.isEmpty()) {
            Coded.table(rows, measured).print(out);
            if (rows.size() > formats.size()) {
                out.println();
                Coded.summary(rows, formats, measured).print(out);
            }
            out.println();
        }
        long kept = rows.stream().filter(Coded::kept).count();
        long written =
                rows.stream().filter(one -> !one.kept() && one.file() != null).count();
        if (written > 0) {
            out.printf(Locale.ROOT, "%d files written to %s%n", written, batch.writing.output);
        }
        if (kept > 0) {
            out.printf(Locale.ROOT, "%d files kept because they exist; --overwrite replaces them%n", kept);
        }
        if (pictures > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d pictures in %.1f s (%.2f pictures a second)%n",
                    pictures,
                    seconds,
                    pictures / seconds);
        }
        JsonObject document = new JsonObject();
        JsonArray array = new JsonArray();
        rows.forEach(row -> array.add(row.toJson()));
        document.add("files", array);
        document.addProperty("output", batch.writing.output.toString());
        document.addProperty("written", written);
        document.addProperty("kept", kept);
        document.addProperty("pictures", pictures);
        document.addProperty("seconds", seconds);
        document.addProperty("picturesPerSecond", seconds == 0 ? 0 : pictures / seconds);
        document.add("failures", failures.toJson());
        if (!rows.isEmpty()) {
            save(results.csv, "csv", Coded.table(rows, true).toCsv(), failures);
            save(results.json, "json", Console.text(document) + "\n", failures);
        }
        return console.finish(document, failures);
    }

    /** Writes a table to the file that was named, or with --metrics to one in the output folder. */
    private void save(Path named, String suffix, String text, Failures failures) {
        if (named == null && !results.metrics) {
            return;
        }
        Path file = named;
        for (int n = 1; file == null || (named == null && !batch.writing.overwrite && Files.exists(file)); n++) {
            file = batch.writing.output.resolve("compression" + (n == 1 ? "" : "-" + n) + "." + suffix);
        }
        try {
            OutputFile.write(file, text.getBytes(StandardCharsets.UTF_8));
            console.out().println("table in " + file);
        } catch (IOException e) {
            failures.add(file, e);
        }
    }
}

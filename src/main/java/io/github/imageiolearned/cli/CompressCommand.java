// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes pictures in our formats, all pictures of a folder if need be, and reports what came of it. */
@Command(
        name = "compress",
        mixinStandardHelpOptions = true,
        description = {
            "Writes pictures as kmq, pcq and nnz.",
            "Files that exist already are kept, said to be, and measured and decoded as they are; --overwrite replaces"
                    + " them. A file that cannot be read or written is reported at the end and does not stop the rest."
        })
final class CompressCommand implements Callable<Integer> {
    /** Names of our formats. */
    static final List<String> FORMATS = List.of("kmq", "pcq", "nnz");

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "pictures, and folders of pictures")
    List<Path> paths;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the files go (default: ${DEFAULT-VALUE})")
    Path output;

    @Option(
            names = {"-f", "--formats"},
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "kmq,pcq,nnz",
            description = "formats to write (default: ${DEFAULT-VALUE})")
    List<String> formats;

    @Mixin
    LossOptions loss;

    @Option(
            names = {"--reconstruct", "-rc"},
            description = "also decode, and write NAME_FORMAT_RECON_0.123bpp.png")
    boolean reconstruct;

    @Option(names = "--metrics", description = "also decode, and measure PSNR and MS-SSIM")
    boolean metrics;

    @Option(names = "--csv", paramLabel = "FILE", description = "write the table to a file too")
    Path csv;

    @Option(names = "--jobs", paramLabel = "N", description = "pictures at once (default: number of processors)")
    int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-r", "--recursive"},
            description = "also folders in folders")
    boolean recursive;

    @Option(names = "--overwrite", description = "replace files that exist")
    boolean overwrite;

    /** Made by picocli. */
    CompressCommand() {}

    private final AtomicInteger written = new AtomicInteger();
    private final AtomicInteger kept = new AtomicInteger();

    /** What became of one picture in one format. */
    private record Row(Object... cells) {}

    @Override
    public Integer call() throws Exception {
        for (String format : formats) {
            if (!FORMATS.contains(format)) {
                throw new ParameterException(spec.commandLine(), "not kmq, pcq or nnz: " + format);
            }
        }
        loss.check(spec.commandLine(), formats);
        PrintWriter err = spec.commandLine().getErr();
        Failures failures = new Failures();
        Set<String> suffixes = new TreeSet<>();
        for (String suffix : ImageIO.getReaderFileSuffixes()) {
            suffixes.add(suffix.toLowerCase(Locale.ROOT));
        }
        suffixes.removeAll(FORMATS);
        List<Input> inputs = Inputs.list(paths, recursive, suffixes::contains, failures);
        List<List<Row>> rows = new ArrayList<>();
        inputs.forEach(input -> rows.add(new ArrayList<>()));
        long begin = System.nanoTime();
        try (Steps steps = new Steps("compress", inputs.size() * formats.size(), err)) {
            Jobs.run(jobs, inputs.size(), index -> {
                Input input = inputs.get(index);
                rows.get(index).addAll(compress(input, failures, steps));
            });
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        report(rows.stream().flatMap(List::stream).toList(), seconds);
        if (inputs.isEmpty() && failures.isEmpty()) {
            err.println("no pictures found");
            return 1;
        }
        return failures.report(err);
    }

    private void report(List<Row> rows, double seconds) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (!rows.isEmpty()) {
            Table table = metrics
                    ? new Table(
                            "picture",
                            "source bpp",
                            "format",
                            "bytes",
                            "bpp",
                            "PSNR",
                            "MS-SSIM",
                            "encode s",
                            "decode s")
                    : new Table("picture", "source bpp", "format", "bytes", "bpp", "encode s");
            rows.forEach(row -> table.add(row.cells()));
            table.print(out);
            if (csv != null) {
                table.writeCsv(csv);
            }
        }
        if (written.get() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%d files written to %s in %.1f s (%.2f a second)%n",
                    written.get(),
                    output,
                    seconds,
                    written.get() / seconds);
        }
        if (kept.get() > 0) {
            out.printf("%d files kept because they exist; --overwrite replaces them%n", kept.get());
        }
        out.flush();
    }

    private List<Row> compress(Input input, Failures failures, Steps steps) {
        List<Row> rows = new ArrayList<>();
        Picture picture = null;
        String unreadable = null;
        for (String format : formats) {
            Path file = output.resolve(input.stem() + "." + format);
            String step = input.path().getFileName() + " " + format;
            try {
                boolean keep = !overwrite && Files.exists(file);
                if (keep && !reconstruct && !metrics) {
                    kept.incrementAndGet();
                    steps.done(step + " kept");
                    continue;
                }
                if (unreadable == null && picture == null) {
                    try {
                        picture = Picture.read(input.path(), param -> {});
                    } catch (IOException | OutOfMemoryError e) {
                        failures.add(input.path(), e);
                        unreadable = step;
                    }
                }
                if (picture == null) {
                    steps.done(step + " failed");
                    continue;
                }
                rows.add(keep ? measure(input, picture, format, file) : compress(input, picture, format, file));
                steps.done(keep ? step + " kept" : step);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                failures.add(input.path() + " as " + format, e);
                steps.done(step + " failed");
            }
        }
        return rows;
    }

    private Row compress(Input input, Picture picture, String format, Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        long start = System.nanoTime();
        byte[] coded = picture.write(format, param -> loss.apply(format, param), warnings::add);
        double encodeSeconds = (System.nanoTime() - start) / 1e9;
        OutputFile.write(file, coded);
        written.incrementAndGet();
        for (String warning : warnings) {
            synchronized (this) {
                spec.commandLine().getErr().println(input.path() + " as " + format + ": " + warning);
            }
        }
        return row(input, picture, format, file, coded, encodeSeconds);
    }

    /** Takes a file as it is. */
    private Row measure(Input input, Picture picture, String format, Path file) throws IOException {
        kept.incrementAndGet();
        return row(input, picture, format, file, Files.readAllBytes(file), Double.NaN);
    }

    private Row row(Input input, Picture picture, String format, Path file, byte[] coded, double encodeSeconds)
            throws IOException {
        double bpp = picture.bitsPerPixel(coded.length);
        double psnr = Double.NaN;
        double msSsim = Double.NaN;
        double decodeSeconds = Double.NaN;
        if (reconstruct || metrics) {
            long start = System.nanoTime();
            Picture decoded = Picture.read(coded, this::model);
            decodeSeconds = (System.nanoTime() - start) / 1e9;
            if (reconstruct) {
                String name = String.format(
                        Locale.ROOT, "%s_%s_RECON_%.3fbpp.png", input.stem().getFileName(), format, bpp);
                Path png = file.resolveSibling(name);
                if (overwrite || !Files.exists(png)) {
                    OutputFile.write(png, decoded.write("png", param -> {}, warning -> {}));
                }
            }
            if (metrics) {
                psnr = Psnr.between(picture.image(), decoded.image());
                msSsim = MsSsim.between(picture.image(), decoded.image());
            }
        }
        Path name = input.stem().resolveSibling(input.path().getFileName());
        String source = Table.number(picture.bitsPerPixel(picture.bytes()), 3);
        String encoded = Table.number(encodeSeconds, 2);
        if (!metrics) {
            return new Row(name, source, format, coded.length, Table.number(bpp, 3), encoded);
        }
        return new Row(
                name,
                source,
                format,
                coded.length,
                Table.number(bpp, 3),
                Table.number(psnr, 2),
                Table.number(msSsim, 4),
                encoded,
                Table.number(decodeSeconds, 2));
    }

    private void model(ImageReadParam param) {
        if (param instanceof LearnedImageReadParam learned && learned.getModel() == null) {
            learned.setModel(loss.model);
        }
    }
}

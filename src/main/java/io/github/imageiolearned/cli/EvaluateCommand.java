// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures formats against each other on a set of pictures. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Encodes and decodes every picture with every format and setting, and reports bytes, bits per pixel, PSNR,"
                    + " MS-SSIM and times, the means for each setting (PSNR: of the pictures that lost anything), and BD-rates (27 to 38 dB, mean over pictures of"
                    + " the values of each picture).",
            "The first picture is coded once before the clock is started, so that times are not those of a cold JVM."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "pictures, and folders of pictures")
    List<Path> paths;

    @Option(
            names = {"-f", "--formats"},
            paramLabel = "FORMAT",
            split = ",",
            defaultValue = "kmq,pcq,nnz,jpeg,png",
            description = "formats to measure (default: ${DEFAULT-VALUE}); whatever ImageIO can write")
    List<String> formats;

    @Option(
            names = {"-q", "--qualities"},
            paramLabel = "Q",
            split = ",",
            defaultValue = "0.1,0.25,0.4,0.55,0.7,0.85,0.95",
            description =
                    "qualities of formats that have one (default: ${DEFAULT-VALUE}); pcq=0.3 is for pcq only, which"
                            + " then has no others")
    List<String> qualities;

    @Option(
            names = {"-k", "--colours", "--colors"},
            paramLabel = "N",
            split = ",",
            defaultValue = "16,64,256",
            description = "numbers of colours for kmq (default: ${DEFAULT-VALUE})")
    List<Integer> colours;

    @Option(
            names = "--effort",
            paramLabel = "EFFORT",
            defaultValue = "small",
            description = "fast or small (default): what is worth more to our formats, time or bytes")
    LearnedImageWriteParam.Effort effort;

    @Option(names = "--csv", paramLabel = "FILE", description = "write every measurement to a file")
    Path csv;

    @Option(names = "--chart", paramLabel = "FILE", description = "draw mean PSNR over mean rate as a PNG")
    Path chart;

    @Option(names = "--details", description = "print every measurement and not only the means")
    boolean details;

    @Option(
            names = {"-r", "--recursive"},
            description = "also folders in folders")
    boolean recursive;

    @Mixin
    Console console;

    /** Made by picocli. */
    EvaluateCommand() {}

    @Override
    public Integer call() throws IOException {
        List<Coder> coders = coders();
        PrintWriter out = console.out();
        Failures failures = new Failures();
        Set<String> suffixes = new TreeSet<>();
        for (String suffix : ImageIO.getReaderFileSuffixes()) {
            suffixes.add(suffix.toLowerCase(Locale.ROOT));
        }
        List<Input> inputs = Inputs.list(paths, recursive, suffixes::contains, failures);
        List<Measurement> measured = new ArrayList<>();
        Set<String> warm = new HashSet<>();
        try (Steps steps = console.steps("evaluate", inputs.size())) {
            for (Input input : inputs) {
                try {
                    Picture picture = Picture.read(input.path(), param -> {});
                    for (Coder coder : coders) {
                        measure(input, picture, coder, warm.add(coder.format()), measured, failures);
                    }
                } catch (IOException | OutOfMemoryError e) {
                    failures.add(input.path(), e);
                }
                steps.done(input.path().getFileName().toString());
            }
        }
        if (measured.isEmpty() && failures.isEmpty()) {
            failures.add(paths, new IOException("no pictures found"));
            return console.finish(new JsonObject(), failures);
        }
        EvaluationReport report = new EvaluationReport(formats, measured);
        if (details) {
            report.details().print(out);
            out.println();
        }
        report.means().print(out);
        out.println();
        report.bdRates().ifPresent(table -> {
            out.println("BD-rate in %, 27 to 38 dB, against the format at the top (negative is smaller)");
            table.print(out);
        });
        if (csv != null) {
            report.details().writeCsv(csv);
        }
        if (chart != null) {
            RateChart.write(chart, formats, report);
        }
        JsonObject document = new JsonObject();
        document.add("measurements", report.details().toJson());
        document.add("means", report.means().toJson());
        report.bdRates().ifPresent(table -> document.add("bdRates", table.toJson()));
        return console.finish(document, failures);
    }

    private List<Coder> coders() {
        for (int k : colours) {
            if (k < 2 || k > 256) {
                throw new ParameterException(spec.commandLine(), "colours are not from 2 to 256: " + k);
            }
        }
        List<Coder> coders = new ArrayList<>();
        for (String format : formats) {
            if (!ImageIO.getImageWritersByFormatName(format).hasNext()) {
                throw new ParameterException(spec.commandLine(), "no writer of " + format);
            }
            coders.addAll(Coder.of(format, qualities(format), colours, effort));
        }
        return coders;
    }

    /** The qualities that are for a format only, or those for all if there are none. */
    private List<Float> qualities(String format) {
        List<Float> own = new ArrayList<>();
        List<Float> general = new ArrayList<>();
        for (String text : qualities) {
            int sign = text.indexOf('=');
            float quality = quality(text.substring(sign + 1));
            if (sign < 0) {
                general.add(quality);
            } else if (text.substring(0, sign).equals(format)) {
                own.add(quality);
            }
        }
        return own.isEmpty() ? general : own;
    }

    private float quality(String text) {
        try {
            float quality = Float.parseFloat(text);
            if (quality >= 0 && quality <= 1) {
                return quality;
            }
        } catch (NumberFormatException e) {
            throw new ParameterException(spec.commandLine(), "not a quality: " + text, e);
        }
        throw new ParameterException(spec.commandLine(), "quality is not from 0 to 1: " + text);
    }

    private static void measure(
            Input input, Picture picture, Coder coder, boolean cold, List<Measurement> measured, Failures failures) {
        try {
            if (cold) {
                Picture.read(coder.encode(picture.image()), param -> {});
            }
            long start = System.nanoTime();
            byte[] coded = coder.encode(picture.image());
            long middle = System.nanoTime();
            Picture decoded = Picture.read(coded, param -> {});
            long end = System.nanoTime();
            measured.add(new Measurement(
                    input.path().getFileName().toString(),
                    coder.format(),
                    coder.setting(),
                    coded.length,
                    picture.bitsPerPixel(coded.length),
                    Psnr.between(picture.image(), decoded.image()),
                    MsSsim.between(picture.image(), decoded.image()),
                    (middle - start) / 1e9,
                    (end - middle) / 1e9,
                    coder.format().equals("kmq") ? Coder.pngBytes(decoded.image()) : -1));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failures.add(input.path() + " as " + coder.format() + ", " + coder.setting(), e);
        }
    }
}

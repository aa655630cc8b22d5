// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.EvaluationReport.Interval;
import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.kmq.KmqOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            "Measures formats against each other on a set of pictures.",
            "Encodes and decodes every picture with every format and setting, and reports bytes, bits per pixel, PSNR,"
                    + " MS-SSIM and times, the means for each setting (PSNR: of the pictures that lost anything), and"
                    + " BD-rates: means over the pictures of the values of each picture.",
            "The first picture is coded once before the clock is started, so that times are not those of a cold JVM."
                    + " Times of --peers are those of their programs, start, PNG and all."
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
            converter = FormatName.class,
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
                            + " then has no others. Peers have ladders of their own unless named here")
    List<String> qualities;

    @Option(
            names = {"-k", "--colours", "--colors"},
            paramLabel = "N",
            split = ",",
            defaultValue = "16,64,256",
            description = "numbers of colours for kmq (default: ${DEFAULT-VALUE})")
    List<Integer> colours;

    @Mixin
    EffortOption coding;

    @Mixin
    ModelOption nnz;

    @Option(
            names = "--peers",
            description =
                    "also measure the formats whose programs are on the PATH: cwebp and dwebp, avifenc and avifdec,"
                            + " cjxl and djxl, opj_compress and opj_decompress, magick or convert (JPEG)")
    boolean peers;

    @Option(
            names = "--peers-from",
            paramLabel = "FILE",
            description = "also compare with mean curves measured elsewhere on the same pictures, from a JSON file:"
                    + " {\"NAME\": {\"bpp\": [...], \"psnr\": [...]}, ...}")
    Path peersFrom;

    @Option(
            names = "--psnr-range",
            paramLabel = "DB",
            split = ",",
            arity = "1",
            defaultValue = "27,38",
            description = "where BD-rates are taken, in dB (default: ${DEFAULT-VALUE})")
    List<Double> range;

    @Option(names = "--csv", paramLabel = "FILE", description = "write every measurement to a file")
    Path csv;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "draw mean PSNR over mean rate, as SVG where the name ends so, else as PNG")
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
        check();
        List<Curve> others = peersFrom == null ? List.of() : PeerCurves.read(peersFrom);
        try (Tools tools = Tools.onPath()) {
            Set<Peer> present = peers ? Peer.present(tools) : Set.of();
            return run(tools, present, others);
        }
    }

    private int run(Tools tools, Set<Peer> present, List<Curve> others) throws IOException {
        PrintWriter out = console.out();
        Failures failures = new Failures();
        List<Coder> coders = coders(tools, present);
        Map<String, String> versions = Versions.of(present, tools);
        if (peers && present.isEmpty()) {
            console.hints().println("none of the programs that --peers looks for is on the PATH");
        }
        List<Input> inputs = Inputs.list(paths, recursive, Inputs.readable()::contains, failures);
        Evaluator evaluator = new Evaluator(failures, true);
        Set<String> left = new LinkedHashSet<>();
        try (Steps steps = console.steps("evaluate", inputs.size())) {
            Set<String> names = new HashSet<>();
            for (Input input : inputs) {
                // Measurements belong together by the picture's name, so folders must not have one name twice.
                String place = input.name().toString();
                String name = names.add(place) ? place : input.label();
                try {
                    Picture picture = Picture.read(input.path(), param -> {});
                    for (Coder coder : coders) {
                        Optional<String> refusal =
                                coder instanceof ImageIoCoder ? picture.refusal(coder.format()) : Optional.empty();
                        if (refusal.isPresent()) {
                            left.add(name + ": " + refusal.get());
                        } else {
                            evaluator.measure(name, picture.image(), coder);
                        }
                    }
                } catch (IOException | OutOfMemoryError e) {
                    failures.add(input.path(), e);
                }
                steps.done(name);
            }
        }
        left.forEach(reason -> console.hints().println("left out: " + reason));
        List<Measurement> measured = evaluator.measured();
        if (measured.isEmpty() && failures.isEmpty()) {
            failures.add(
                    paths.stream().map(Path::toString).collect(Collectors.joining(" ")),
                    new IOException(left.isEmpty() ? "no pictures found" : "no format takes them"));
            return console.finish(new JsonObject(), failures);
        }
        List<String> names = coders.stream().map(Coder::format).distinct().toList();
        Interval interval = new Interval(range.get(0), range.get(1));
        EvaluationReport report = new EvaluationReport(names, measured, interval, others);
        print(report, interval, out);
        out.println();
        versions.forEach((program, version) -> out.println(program + " " + version));
        if (csv != null) {
            report.details().writeCsv(csv);
        }
        if (chart != null) {
            RateChart.write(chart, report.curves());
        }
        return console.finish(report.json(versions), failures);
    }

    private void print(EvaluationReport report, Interval interval, PrintWriter out) {
        if (details) {
            report.details().print(out);
            out.println();
        }
        report.means().print(out);
        report.bdRates().ifPresent(table -> {
            out.println();
            out.println("BD-rate in %, " + interval + ", against the format at the top (negative is smaller)");
            table.print(out);
        });
        report.bdRatesOfMeans().ifPresent(table -> {
            out.println();
            out.println("BD-rate in %, " + interval + ", of the mean curve against a mean curve of "
                    + peersFrom.getFileName());
            table.print(out);
        });
    }

    private void check() {
        try {
            colours.forEach(KmqOptions::checkColours);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (range.size() != 2 || !(range.get(1) - range.get(0) >= 1)) {
            throw new ParameterException(spec.commandLine(), "not a range of at least 1 dB: " + range);
        }
        qualities.forEach(text -> quality(text.substring(text.indexOf('=') + 1)));
    }

    private List<Coder> coders(Tools tools, Set<Peer> present) {
        List<Coder> coders = new ArrayList<>();
        Spending spending = new Spending(coding.effort, nnz.model);
        for (String format : formats) {
            List<Float> own = qualities(format + "=");
            coders.addAll(ImageIoCoder.of(format, own.isEmpty() ? qualities("") : own, colours, spending));
        }
        for (Peer peer : present) {
            List<Float> own = qualities(peer.format() + "=");
            coders.addAll(PeerCoder.of(peer, own.isEmpty() ? peer.ladder() : own, tools));
        }
        return coders;
    }

    /** The qualities with a prefix; those for all have none. */
    private List<Float> qualities(String prefix) {
        return qualities.stream()
                .filter(text -> prefix.isEmpty() ? text.indexOf('=') < 0 : text.startsWith(prefix))
                .map(text -> quality(text.substring(prefix.length())))
                .collect(Collectors.toList());
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
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.imageio.LearnedImageWriteParam.Effort;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page of figures. */
@Command(
        name = "benchmarks",
        mixinStandardHelpOptions = true,
        description = {
            "Makes the page of figures, docs/BENCHMARKS.md.",
            "Measures every format against the peers that are on the PATH, and names the versions of all:"
                    + " rate and distortion, palettes, the parameters of textbooks, and speed. Beside it"
                    + " goes the chart, rate.png.",
            "Takes a part of the pictures where time is short, evenly spread, and says so on the page."
        })
final class BenchmarksCommand implements Callable<Integer> {
    /** Palettes and textbook methods are slow, and a few pictures show what there is to see. */
    private static final int FEW = 8;

    @Spec
    CommandSpec spec;

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = "testdata/photos",
            description = "photographs, none larger than a few megapixels (default: ${DEFAULT-VALUE})")
    Path photographs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "docs/BENCHMARKS.md",
            description = "the page (default: ${DEFAULT-VALUE})")
    Path output;

    @Option(names = "--graphics", paramLabel = "DIR", description = "screens, charts, maps and icons, for palettes")
    Path graphics;

    @Option(
            names = "--peers-from",
            paramLabel = "FILE",
            description = "mean curves measured elsewhere on the same photographs, as for evaluate;"
                    + " left out if there is no time for all of these")
    Path peersFrom;

    @Mixin
    ModelOption nnz;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "about how long it may take (default: ${DEFAULT-VALUE})")
    double minutes;

    @Option(
            names = "--megapixels",
            paramLabel = "N",
            defaultValue = "2",
            description = "size of the picture that speed is measured with (default: ${DEFAULT-VALUE})")
    double megapixels;

    @Option(names = "--csv", paramLabel = "FILE", description = "write every measurement of rate and distortion too")
    Path csv;

    @Mixin
    Console console;

    /** Measures a picture of a name. */
    private interface Work {
        void measure(String name, BufferedImage image) throws IOException;
    }

    /** Made by picocli. */
    BenchmarksCommand() {}

    @Override
    public Integer call() throws IOException {
        if (!(minutes > 0) || !(megapixels > 0) || megapixels > 100) {
            throw new ParameterException(spec.commandLine(), "--minutes and --megapixels have to be positive");
        }
        List<Curve> others = peersFrom == null ? List.of() : PeerCurves.read(peersFrom);
        Failures failures = new Failures();
        List<Input> inputs = pictures(photographs, failures);
        List<Input> drawings = graphics == null ? List.of() : pictures(graphics, failures);
        if (inputs.isEmpty()) {
            failures.add(photographs, new IOException("no pictures found"));
            return console.finish(new JsonObject(), failures);
        }
        Spending spending = new Spending(Effort.SMALL, nnz.model);
        try (Tools tools = Tools.onPath();
                RateBenchmark rate = new RateBenchmark(spending, Peer.present(tools), failures)) {
            return run(tools, rate, inputs, drawings, others, failures);
        }
    }

    private int run(
            Tools tools,
            RateBenchmark rate,
            List<Input> inputs,
            List<Input> drawings,
            List<Curve> others,
            Failures failures)
            throws IOException {
        Set<Peer> present = Peer.present(tools);
        TextbookBenchmark textbook = new TextbookBenchmark(new Spending(Effort.SMALL, nnz.model), failures);
        PaletteBenchmark palettes = new PaletteBenchmark(tools, failures);
        PaletteBenchmark drawn = new PaletteBenchmark(tools, failures);
        SpeedBenchmark speed = new SpeedBenchmark(nnz.model, failures);
        List<Input> few = inputs.subList(0, Math.min(FEW, inputs.size()));
        TimeBudget budget = new TimeBudget(60 * minutes, System::nanoTime);
        Map<String, String> values = new LinkedHashMap<>();
        // Curves measured elsewhere are means over all photographs: those of a part cannot be held against them.
        List<Curve> comparable = others;
        int steps = inputs.size() + 2 * few.size() + drawings.size() + speed.steps();
        try (Steps progress = console.steps("benchmarks", steps)) {
            int measured = measure("rate", inputs, budget, 0.6, rate::measure, progress, failures);
            values.put("pictures", count(measured, inputs.size()));
            comparable = measured == inputs.size() ? others : List.of();
            measure("palette", few, budget, 0.15, palettes::measure, progress, failures);
            measure("palette", drawings, budget, 0.08, drawn::measure, progress, failures);
            measured = measure("textbook", few, budget, 0.12, textbook::measure, progress, failures);
            values.put("textbookPictures", count(measured, inputs.size()));
            budget.part(0.05);
            BufferedImage mosaic = mosaic(few);
            for (int i = 0; i < speed.steps() && budget.allows(); i++) {
                speed.measure(i, mosaic);
                budget.step();
                progress.done("speed " + (i + 1) + " of " + speed.steps());
            }
            values.put("large", mosaic.getWidth() + "×" + mosaic.getHeight());
        }
        EvaluationReport report = rate.report(comparable);
        Path chart = output.resolveSibling("rate.png");
        // With the peers measured here the others would be lines too many.
        RateChart.write(chart, (present.isEmpty() ? report : rate.report(List.of())).curves());
        if (csv != null) {
            report.details().writeCsv(csv);
        }
        Map<String, String> versions = Versions.of(present, tools);
        palettes.versions().forEach(versions::putIfAbsent);
        page(values, report, versions);
        values.put("palettes", palettes.markdown());
        String graphicsTable = drawn.markdown();
        values.put(
                "graphics",
                graphicsTable.isEmpty()
                        ? ""
                        : "\nScreens, charts, maps and icons (`" + name(graphics) + "`), the same:\n\n"
                                + graphicsTable);
        values.put("textbook", textbook.markdown());
        values.put("speed", speed.markdown());
        String page = Template.filled(Template.resource("benchmarks.md"), values);
        OutputFile.write(output, page.getBytes(StandardCharsets.UTF_8));
        console.out().println("written to " + output + " and " + chart);
        return console.finish(report.json(versions), failures);
    }

    private void page(Map<String, String> values, EvaluationReport report, Map<String, String> versions) {
        StringBuilder command = new StringBuilder("./learned benchmarks " + name(photographs));
        command.append(graphics == null ? "" : " --graphics " + name(graphics));
        command.append(peersFrom == null ? "" : " --peers-from " + name(peersFrom));
        command.append(nnz.model == null ? "" : " --model " + name(nnz.model));
        values.put("command", command.toString());
        Table programs = new Table("program", "version");
        versions.forEach(programs::add);
        values.put("versions", programs.markdown());
        values.put(
                "machine",
                Runtime.getRuntime().availableProcessors() + " processors, " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + ", at most "
                        + Runtime.getRuntime().maxMemory() / (1 << 20) + " MiB for the JVM");
        values.put("means", report.means().markdown());
        values.put("deltas", report.bdRates().map(Table::markdown).orElse(""));
        values.put(
                "elsewhere",
                report.bdRatesOfMeans()
                        .map(table ->
                                "\nBetween the mean curves, against curves that were measured elsewhere on the same"
                                        + " pictures (`" + name(peersFrom) + "`):\n\n" + table.markdown())
                        .orElse(""));
    }

    private static String name(Path path) {
        return path.isAbsolute()
                ? String.valueOf(path.getFileName())
                : path.toString().replace('\\', '/');
    }

    private static String count(int measured, int all) {
        return measured + (measured == all ? "" : " of " + all) + (all == 1 ? " photograph" : " photographs");
    }

    /** The pictures of a folder in an order of which every beginning is spread evenly over the names. */
    private static List<Input> pictures(Path folder, Failures failures) {
        List<Input> inputs = Inputs.list(List.of(folder), false, Inputs.readable()::contains, failures);
        double golden = (Math.sqrt(5) - 1) / 2;
        return IntStream.range(0, inputs.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> i * golden % 1))
                .map(inputs::get)
                .toList();
    }

    /** Measures pictures while there is time, and tells how many. */
    private static int measure(
            String task,
            List<Input> inputs,
            TimeBudget budget,
            double share,
            Work work,
            Steps progress,
            Failures failures) {
        budget.part(share);
        int measured = 0;
        for (Input input : inputs) {
            String name = input.path().getFileName().toString();
            // One picture at least: a part without any would be an empty table.
            if (measured == 0 || budget.allows()) {
                try {
                    work.measure(name, Picture.read(input.path(), param -> {}).image());
                    measured++;
                } catch (IOException | OutOfMemoryError e) {
                    failures.add(input.path(), e);
                }
                budget.step();
                progress.done(task + " " + name);
            } else {
                progress.done(task + " " + name + " left out: no time");
            }
        }
        return measured;
    }

    private BufferedImage mosaic(List<Input> inputs) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        for (Input input : inputs) {
            pictures.add(Picture.read(input.path(), param -> {}).image());
        }
        return SpeedBenchmark.mosaic(pictures, megapixels);
    }
}

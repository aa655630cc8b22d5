// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.ComparePage.Candidate;
import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows what formats make of a picture in as many bytes. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Shows on one page what formats make of a picture in as many bytes.",
            "Codes it to the same size in several formats and writes a page that needs nothing but itself:"
                    + " the pictures with a wipe slider and one zoom for all, their differences from the original, sizes,"
                    + " PSNR, MS-SSIM, and the curves of rate and distortion.",
            "Figures are those of the whole picture. Of one of more than 4 megapixels the page shows the middle, or what"
                    + " --crop says."
        })
final class CompareCommand implements Callable<Integer> {
    /** Pictures of more pixels are shown in part: a page that no browser opens is of no use. */
    private static final int MOST_PIXELS = 1 << 22;

    private static final double DEFAULT_RATE = 0.3;

    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PICTURE", description = "a picture")
    Path path;

    @Option(
            names = "--at-size",
            paramLabel = "SIZE",
            converter = LossOptions.Size.class,
            description = "bytes of each file, such as 12KB (default: 0.3 bits a pixel)")
    Long size;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "the page; replaced if it exists (default: ${DEFAULT-VALUE})")
    Path output;

    @Option(
            names = {"-f", "--formats"},
            paramLabel = "FORMAT",
            split = ",",
            converter = FormatName.class,
            defaultValue = "kmq,pcq,nnz,jpeg",
            description = "formats to compare (default: ${DEFAULT-VALUE}); whatever ImageIO can write to a size")
    List<String> formats;

    @Option(names = "--peers", description = "also the formats whose programs are on the PATH, as evaluate has them")
    boolean peers;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "6",
            description = "points of each curve, 0 for no curves (default: ${DEFAULT-VALUE})")
    int points;

    @Option(
            names = "--crop",
            paramLabel = "WxH+X+Y",
            converter = Crop.class,
            description = "what the page shows of the picture, in pixels")
    Rectangle crop;

    @Option(
            names = "--strip",
            paramLabel = "FILE",
            description = "also write what the page shows side by side into one picture, such as strip.png")
    Path strip;

    @Mixin
    EffortOption coding;

    @Mixin
    ModelOption nnz;

    @Mixin
    Console console;

    /** Made by picocli. */
    CompareCommand() {}

    /** Reads a rectangle as ImageMagick writes it. */
    static final class Crop implements ITypeConverter<Rectangle> {
        private static final Pattern PATTERN = Pattern.compile("(\\d{1,6})x(\\d{1,6})\\+(\\d{1,6})\\+(\\d{1,6})");

        @Override
        public Rectangle convert(String value) {
            Matcher matcher = PATTERN.matcher(value);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is not of the form 640x480+100+50");
            }
            return new Rectangle(
                    Integer.parseInt(matcher.group(3)),
                    Integer.parseInt(matcher.group(4)),
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (points != 0 && (points < 2 || points > 32)) {
            throw new ParameterException(spec.commandLine(), "points are not 0 or from 2 to 32: " + points);
        }
        try (Tools tools = Tools.onPath()) {
            Set<Peer> present = peers ? Peer.present(tools) : Set.of();
            return run(tools, present);
        }
    }

    private int run(Tools tools, Set<Peer> present) throws IOException {
        Picture picture = Picture.given(path);
        BufferedImage image = picture.image();
        Rectangle shown = shown(image);
        long target = size != null ? size : Math.max(1, Math.round(DEFAULT_RATE * pixels(image) / 8));
        Spending spending = new Spending(coding.effort, nnz.model);
        Failures failures = new Failures();
        List<String> leftOut = new ArrayList<>();
        List<String> taking = new ArrayList<>();
        for (String format : formats) {
            picture.refusal(format).ifPresentOrElse(leftOut::add, () -> taking.add(format));
        }
        Set<Peer> peering = peering(present, image, leftOut);
        leftOut.forEach(reason -> console.hints().println("left out: " + reason));
        List<Coder> sized = new ArrayList<>();
        taking.forEach(format -> sized.add(SizeSearch.of(format, target, spending)));
        peering.forEach(peer -> sized.add(SizeSearch.of(peer, target, tools)));
        if (sized.isEmpty()) {
            throw new IOException("none of the formats takes this picture");
        }
        List<Coder> curve = curve(taking, peering, tools, spending);

        ComparePage page = new ComparePage(path.getFileName().toString(), picture, shown, target, leftOut);
        Map<String, String> versions = Versions.of(peering, tools);
        String name = path.getFileName().toString();
        List<Candidate> candidates = new ArrayList<>();
        Evaluator exact = new Evaluator(failures, false);
        Evaluator curves = new Evaluator(failures, false);
        try (Steps steps = console.steps("compare", sized.size() + curve.size())) {
            for (Coder coder : sized) {
                exact.measure(name, image, coder)
                        .ifPresent(decoded -> candidates.add(candidate(exact.last(), decoded, target)));
                steps.done(coder.format() + " at " + target + " bytes");
            }
            for (Coder coder : curve) {
                curves.measure(name, image, coder);
                steps.done(coder.format() + ", " + coder.setting());
            }
        }
        OutputFile.write(
                output, page.html(candidates, curves.measured(), versions).getBytes(StandardCharsets.UTF_8));
        if (strip != null) {
            Strip.write(strip, image, shown, candidates);
        }
        PrintWriter out = console.out();
        Table table = table(candidates);
        table.print(out);
        out.println("written to " + output);
        JsonObject document = new JsonObject();
        document.addProperty("page", output.toString());
        document.add("pictures", table.toJson());
        return console.finish(document, failures);
    }

    private Candidate candidate(Measurement measurement, BufferedImage decoded, long target) {
        if (measurement.bytes() > target) {
            console.hints()
                    .println(measurement.format() + " takes " + measurement.bytes() + " bytes at the least, more than "
                            + target);
        }
        return new Candidate(measurement, decoded);
    }

    /** Those that keep alpha, if there is some: one that drops it would be measured on another picture. */
    private static Set<Peer> peering(Set<Peer> present, BufferedImage image, List<String> leftOut) {
        Set<Peer> peering = new LinkedHashSet<>();
        for (Peer peer : present) {
            if (image.getColorModel().hasAlpha() && !peer.holdsAlpha()) {
                leftOut.add(peer.format() + " has no alpha");
            } else {
                peering.add(peer);
            }
        }
        return peering;
    }

    private List<Coder> curve(List<String> taking, Set<Peer> present, Tools tools, Spending spending) {
        List<Coder> coders = new ArrayList<>();
        if (points > 0) {
            for (String format : taking) {
                coders.addAll(ImageIoCoder.of(format, ladder(format), colours(), spending));
            }
            for (Peer peer : present) {
                coders.addAll(PeerCoder.of(peer, peer.ladder(), tools));
            }
        }
        return coders;
    }

    /** Qualities that give photographs less than 2 bits a pixel or so: beyond, no eye tells the formats apart. */
    private List<Float> ladder(String format) {
        float highest = format.equals("pcq") ? 0.6f : 0.92f;
        List<Float> qualities = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            qualities.add(0.02f + (highest - 0.02f) * i / (points - 1));
        }
        return qualities;
    }

    private List<Integer> colours() {
        List<Integer> colours = new ArrayList<>();
        for (int i = 0; i < points; i++) {
            int k = (int) Math.round(Math.pow(2, 1 + 7.0 * i / (points - 1)));
            if (!colours.contains(k)) {
                colours.add(k);
            }
        }
        return colours;
    }

    private Rectangle shown(BufferedImage image) {
        Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
        if (crop != null) {
            Rectangle part = crop.intersection(whole);
            if (part.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "nothing of the picture lies in --crop");
            }
            return part;
        }
        if (pixels(image) <= MOST_PIXELS) {
            return whole;
        }
        double shrink = Math.sqrt(MOST_PIXELS / pixels(image));
        int width = (int) Math.min(whole.width, Math.max(1, Math.round(whole.width * shrink)));
        int height = Math.max(1, Math.min(whole.height, MOST_PIXELS / width));
        return new Rectangle((whole.width - width) / 2, (whole.height - height) / 2, width, height);
    }

    private static double pixels(BufferedImage image) {
        return (double) image.getWidth() * image.getHeight();
    }

    private static Table table(List<Candidate> candidates) {
        Table table = new Table("format", "setting", "bytes", "bpp", "PSNR", "MS-SSIM");
        for (Candidate candidate : candidates) {
            Measurement m = candidate.measurement();
            table.add(
                    m.format(),
                    m.setting(),
                    m.bytes(),
                    Table.number(m.bpp(), 3),
                    Table.number(m.psnr(), 2),
                    Table.number(m.msSsim(), 4));
        }
        return table;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static io.github.imageiolearned.cli.Template.escaped;

import io.github.imageiolearned.cli.ChartCanvas.Ink;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.quality.BdRate;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The page that shows a picture and what formats made of it; its parts are the resources {@code compare*}. */
final class ComparePage {
    private final String name;
    private final Picture original;
    private final Rectangle shown;
    private final long target;
    private final List<String> leftOut;

    /**
     * Begins a page.
     *
     * @param name what the picture is called
     * @param original the picture
     * @param shown the part that the page shows, in pixels
     * @param target size wanted of each file, in bytes
     * @param leftOut reasons why formats that were asked for do not take part
     */
    ComparePage(String name, Picture original, Rectangle shown, long target, List<String> leftOut) {
        this.name = name;
        this.original = original;
        this.shown = shown;
        this.target = target;
        this.leftOut = leftOut;
    }

    /**
     * A file of the size wanted, or near it.
     *
     * @param measurement what was measured
     * @param decoded what came out
     */
    record Candidate(Measurement measurement, BufferedImage decoded) {}

    /**
     * Writes the page.
     *
     * @param candidates files of the size wanted
     * @param curves measurements at other sizes; none for no curves
     * @param versions version by name of what took part
     * @return the page
     * @throws IOException if a part of it is missing or a picture cannot be written
     */
    String html(List<Candidate> candidates, List<Measurement> curves, Map<String, String> versions) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("title", escaped(name + " at " + size(target)));
        values.put("lead", escaped(lead()));
        values.put("alpha", original.image().getColorModel().hasAlpha() ? "alpha" : "");
        values.put("css", Template.resource("compare.css") + Template.resource("chart.css"));
        values.put("script", Template.resource("compare.js"));
        values.put("rows", rows(candidates));
        values.put("notes", escaped(notes(candidates)));
        values.put("curves", curves.isEmpty() ? "" : curves(curves));
        values.put("pictures", pictures(candidates));
        List<String> programs = new ArrayList<>();
        versions.forEach((program, version) -> programs.add(program + " " + version));
        values.put("versions", escaped("Made by learned compare with " + String.join(", ", programs) + "."));
        return Template.filled(Template.resource("compare.html"), values);
    }

    private String lead() {
        BufferedImage image = original.image();
        String whole = image.getWidth() + "×" + image.getHeight() + " pixels, "
                + original.format().toUpperCase(Locale.ROOT) + " of " + size(original.bytes()) + " ("
                + Table.number(original.bitsPerPixel(original.bytes()), 2) + " bits a pixel).";
        boolean part = shown.width != image.getWidth() || shown.height != image.getHeight();
        return whole
                + (part
                        ? " Shown are " + shown.width + "×" + shown.height + " of them, from " + shown.x + ", "
                                + shown.y + "; the figures are of all."
                        : "");
    }

    private String notes(List<Candidate> candidates) {
        StringBuilder notes = new StringBuilder(
                "PSNR of red, green and blue together, computed in wide types;" + " MS-SSIM of the luma.");
        for (Candidate candidate : candidates) {
            Measurement m = candidate.measurement();
            if (m.bytes() > target) {
                notes.append(' ')
                        .append(m.format())
                        .append(" has no smaller file of this picture than ")
                        .append(size(m.bytes()))
                        .append('.');
            }
        }
        leftOut.forEach(reason -> notes.append(" Left out: ").append(reason).append('.'));
        return notes.toString();
    }

    private String rows(List<Candidate> candidates) throws IOException {
        String template = Template.resource("compare-row.html");
        // Only files that fit compete.
        List<Measurement> fitting = candidates.stream()
                .map(Candidate::measurement)
                .filter(m -> m.bytes() <= target)
                .toList();
        double bestPsnr = best(fitting, Measurement::psnr);
        double bestMsSsim = best(fitting, Measurement::msSsim);
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < candidates.size(); i++) {
            Measurement m = candidates.get(i).measurement();
            boolean fits = m.bytes() <= target;
            rows.append(Template.filled(
                    template,
                    Map.of(
                            "ink", Ink.of(m.format(), i).name(),
                            "name", escaped(m.format()),
                            "setting", escaped(setting(candidates.get(i))),
                            "bytes", String.format(Locale.ROOT, "%,d", m.bytes()),
                            "bpp", Table.number(m.bpp(), 3),
                            "psnr", cell(m.psnr(), 2, fits && m.psnr() == bestPsnr),
                            "msSsim", cell(m.msSsim(), 4, fits && m.msSsim() == bestMsSsim))));
        }
        return rows.toString();
    }

    /** Our formats search for the size themselves, and only a palette shows what they found. */
    private static String setting(Candidate candidate) {
        Measurement m = candidate.measurement();
        if (!CompressCommand.FORMATS.contains(m.format())) {
            return m.setting();
        }
        BufferedImage palette = m.format().equals("kmq") ? ImageIoCoder.indexed(candidate.decoded()) : null;
        return palette == null
                ? "the best that fits"
                : ((IndexColorModel) palette.getColorModel()).getMapSize() + " colours";
    }

    private static double best(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        return measurements.stream().mapToDouble(value).max().orElse(Double.NaN);
    }

    private static String cell(double value, int decimals, boolean best) {
        String number = Table.number(value, decimals);
        return best ? "<strong>" + number + "</strong>" : number;
    }

    private String pictures(List<Candidate> candidates) throws IOException {
        String template = Template.resource("compare-picture.html");
        StringBuilder pictures = new StringBuilder();
        pictures.append(picture(template, "original", size(original.bytes()), original.image()));
        for (Candidate candidate : candidates) {
            Measurement m = candidate.measurement();
            String told = size(m.bytes()) + ", " + Table.number(m.psnr(), 2)
                    + (Double.isFinite(m.psnr()) ? " dB, " : ", ") + Table.number(m.msSsim(), 4);
            pictures.append(picture(template, m.format(), told, candidate.decoded()));
        }
        return pictures.toString();
    }

    private String picture(String template, String format, String told, BufferedImage image) throws IOException {
        return Template.filled(
                template,
                Map.of(
                        "name", escaped(format),
                        "told", escaped(told),
                        "width", String.valueOf(shown.width),
                        "height", String.valueOf(shown.height),
                        "png", Base64.getEncoder().encodeToString(Tools.png(part(image)))));
    }

    /** The part that is shown, in sRGB, which is what a browser takes a PNG without a profile for. */
    private BufferedImage part(BufferedImage image) {
        boolean alpha = image.getColorModel().hasAlpha();
        BufferedImage part = new BufferedImage(
                shown.width, shown.height, alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = part.createGraphics();
        graphics.setComposite(AlphaComposite.Src);
        graphics.drawImage(image, -shown.x, -shown.y, null);
        graphics.dispose();
        return part;
    }

    private static String curves(List<Measurement> measurements) throws IOException {
        return Template.filled(
                Template.resource("compare-curves.html"),
                Map.of(
                        "psnrChart", RateChart.svg(curves(measurements, Measurement::psnr), "RGB PSNR in dB"),
                        "msSsimChart",
                                RateChart.svg(
                                        curves(measurements, m -> -10 * Math.log10(1 - m.msSsim())), "MS-SSIM in dB")));
    }

    private static List<Curve> curves(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        Map<String, List<BdRate.Point>> byFormat = new LinkedHashMap<>();
        for (Measurement m : measurements) {
            double at = value.applyAsDouble(m);
            if (Double.isFinite(at)) {
                byFormat.computeIfAbsent(m.format(), format -> new ArrayList<>())
                        .add(new BdRate.Point(m.bpp(), at));
            }
        }
        List<Curve> curves = new ArrayList<>();
        byFormat.forEach((format, points) -> curves.add(new Curve(format, points)));
        return curves;
    }

    /** Bytes for people: 1 KB is 1000 bytes, as on the command line. */
    static String size(long bytes) {
        if (bytes < 10_000) {
            return String.format(Locale.ROOT, "%,d bytes", bytes);
        }
        return bytes < 1_000_000 ? Table.number(bytes / 1e3, 1) + " KB" : Table.number(bytes / 1e6, 2) + " MB";
    }
}

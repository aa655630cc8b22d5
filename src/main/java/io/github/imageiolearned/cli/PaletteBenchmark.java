// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.cli.Tools.Tool;
import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Palettes asked two things: how large is the very same palette picture in formats that lose nothing, and how good are
 * the palettes that others choose.
 */
final class PaletteBenchmark {
    private static final List<Integer> COLOURS = List.of(16, 64, 256);

    private final Tools tools;
    private final Failures failures;
    private final List<Keeper> keepers = new ArrayList<>();
    private final List<Maker> makers = new ArrayList<>();
    private final Map<Integer, Row> rows = new LinkedHashMap<>();
    private int pictures;
    private int largerThanWebP;

    /** Writes a palette picture without loss. */
    private record Keeper(String name, Tool tool, String file, String... arguments) {}

    /** Chooses a palette: {@code %d} stands for the number of colours. */
    private record Maker(String name, Tool tool, String... arguments) {}

    /** Sums for a number of colours. */
    private static final class Row {
        private long bytes;
        private final Map<String, Double> logRatios = new LinkedHashMap<>();
        private final Map<String, Double> psnr = new LinkedHashMap<>();
        private int lossy;
    }

    /**
     * Looks for programs.
     *
     * @param tools where to look
     * @param failures hears of what cannot be coded
     */
    PaletteBenchmark(Tools tools, Failures failures) {
        this.tools = tools;
        this.failures = failures;
        tools.find("optipng", "-v", "OptiPNG")
                .ifPresent(tool -> keepers.add(new Keeper(
                        "optipng -o5",
                        tool,
                        "kept.png",
                        "-quiet",
                        "-o5",
                        "-strip",
                        "all",
                        "-out",
                        "kept.png",
                        "picture.png")));
        Peer.WEBP
                .encoder(tools)
                .ifPresent(tool -> keepers.add(new Keeper(
                        "WebP -z 9",
                        tool,
                        "kept.webp",
                        "-quiet",
                        "-z",
                        "9",
                        "-exact",
                        "picture.png",
                        "-o",
                        "kept.webp")));
        Peer.JPEG_XL
                .encoder(tools)
                .ifPresent(tool -> keepers.add(new Keeper(
                        "JPEG XL -e 9", tool, "kept.jxl", "picture.png", "kept.jxl", "-d", "0", "-e", "9", "--quiet")));
        tools.find("pngquant", "--version", "")
                .ifPresent(tool -> makers.add(new Maker(
                        "pngquant", tool, "--nofs", "--speed", "1", "--output", "made.png", "%d", "picture.png")));
        Peer.MAGICK
                .encoder(tools)
                .ifPresent(tool -> makers.add(
                        new Maker("ImageMagick", tool, "picture.png", "+dither", "-colors", "%d", "made.png")));
        COLOURS.forEach(k -> rows.put(k, new Row()));
    }

    /**
     * Returns the programs that take part.
     *
     * @return version by name
     */
    Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        keepers.forEach(keeper -> versions.put(keeper.tool.name(), keeper.tool.version()));
        makers.forEach(maker -> versions.put(maker.tool.name(), maker.tool.version()));
        return versions;
    }

    /**
     * Measures a picture.
     *
     * @param name what it is called
     * @param image the picture
     */
    void measure(String name, BufferedImage image) {
        try {
            for (int k : COLOURS) {
                measure(image, k, rows.get(k));
            }
            pictures++;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failures.add(name + " with a palette", e);
        }
    }

    private void measure(BufferedImage image, int k, Row row) throws IOException {
        Coder kmq = ImageIoCoder.learned("kmq", "", Spending.DEFAULT, param -> param.setColours(k));
        byte[] file = kmq.encode(image);
        BufferedImage decoded = kmq.decode(file);
        BufferedImage indexed =
                Optional.ofNullable(ImageIoCoder.indexed(decoded)).orElse(decoded);
        Map<String, Long> sizes = new LinkedHashMap<>();
        sizes.put("the JDK's PNG", ImageIoCoder.pngBytes(decoded));
        String png = tools.give(indexed);
        for (Keeper keeper : keepers) {
            Path kept = tools.file(keeper.file);
            tools.run(keeper.tool, filled(keeper.arguments, k, png));
            sizes.put(keeper.name, Files.size(kept));
        }
        Map<String, Double> qualities = new LinkedHashMap<>();
        qualities.put("kmq", Psnr.between(image, decoded));
        String source = tools.give(image);
        for (Maker maker : makers) {
            Path made = tools.file("made.png");
            tools.run(maker.tool, filled(maker.arguments, k, source));
            qualities.put(
                    maker.name,
                    Psnr.between(image, Picture.read(made, param -> {}).image()));
        }
        row.bytes += file.length;
        sizes.forEach((name, size) -> row.logRatios.merge(name, Math.log((double) file.length / size), Double::sum));
        if (qualities.values().stream().allMatch(Double::isFinite)) {
            qualities.forEach((name, psnr) -> row.psnr.merge(name, psnr, Double::sum));
            row.lossy++;
        }
        if (sizes.getOrDefault("WebP -z 9", Long.MAX_VALUE) < file.length) {
            largerThanWebP++;
        }
    }

    private static String[] filled(String[] arguments, int k, String png) {
        String[] filled = new String[arguments.length];
        for (int i = 0; i < filled.length; i++) {
            filled[i] = arguments[i].equals("%d") ? String.valueOf(k) : arguments[i];
            filled[i] = filled[i].equals("picture.png") ? png : filled[i];
        }
        return filled;
    }

    /**
     * Sums up.
     *
     * @return text and a table, or nothing if no picture was measured
     */
    String markdown() {
        if (pictures == 0) {
            return "";
        }
        List<String> head = new ArrayList<>(List.of("colours", "kmq bytes"));
        rows.get(COLOURS.get(0)).logRatios.keySet().forEach(name -> head.add("to " + name));
        List<String> chosen = new ArrayList<>(List.of("kmq"));
        makers.forEach(maker -> chosen.add(maker.name));
        chosen.forEach(name -> head.add("PSNR, " + name));
        Table table = new Table(head.toArray(new String[0]));
        rows.forEach((k, row) -> {
            List<Object> cells = new ArrayList<>(List.of(k, Table.number((double) row.bytes / pictures, 0)));
            row.logRatios
                    .values()
                    .forEach(sum -> cells.add(EvaluationReport.signedPercent(100 * (Math.exp(sum / pictures) - 1))));
            chosen.forEach(name -> cells.add(
                    row.lossy == 0 ? "exact" : Table.number(row.psnr.getOrDefault(name, 0.0) / row.lossy, 2)));
            table.add(cells.toArray());
        });
        boolean webp = keepers.stream().anyMatch(keeper -> keeper.name.startsWith("WebP"));
        return table.markdown() + "\n" + pictures + (pictures == 1 ? " picture" : " pictures")
                + (webp
                        ? "; " + (largerThanWebP == 0 ? "no file" : largerThanWebP + " files")
                                + " larger than the same palette picture as lossless WebP"
                        : "")
                + ".\n";
    }
}

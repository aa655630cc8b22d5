// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.quality.BdRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Measures blocks on a folder of pictures and compares with an earlier measurement, so that a step can be kept or
 * dropped: for each quality the mean rate, PSNR and speeds, then the BD-rate from 27 to 38 dB, mean over pictures.
 *
 * <p>usage: MeasureBlocks FOLDER [-every N] [-from N] [-q Q,Q,...] [-effort small|fast] [-save FILE] [-against FILE]
 */
final class MeasureBlocks {
    /** Bytes that the container adds to settings and tiles. */
    private static final int CONTAINER = 40;

    private MeasureBlocks() {}

    /**
     * A coded picture: bytes, dB, seconds of processor time to encode and to decode, dB without filters and with
     * deblocking alone.
     */
    private record Point(
            String picture, double quality, long bytes, long pixels, double psnr, double[] seconds, double[] without) {
        Point with(double other) {
            return new Point(picture, quality, bytes, pixels, other, seconds, without);
        }
    }

    /**
     * Measures.
     *
     * @param arguments see above
     * @throws IOException if a picture cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 1; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        double[] qualities = Stream.of(
                        given.getOrDefault("-q", "0,0.1,0.2,0.3,0.42").split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        PcqOptions.Effort effort =
                PcqOptions.Effort.valueOf(given.getOrDefault("-effort", "small").toUpperCase(Locale.ROOT));
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(arguments[0]))) {
            files = all.filter(f -> f.toString().matches(".*\\.(png|jpg)"))
                    .sorted()
                    .toList();
        }
        int every = Integer.parseInt(given.getOrDefault("-every", "1"));
        List<Point> points = new ArrayList<>();
        for (int i = Integer.parseInt(given.getOrDefault("-from", "0")); i < files.size(); i += every) {
            Samples samples = MeasureRows.samples(ImageIO.read(files.get(i).toFile()));
            for (double quality : qualities) {
                PcqOptions options = PcqOptions.ofQuality(quality).withEffort(effort);
                points.add(measure(files.get(i).getFileName().toString(), samples, options));
            }
        }
        report(points, qualities);
        if (given.containsKey("-save")) {
            Files.write(
                    Path.of(given.get("-save")),
                    points.stream().map(MeasureBlocks::line).toList());
        }
        compare("of deblocking", points, bare(points), deblocked(points));
        compare("of the class filter after it", points, deblocked(points), points);
        if (given.containsKey("-against")) {
            List<Point> before = Files.readAllLines(Path.of(given.get("-against"))).stream()
                    .map(MeasureBlocks::parse)
                    .toList();
            compare("against the file", points, before, points);
        }
    }

    private static List<Point> bare(List<Point> points) {
        return points.stream().map(p -> p.with(p.without[0])).toList();
    }

    private static List<Point> deblocked(List<Point> points) {
        return points.stream().map(p -> p.with(p.without[1])).toList();
    }

    private static Point measure(String name, Samples samples, PcqOptions options) throws IOException {
        long start = cpuNanos();
        CodedPicture coded = Scenes.encode(samples, options);
        long middle = cpuNanos();
        Samples decoded = Scenes.decode(samples, coded);
        long end = cpuNanos();
        long pixels = (long) samples.width() * samples.height();
        double[] seconds = {(middle - start) / 1e9, (end - middle) / 1e9};
        double[] without = {
            Scenes.psnr(samples, Scenes.decode(samples, unfiltered(coded, 0))),
            Scenes.psnr(samples, Scenes.decode(samples, unfiltered(coded, 1)))
        };
        double psnr = Scenes.psnr(samples, decoded);
        return new Point(name, options.quality(), coded.size() + CONTAINER, pixels, psnr, seconds, without);
    }

    /** The same picture with its tiles' filters switched off, from one of the two on. */
    private static CodedPicture unfiltered(CodedPicture coded, int from) {
        return new CodedPicture(
                coded.settings(),
                coded.tiles().stream()
                        .map(tile -> {
                            byte[] changed = tile.clone();
                            Arrays.fill(changed, from, TileFilters.BYTES, (byte) 0);
                            return changed;
                        })
                        .toList());
    }

    /** Processor time of all threads: unlike the clock, it does not depend on what else the machine does. */
    private static long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    private static void report(List<Point> points, double[] qualities) {
        for (double quality : qualities) {
            List<Point> some = points.stream().filter(p -> p.quality == quality).toList();
            System.out.printf(
                    Locale.ROOT,
                    "quality %.3f: %.4f bpp, %.3f dB, megapixels a second of one core: encode %.2f, decode %.2f%n",
                    quality,
                    some.stream()
                            .mapToDouble(p -> 8.0 * p.bytes / p.pixels)
                            .average()
                            .orElse(0),
                    some.stream().mapToDouble(p -> p.psnr).average().orElse(0),
                    some.stream().mapToLong(p -> p.pixels).sum()
                            / some.stream().mapToDouble(p -> p.seconds[0]).sum()
                            / 1e6,
                    some.stream().mapToLong(p -> p.pixels).sum()
                            / some.stream().mapToDouble(p -> p.seconds[1]).sum()
                            / 1e6);
        }
    }

    private static String line(Point p) {
        return p.picture + ',' + p.quality + ',' + p.bytes + ',' + p.psnr;
    }

    private static Point parse(String line) {
        String[] cells = line.split(",", -1);
        double quality = Double.parseDouble(cells[1]);
        return new Point(
                cells[0], quality, Long.parseLong(cells[2]), 0, Double.parseDouble(cells[3]), new double[0], null);
    }

    private static void compare(String what, List<Point> points, List<Point> before, List<Point> after) {
        double sum = 0;
        int count = 0;
        StringBuilder each = new StringBuilder();
        for (String picture : points.stream().map(Point::picture).distinct().toList()) {
            double rate = BdRate.percent(curve(before, picture), curve(after, picture), 27, 38);
            if (!Double.isNaN(rate)) {
                sum += rate;
                count++;
                each.append(String.format(Locale.ROOT, " %.2f", rate));
            }
        }
        System.out.printf(Locale.ROOT, "BD-rate %s: %.3f %% over %d pictures:%s%n", what, sum / count, count, each);
    }

    private static List<BdRate.Point> curve(List<Point> points, String picture) {
        return points.stream()
                .filter(p -> p.picture.equals(picture))
                .map(p -> new BdRate.Point(p.bytes, p.psnr))
                .toList();
    }
}

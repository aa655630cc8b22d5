// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import com.sun.management.OperatingSystemMXBean;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.ContainerWriter;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.ImageLayout;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.RasterSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.TileGrid;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Measures kmq, and prints what docs/kmq-measurements.md tells. Arguments:
 *
 * <pre>
 * bytes FOLDER PEERS.json            the palette pictures of pngquant, against the bytes of other formats in PEERS.json
 * icons FOLDER                       pictures scaled to 16, 24, 32 and 48 pixels, against cwebp -z 9 and the JDK's PNG
 * palettes FOLDER EVERY K,K,...      sums of squares against ten k-means++ starts, pngquant and ImageMagick
 * budget FOLDER EVERY K,K,... DB     bytes at equal PSNR with a loss budget, against fewer colours
 * speed PICTURE K,K,...              seconds of the palette, megapixels a second of coding and decoding
 * learn PICTURE K,K,...              seconds of the palette alone
 * </pre>
 *
 * EVERY takes each so many-th picture. pngquant, convert and cwebp have to be on the PATH where they are named.
 */
public final class KmqMeasurements {
    private static final Pattern PEER = Pattern.compile("\"file\":\"([^\"]+)\",\"k\":(\\d+),.*\"png_optipng\":(\\d+),"
            + "\"webp_lossless_z9\":(\\d+),\"jxl_e9\":(\\d+)");

    private KmqMeasurements() {}

    /**
     * Measures.
     *
     * @param args see above
     * @throws Exception if a picture cannot be read or a tool fails
     */
    public static void main(String[] args) throws Exception {
        switch (args[0]) {
            case "bytes" -> bytes(Path.of(args[1]), Path.of(args[2]));
            case "icons" -> icons(Path.of(args[1]));
            case "palettes" -> palettes(pictures(Path.of(args[1]), Integer.parseInt(args[2])), numbers(args[3]));
            case "budget" ->
                budget(
                        pictures(Path.of(args[1]), Integer.parseInt(args[2])),
                        numbers(args[3]),
                        Double.parseDouble(args[4]));
            case "learn" -> learn(Path.of(args[1]), numbers(args[2]));
            case "speed" -> speed(Path.of(args[1]), numbers(args[2]));
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
    }

    private static int[] numbers(String list) {
        return Stream.of(list.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    }

    private static List<Path> pictures(Path folder, int every) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(f -> f.toString().endsWith(".png")).sorted().toList();
            List<Path> some = new ArrayList<>();
            for (int i = 0; i < all.size(); i += every) {
                some.add(all.get(i));
            }
            return some;
        }
    }

    private static PixelSource source(BufferedImage image) {
        ImageLayout layout =
                ImageLayout.of(image.getColorModel(), image.getSampleModel()).orElseThrow();
        Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
        return new RasterSource(image, layout, all, 1, 1, null, 8);
    }

    private static PictureHeader header(PixelSource picture, CodedPicture coded) {
        return Pictures.header(picture.width(), picture.height(), picture.bands(), coded.tileShift(), coded.settings());
    }

    /** The size of the file of a picture. */
    private static long size(PixelSource picture, KmqOptions options) throws IOException {
        return size(picture, KmqEncoder.encode(picture, options, Progress.NONE));
    }

    private static long size(PixelSource picture, CodedPicture coded) throws IOException {
        long[] size = new long[1];
        ContainerWriter.write(
                PictureFormat.KMQ,
                header(picture, coded),
                Map.of(),
                coded.tiles(),
                List.of(),
                bytes -> size[0] += bytes.length);
        return size[0];
    }

    private static Path tool(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
        return Path.of(command[command.length - 1]);
    }

    private static Path temporary(String suffix) throws IOException {
        File file = File.createTempFile("kmq", suffix);
        file.deleteOnExit();
        return file.toPath();
    }

    /** The palette picture that libimagequant makes, as valid_*_peers.json describe it. */
    private static BufferedImage pngquant(Path picture, int k) throws IOException, InterruptedException {
        String out = temporary(".png").toString();
        tool("sh", "-c", "pngquant --speed 1 --nofs --force " + k + " -o \"$2\" -- \"$1\"", "sh", picture + "", out);
        return ImageIO.read(new File(out));
    }

    private static void bytes(Path folder, Path peers) throws IOException, InterruptedException {
        double[][] logs = new double[257][3];
        double[] worst = new double[3];
        int[] count = new int[257];
        Matcher matcher = PEER.matcher(Files.readString(peers));
        while (matcher.find()) {
            int k = Integer.parseInt(matcher.group(2));
            PixelSource picture = source(pngquant(folder.resolve(matcher.group(1)), k));
            long own = size(picture, KmqOptions.ofColours(256));
            StringBuilder line = new StringBuilder();
            for (int peer = 0; peer < 3; peer++) {
                double ratio = own / Double.parseDouble(matcher.group(3 + peer));
                logs[k][peer] += Math.log(ratio);
                worst[peer] = Math.max(worst[peer], ratio);
                line.append(String.format(Locale.ROOT, " %+6.1f", 100 * (ratio - 1)));
            }
            count[k]++;
            print("%-16s %3d %7d bytes, %% to optipng, WebP, JPEG XL:%s", matcher.group(1), k, own, line);
        }
        double[] sums = new double[3];
        int all = 0;
        for (int k = 0; k < count.length; k++) {
            if (count[k] > 0) {
                print("k=%d, %d pictures:%s", k, count[k], means(logs[k], count[k]));
                all += count[k];
                for (int peer = 0; peer < 3; peer++) {
                    sums[peer] += logs[k][peer];
                }
            }
        }
        print(
                "all: %s; worst%s",
                means(sums, all), means(new double[] {Math.log(worst[0]), Math.log(worst[1]), Math.log(worst[2])}, 1));
    }

    private static String means(double[] logs, int count) {
        return String.format(
                Locale.ROOT,
                " optipng %+.1f %%, WebP %+.1f %%, JPEG XL %+.1f %%",
                100 * Math.expm1(logs[0] / count),
                100 * Math.expm1(logs[1] / count),
                100 * Math.expm1(logs[2] / count));
    }

    private static void icons(Path folder) throws IOException, InterruptedException {
        double[] logs = new double[2];
        double[] worst = new double[2];
        int count = 0;
        for (Path file : pictures(folder, 1)) {
            BufferedImage image = ImageIO.read(file.toFile());
            for (int side : new int[] {16, 24, 32, 48}) {
                BufferedImage icon = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
                Graphics2D graphics = icon.createGraphics();
                graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
                graphics.drawImage(image.getScaledInstance(side, side, Image.SCALE_AREA_AVERAGING), 0, 0, null);
                graphics.dispose();
                Path scaled = temporary(".png");
                ImageIO.write(icon, "png", scaled.toFile());
                for (int k : new int[] {4, 16, 256}) {
                    BufferedImage indexed = pngquant(scaled, k);
                    Path png = temporary(".png");
                    ImageIO.write(indexed, "png", png.toFile());
                    Path webp = tool("cwebp", "-z", "9", "-exact", png.toString(), "-o", temporary(".webp") + "");
                    double own = size(source(indexed), KmqOptions.ofColours(256));
                    double[] ratios = {own / Files.size(webp), own / Files.size(png)};
                    for (int i = 0; i < 2; i++) {
                        logs[i] += Math.log(ratios[i]);
                        worst[i] = Math.max(worst[i], ratios[i]);
                    }
                    count++;
                    if (ratios[0] > 1) {
                        print("%s %d %d: %.0f bytes, WebP %d", file.getFileName(), side, k, own, Files.size(webp));
                    }
                }
            }
        }
        print(
                "%d icons: WebP %+.1f %% (worst %+.1f), JDK PNG %+.1f %% (worst %+.1f)",
                count,
                100 * Math.expm1(logs[0] / count),
                100 * (worst[0] - 1),
                100 * Math.expm1(logs[1] / count),
                100 * (worst[1] - 1));
    }

    private static void palettes(List<Path> pictures, int[] ks) throws IOException, InterruptedException {
        for (int k : ks) {
            double[] worst = new double[3];
            for (Path file : pictures) {
                PixelSource picture = source(ImageIO.read(file.toFile()));
                long start = System.nanoTime();
                LearnedPalette ours = PaletteLearner.learn(picture, KmqOptions.ofColours(k), Progress.NONE);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (ours.exact()) {
                    continue;
                }
                String magick = temporary(".png").toString();
                tool("convert", file.toString(), "+dither", "-colors", k + "", "PNG8:" + magick);
                double[] others = {
                    plusPlus(picture, k),
                    squares(picture, pngquant(file, k)),
                    squares(picture, ImageIO.read(new File(magick)))
                };
                for (int i = 0; i < 3; i++) {
                    worst[i] = Math.max(worst[i], ours.wcss() / others[i]);
                }
                print(
                        "%-16s k=%3d %5.2f s: of ten k-means++ starts %.4f, of pngquant %.4f, of ImageMagick %.4f",
                        file.getFileName(),
                        k,
                        seconds,
                        ours.wcss() / others[0],
                        ours.wcss() / others[1],
                        ours.wcss() / others[2]);
            }
            print(
                    "k=%d, worst: %.4f of k-means++, %.4f of pngquant, %.4f of ImageMagick",
                    k, worst[0], worst[1], worst[2]);
        }
    }

    private static double squares(PixelSource picture, BufferedImage other) {
        Region all = new Region(0, 0, picture.width(), picture.height());
        int[] a = Colours.packed(picture.read(all));
        short[] x = new short[ColourPoints.DIMENSIONS];
        short[] y = new short[ColourPoints.DIMENSIONS];
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            ColourPoints.put(a[i], false, x, 0);
            ColourPoints.put(other.getRGB(i % picture.width(), i / picture.width()), false, y, 0);
            sum += ColourPoints.distance(x, 0, y, 0);
        }
        return sum / ColourPoints.UNIT;
    }

    /** The least sum of ten runs of k-means on all colours from k-means++ starts, with rounded centres as in a file. */
    private static double plusPlus(PixelSource picture, int k) throws IOException {
        ColourHistogram histogram = new ColourHistogram();
        for (int colour : Colours.packed(picture.read(new Region(0, 0, picture.width(), picture.height())))) {
            histogram.add(colour, 1);
        }
        int[] colours = histogram.colours();
        int[] counts = new int[colours.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = histogram.count(histogram.slot(colours[i]));
        }
        ColourPoints points = ColourPoints.of(colours, counts, ColourMetric.RGB);
        double least = Double.MAX_VALUE;
        for (int start = 0; start < 10; start++) {
            double[] centres = Seeds.plusPlus(points, k, 1, new SplittableRandom(start));
            KMeans means = new KMeans(points, centres, null);
            means.run(300, 1e-6, Progress.NONE);
            short[] rounded = new short[centres.length];
            for (int c = 0; c < k; c++) {
                ColourPoints.put(ColourPoints.colour(centres, 4 * c, false), false, rounded, 4 * c);
            }
            for (int i = 0; i < rounded.length; i++) {
                centres[i] = rounded[i];
            }
            KMeans last = new KMeans(points, centres, means.nearest());
            last.assignOnly(Progress.NONE);
            double sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += (double) ColourPoints.distance(points.coordinates, 4 * i, rounded, 4 * last.nearest()[i])
                        * counts[i];
            }
            least = Math.min(least, sum / ColourPoints.UNIT);
        }
        return least;
    }

    private static void budget(List<Path> pictures, int[] ks, double decibels) throws IOException {
        for (int k : ks) {
            double logs = 0;
            for (Path file : pictures) {
                PixelSource picture = source(ImageIO.read(file.toFile()));
                double[] chosen = point(picture, KmqOptions.ofColours(k).withLossBudget(decibels));
                double[] more = point(picture, KmqOptions.ofColours(k));
                double all = more[0];
                int colours = k;
                double[] fewer = more;
                while (fewer[0] > chosen[0] && colours > 3) {
                    more = fewer;
                    colours = colours * 7 / 8;
                    fewer = point(picture, KmqOptions.ofColours(colours));
                }
                double part = (chosen[0] - fewer[0]) / (more[0] - fewer[0]);
                double equal = Math.log(fewer[1]) + part * Math.log(more[1] / fewer[1]);
                logs += Math.log(chosen[1]) - equal;
                print(
                        "%-16s k=%3d: loses %.3f dB, %.0f bytes, %+.1f %% to fewer colours (%d)",
                        file.getFileName(),
                        k,
                        all - chosen[0],
                        chosen[1],
                        100 * Math.expm1(Math.log(chosen[1]) - equal),
                        colours);
            }
            print("k=%d, %.2f dB: %+.1f %% at equal PSNR", k, decibels, 100 * Math.expm1(logs / pictures.size()));
        }
    }

    /** PSNR, as far as a constant, and bytes. */
    private static double[] point(PixelSource picture, KmqOptions options) throws IOException {
        CodedPicture coded = KmqEncoder.encode(picture, options, Progress.NONE);
        double wcss = new KmqDecoder(header(picture, coded)).wcss();
        return new double[] {-10 * Math.log10(wcss), size(picture, coded)};
    }

    private static void learn(Path file, int[] ks) throws IOException {
        PixelSource picture = source(ImageIO.read(file.toFile()));
        for (int k : ks) {
            Clock clock = new Clock();
            LearnedPalette palette = PaletteLearner.learn(picture, KmqOptions.ofColours(k), Progress.NONE);
            print("kmq, k=%d: %s, wcss %.6g", k, clock.lap(), palette.wcss());
        }
    }

    private static void speed(Path file, int[] ks) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        PixelSource picture = source(image);
        double megapixels = image.getWidth() * (double) image.getHeight() / 1e6;
        print("%.2f megapixels, %d processors", megapixels, Runtime.getRuntime().availableProcessors());
        for (int k : ks) {
            Clock clock = new Clock();
            LearnedPalette palette = PaletteLearner.learn(picture, KmqOptions.ofColours(k), Progress.NONE);
            print("k=%d: palette %s, wcss %.6g", k, clock.lap(), palette.wcss());
            IndexSource source = IndexSource.nearest(picture, palette);
            for (KmqOptions.Effort effort : KmqOptions.Effort.values()) {
                KmqSettings settings = new KmqSettings(
                        palette.tree(),
                        effort,
                        palette.exact(),
                        palette.wcss(),
                        palette.iterations(),
                        false,
                        null,
                        null);
                TileGrid grid = new TileGrid(picture.width(), picture.height(), 1024);
                TileCoder coder = new TileCoder(settings);
                byte[][] tiles = new byte[grid.size()][];
                Parallel.forEach(tiles.length, Progress.NONE, i -> {
                    Region tile = grid.tile(i);
                    tiles[i] = coder.encode(source.indices(tile), tile.width(), tile.height());
                });
                String encoding = clock.lap(megapixels);
                BitEncoder colours = new BitEncoder();
                PaletteCoder.encode(
                        colours, palette.tree().colours(), palette.tree().grey(), false);
                CodedPicture coded = new CodedPicture(settings.toBytes(colours.finish()), List.of(tiles));
                KmqDecoder decoder = new KmqDecoder(header(picture, coded));
                Region all = new Region(0, 0, picture.width(), picture.height());
                clock.lap();
                decoder.decodeIndices(coded.tiles()::get, all, (region, indices, offset, stride) -> {}, Progress.NONE);
                print("k=%d %s: encodes %s, decodes %s", k, effort, encoding, clock.lap(megapixels));
            }
        }
    }

    /** Wall and processor time of all threads. */
    private static final class Clock {
        private final OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        private long wall = System.nanoTime();
        private long processor = system.getProcessCpuTime();

        private double[] seconds() {
            long nextWall = System.nanoTime();
            long nextProcessor = system.getProcessCpuTime();
            double[] seconds = {(nextWall - wall) / 1e9, (nextProcessor - processor) / 1e9};
            wall = nextWall;
            processor = nextProcessor;
            return seconds;
        }

        String lap() {
            double[] seconds = seconds();
            return String.format(Locale.ROOT, "%.2f s (processor %.2f s)", seconds[0], seconds[1]);
        }

        String lap(double megapixels) {
            double[] seconds = seconds();
            return String.format(
                    Locale.ROOT,
                    "%.2f Mpx/s (%.2f for each processor second)",
                    megapixels / seconds[0],
                    megapixels / seconds[1]);
        }
    }
}

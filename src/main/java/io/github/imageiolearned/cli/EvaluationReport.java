// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.quality.BdRate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Tables of what was measured. */
final class EvaluationReport {
    private final List<String> formats;
    private final List<Measurement> measured;
    private final Interval interval;
    private final List<Curve> others;

    /**
     * Takes measurements.
     *
     * @param formats formats in the order of the tables
     * @param measured what was measured
     * @param interval where BD-rates are taken
     * @param others mean curves that were measured elsewhere
     */
    EvaluationReport(List<String> formats, List<Measurement> measured, Interval interval, List<Curve> others) {
        this.formats = List.copyOf(formats);
        this.measured = List.copyOf(measured);
        this.interval = interval;
        this.others = List.copyOf(others);
    }

    /**
     * Where BD-rates are taken.
     *
     * @param lowest lower end in dB
     * @param highest upper end in dB
     */
    record Interval(double lowest, double highest) {
        /** The usual one. */
        static final Interval USUAL = new Interval(27, 38);

        @Override
        public String toString() {
            return plain(lowest) + " to " + plain(highest) + " dB";
        }

        private static String plain(double value) {
            return value == Math.rint(value) ? Table.number(value, 0) : Double.toString(value);
        }
    }

    /**
     * A setting's means over all pictures.
     *
     * @param format name of the format
     * @param setting name of the setting
     * @param pictures how many pictures
     * @param bytes mean bytes
     * @param bpp mean bits per pixel
     * @param psnr mean of the PSNR in dB of those pictures that lost anything; infinite if none did
     * @param msSsim mean MS-SSIM
     * @param encodeSeconds mean time to encode
     * @param decodeSeconds mean time to decode
     * @param pngBytes mean bytes as PNG of those pictures that have it
     * @param pngRatio sum of the bytes of those pictures over the sum of their bytes as PNG
     */
    record Mean(
            String format,
            String setting,
            int pictures,
            double bytes,
            double bpp,
            double psnr,
            double msSsim,
            double encodeSeconds,
            double decodeSeconds,
            double pngBytes,
            double pngRatio) {}

    /**
     * Every measurement.
     *
     * @return a row for each
     */
    Table details() {
        Table table = new Table(
                "picture", "format", "setting", "bytes", "bpp", "PSNR", "MS-SSIM", "encode s", "decode s", "as PNG");
        for (Measurement m : measured) {
            table.add(
                    m.picture(),
                    m.format(),
                    m.setting(),
                    m.bytes(),
                    Table.number(m.bpp(), 4),
                    Table.number(m.psnr(), 3),
                    Table.number(m.msSsim(), 5),
                    Table.number(m.encodeSeconds(), 3),
                    Table.number(m.decodeSeconds(), 3),
                    m.pngBytes() < 0 ? null : m.pngBytes());
        }
        return table;
    }

    /**
     * The means of each setting.
     *
     * @return settings in the order in which they were measured
     */
    List<Mean> meansBySetting() {
        Map<String, List<Measurement>> bySetting = new LinkedHashMap<>();
        for (String format : formats) {
            for (Measurement m : measured) {
                if (m.format().equals(format)) {
                    bySetting
                            .computeIfAbsent(format + " " + m.setting(), key -> new ArrayList<>())
                            .add(m);
                }
            }
        }
        List<Mean> means = new ArrayList<>();
        for (List<Measurement> group : bySetting.values()) {
            Predicate<Measurement> hasPng = m -> m.pngBytes() >= 0;
            List<Measurement> palettes = group.stream().filter(hasPng).toList();
            double pngBytes = mean(palettes, Measurement::pngBytes);
            means.add(new Mean(
                    group.get(0).format(),
                    group.get(0).setting(),
                    group.size(),
                    mean(group, Measurement::bytes),
                    mean(group, Measurement::bpp),
                    finiteMean(group),
                    mean(group, Measurement::msSsim),
                    mean(group, Measurement::encodeSeconds),
                    mean(group, Measurement::decodeSeconds),
                    pngBytes,
                    mean(palettes, Measurement::bytes) / pngBytes));
        }
        return means;
    }

    private static double finiteMean(List<Measurement> group) {
        return group.stream()
                .mapToDouble(Measurement::psnr)
                .filter(Double::isFinite)
                .average()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double mean(List<Measurement> group, ToDoubleFunction<Measurement> value) {
        return group.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    /**
     * The means of each setting.
     *
     * @return a row for each
     */
    Table means() {
        boolean png = formats.contains("kmq");
        Table table = png
                ? new Table(
                        "format",
                        "setting",
                        "pictures",
                        "bytes",
                        "bpp",
                        "PSNR",
                        "MS-SSIM",
                        "encode s",
                        "decode s",
                        "as PNG",
                        "to PNG")
                : new Table("format", "setting", "pictures", "bytes", "bpp", "PSNR", "MS-SSIM", "encode s", "decode s");
        for (Mean mean : meansBySetting()) {
            List<Object> cells = new ArrayList<>(List.of(
                    mean.format,
                    mean.setting,
                    mean.pictures,
                    Table.number(mean.bytes, 0),
                    Table.number(mean.bpp, 3),
                    Table.number(mean.psnr, 2),
                    Table.number(mean.msSsim, 4),
                    Table.number(mean.encodeSeconds, 3),
                    Table.number(mean.decodeSeconds, 3)));
            if (png) {
                cells.add(Table.number(mean.pngBytes, 0));
                cells.add(Double.isNaN(mean.pngRatio) ? "" : signedPercent(100 * (mean.pngRatio - 1)));
            }
            table.add(cells.toArray());
        }
        return table;
    }

    /**
     * BD-rates of all formats that have a curve, against each other: means over the pictures.
     *
     * @return a row and a column for each, or nothing if there are less than two
     */
    Optional<Table> bdRates() {
        List<String> curves = curved();
        if (curves.size() < 2) {
            return Optional.empty();
        }
        Table table = matrix(curves);
        for (String test : curves) {
            List<Object> cells = new ArrayList<>(List.of(test));
            curves.forEach(anchor -> cells.add(test.equals(anchor) ? "" : text(bdRate(anchor, test))));
            table.add(cells.toArray());
        }
        return Optional.of(table);
    }

    /**
     * BD-rates of the formats against curves that were measured elsewhere, between mean curves.
     *
     * @return a row for each format and a column for each such curve, or nothing if there are none
     */
    Optional<Table> bdRatesOfMeans() {
        List<String> curves = curved();
        if (curves.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        Table table = matrix(others.stream().map(Curve::name).toList());
        for (String test : curves) {
            List<Object> cells = new ArrayList<>(List.of(test));
            for (Curve anchor : others) {
                double percent =
                        BdRate.percent(anchor.points(), meanCurve(test), interval.lowest(), interval.highest());
                cells.add(Double.isNaN(percent) ? "" : signedPercent(percent));
            }
            table.add(cells.toArray());
        }
        return Optional.of(table);
    }

    private static Table matrix(List<String> anchors) {
        List<String> head = new ArrayList<>(List.of(""));
        anchors.forEach(anchor -> head.add("to " + anchor));
        return new Table(head.toArray(new String[0]));
    }

    /** The formats that have a curve: at least two points of a finite PSNR. */
    private List<String> curved() {
        return formats.stream().filter(format -> meanCurve(format).size() >= 2).toList();
    }

    /**
     * A format's mean PSNR over mean rate.
     *
     * @param format the format
     * @return points of finite PSNR, by bits per pixel
     */
    List<BdRate.Point> meanCurve(String format) {
        return meansBySetting().stream()
                .filter(mean -> mean.format.equals(format) && Double.isFinite(mean.psnr))
                .map(mean -> new BdRate.Point(mean.bpp, mean.psnr))
                .toList();
    }

    /**
     * The curves of all formats that lost anything, and those measured elsewhere.
     *
     * @return for a chart
     */
    List<Curve> curves() {
        List<Curve> curves = new ArrayList<>();
        for (String format : formats) {
            if (!meanCurve(format).isEmpty()) {
                curves.add(new Curve(format, meanCurve(format)));
            }
        }
        curves.addAll(others);
        return curves;
    }

    /**
     * A BD-rate.
     *
     * @param percent mean over the pictures on which both curves overlap; not a number if there are none
     * @param pictures how many those are
     * @param all how many pictures there are
     */
    record Delta(double percent, int pictures, int all) {}

    /**
     * Compares two formats picture by picture.
     *
     * @param anchor the format compared against
     * @param test the format in question
     * @return the mean of the pictures' BD-rates
     */
    Delta bdRate(String anchor, String test) {
        List<String> pictures =
                measured.stream().map(Measurement::picture).distinct().toList();
        List<Double> values = pictures.stream()
                .map(p -> BdRate.percent(curve(p, anchor), curve(p, test), interval.lowest(), interval.highest()))
                .filter(v -> !v.isNaN())
                .toList();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        return new Delta(mean, values.size(), pictures.size());
    }

    /** How many pictures it is of is said if it is not all. */
    private static String text(Delta delta) {
        if (delta.pictures == 0) {
            return "";
        }
        return signedPercent(delta.percent) + (delta.pictures == delta.all ? "" : " (" + delta.pictures + ")");
    }

    private List<BdRate.Point> curve(String picture, String format) {
        return measured.stream()
                .filter(m -> m.picture().equals(picture) && m.format().equals(format))
                .map(m -> new BdRate.Point(m.bytes(), m.psnr()))
                .toList();
    }

    /**
     * Everything, for other programs.
     *
     * @param versions name and version of what took part
     * @return a JSON object
     */
    JsonObject json(Map<String, String> versions) {
        JsonObject json = new JsonObject();
        JsonObject programs = new JsonObject();
        versions.forEach(programs::addProperty);
        json.add("versions", programs);
        json.add("measurements", details().toJson());
        json.add("means", means().toJson());
        json.addProperty("interval", interval.toString());
        JsonArray deltas = new JsonArray();
        for (String anchor : curved()) {
            for (String test : curved()) {
                Delta delta = bdRate(anchor, test);
                if (!anchor.equals(test) && delta.pictures > 0) {
                    JsonObject entry = new JsonObject();
                    entry.addProperty("anchor", anchor);
                    entry.addProperty("test", test);
                    entry.addProperty("percent", delta.percent);
                    entry.addProperty("pictures", delta.pictures);
                    deltas.add(entry);
                }
            }
        }
        json.add("bdRates", deltas);
        bdRatesOfMeans().ifPresent(table -> json.add("bdRatesOfMeans", table.toJson()));
        return json;
    }

    /**
     * Formats a change.
     *
     * @param percent in percent
     * @return with its sign and one decimal
     */
    static String signedPercent(double percent) {
        return (percent > 0 ? "+" : "") + Table.number(percent, 1) + " %";
    }
}

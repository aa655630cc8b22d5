// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

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
    /** Lower end of the interval of BD-rates, in dB. */
    static final double LOWEST = 27;
    /** Upper end of the interval of BD-rates, in dB. */
    static final double HIGHEST = 38;

    private final List<String> formats;
    private final List<Measurement> measured;

    /**
     * Takes measurements.
     *
     * @param formats formats in the order of the tables
     * @param measured what was measured
     */
    EvaluationReport(List<String> formats, List<Measurement> measured) {
        this.formats = List.copyOf(formats);
        this.measured = List.copyOf(measured);
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
     * BD-rates of all formats that have a curve, against each other.
     *
     * @return a row and a column for each, or nothing if there are less than two
     */
    Optional<Table> bdRates() {
        List<String> curves = formats.stream()
                .filter(f -> measured.stream()
                                .filter(m -> m.format().equals(f))
                                .map(Measurement::setting)
                                .distinct()
                                .count()
                        > 1)
                .toList();
        if (curves.size() < 2) {
            return Optional.empty();
        }
        List<String> head = new ArrayList<>(List.of("format"));
        curves.forEach(anchor -> head.add("to " + anchor));
        Table table = new Table(head.toArray(new String[0]));
        for (String test : curves) {
            List<Object> cells = new ArrayList<>(List.of(test));
            curves.forEach(anchor -> cells.add(test.equals(anchor) ? "" : bdRate(anchor, test)));
            table.add(cells.toArray());
        }
        return Optional.of(table);
    }

    /** Mean over the pictures on which both curves overlap; how many those are is said if it is not all. */
    private String bdRate(String anchor, String test) {
        List<String> pictures =
                measured.stream().map(Measurement::picture).distinct().toList();
        List<Double> values = pictures.stream()
                .map(p -> BdRate.percent(curve(p, anchor), curve(p, test), LOWEST, HIGHEST))
                .filter(v -> !v.isNaN())
                .toList();
        if (values.isEmpty()) {
            return "";
        }
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        return signedPercent(mean) + (values.size() == pictures.size() ? "" : " (" + values.size() + ")");
    }

    private List<BdRate.Point> curve(String picture, String format) {
        return measured.stream()
                .filter(m -> m.picture().equals(picture) && m.format().equals(format))
                .map(m -> new BdRate.Point(m.bytes(), m.psnr()))
                .toList();
    }

    private static String signedPercent(double percent) {
        return (percent > 0 ? "+" : "") + Table.number(percent, 1) + " %";
    }
}

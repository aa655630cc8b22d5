// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A picture in one of our formats, and what was measured. Numbers that were not measured are NaN, or -1 where they are
 * whole.
 *
 * @param picture the picture's place, with its suffix
 * @param format kmq, pcq or nnz
 * @param file the coded file, or null if it was not saved
 * @param kept whether the file was there before
 * @param width pixels
 * @param height pixels
 * @param sourceBytes size of the picture's file
 * @param bytes size of the coded file
 * @param quality what was measured on the decoded picture
 * @param encodeSeconds time to encode
 */
record Coded(
        Path picture,
        String format,
        Path file,
        boolean kept,
        int width,
        int height,
        long sourceBytes,
        long bytes,
        Quality quality,
        double encodeSeconds) {

    /**
     * What was measured on the decoded picture.
     *
     * @param psnr dB; infinite if nothing was lost
     * @param msSsim 0 to 1
     * @param decodeSeconds time to decode
     * @param reconstruction the decoded picture, or null if it was not saved
     */
    record Quality(double psnr, double msSsim, double decodeSeconds, Path reconstruction) {
        /** Nothing was measured. */
        static final Quality UNKNOWN = new Quality(Double.NaN, Double.NaN, Double.NaN, null);
    }

    /** Bits per pixel of the picture's file. */
    double sourceBpp() {
        return sourceBytes < 0 ? Double.NaN : bpp(sourceBytes);
    }

    /** Bits per pixel of the coded file. */
    double bpp() {
        return bpp(bytes);
    }

    private double bpp(long size) {
        return 8.0 * size / ((double) width * height);
    }

    /**
     * For a person, a picture a row.
     *
     * @param all what was coded
     * @param metrics whether there are columns for what decoding tells
     * @return a table
     */
    static Table table(List<Coded> all, boolean metrics) {
        List<String> columns = new ArrayList<>(List.of("picture", "source bpp", "format", "bytes", "bpp"));
        columns.addAll(metrics ? List.of("PSNR", "MS-SSIM", "encode s", "decode s") : List.of("encode s"));
        Table table = new Table(columns.toArray(new String[0]));
        for (Coded one : all) {
            List<Object> cells = new ArrayList<>();
            cells.add(one.picture);
            cells.add(Table.number(one.sourceBpp(), 3));
            cells.add(one.format);
            cells.add(one.bytes);
            cells.add(Table.number(one.bpp(), 3));
            if (metrics) {
                cells.add(Table.number(one.quality.psnr, 2));
                cells.add(Table.number(one.quality.msSsim, 4));
            }
            cells.add(Table.number(one.encodeSeconds, 2));
            if (metrics) {
                cells.add(Table.number(one.quality.decodeSeconds, 2));
            }
            table.add(cells.toArray());
        }
        return table;
    }

    /**
     * For a person, a format a row: sums of bytes, and means of the rest.
     *
     * @param all what was coded
     * @param formats the formats in their order
     * @param metrics whether there are columns for what decoding tells
     * @return a table
     */
    static Table summary(List<Coded> all, List<String> formats, boolean metrics) {
        List<String> columns = new ArrayList<>(List.of("format", "pictures", "bytes", "source bpp", "bpp", "saved %"));
        columns.addAll(metrics ? List.of("PSNR", "MS-SSIM", "encode s", "decode s") : List.of("encode s"));
        Table table = new Table(columns.toArray(new String[0]));
        for (String format : formats) {
            List<Coded> own =
                    all.stream().filter(one -> one.format.equals(format)).toList();
            if (own.isEmpty()) {
                continue;
            }
            List<Coded> sized = own.stream().filter(one -> one.sourceBytes > 0).toList();
            double before = sized.stream().mapToLong(Coded::sourceBytes).sum();
            double after = sized.stream().mapToLong(Coded::bytes).sum();
            List<Object> cells = new ArrayList<>();
            cells.add(format);
            cells.add(own.size());
            cells.add(own.stream().mapToLong(Coded::bytes).sum());
            cells.add(
                    Table.number(mean(own.stream().mapToDouble(Coded::sourceBpp).toArray()), 3));
            cells.add(Table.number(mean(own.stream().mapToDouble(Coded::bpp).toArray()), 3));
            cells.add(before == 0 ? "" : String.format(Locale.ROOT, "%.1f", 100 * (1 - after / before)));
            if (metrics) {
                cells.add(Table.number(
                        mean(own.stream()
                                .mapToDouble(o -> o.quality.psnr)
                                .filter(Double::isFinite)
                                .toArray()),
                        2));
                cells.add(Table.number(
                        mean(own.stream().mapToDouble(o -> o.quality.msSsim).toArray()), 4));
            }
            cells.add(Table.number(
                    mean(own.stream().mapToDouble(Coded::encodeSeconds).toArray()), 2));
            if (metrics) {
                cells.add(Table.number(
                        mean(own.stream()
                                .mapToDouble(o -> o.quality.decodeSeconds)
                                .toArray()),
                        2));
            }
            table.add(cells.toArray());
        }
        return table;
    }

    /** Mean of what was measured; NaN if nothing was. */
    private static double mean(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN);
    }

    /**
     * For a program.
     *
     * @return an object with all that is known; what is not is null
     */
    JsonObject toJson() {
        JsonObject object = new JsonObject();
        object.addProperty("picture", picture.toString());
        object.addProperty("format", format);
        object.addProperty("file", file == null ? null : file.toString());
        object.addProperty("kept", kept);
        object.addProperty("width", width);
        object.addProperty("height", height);
        object.addProperty("sourceBytes", sourceBytes < 0 ? null : sourceBytes);
        object.addProperty("bytes", bytes);
        number(object, "sourceBpp", sourceBpp());
        number(object, "bpp", bpp());
        number(object, "psnr", quality.psnr);
        if (!Double.isNaN(quality.psnr)) {
            object.addProperty("exact", Double.isInfinite(quality.psnr));
        }
        number(object, "msSsim", quality.msSsim);
        number(object, "encodeSeconds", encodeSeconds);
        number(object, "decodeSeconds", quality.decodeSeconds);
        object.addProperty("reconstruction", quality.reconstruction == null ? null : quality.reconstruction.toString());
        return object;
    }

    private static void number(JsonObject object, String name, double value) {
        if (Double.isFinite(value)) {
            object.addProperty(name, value);
        } else {
            object.add(name, JsonNull.INSTANCE);
        }
    }
}

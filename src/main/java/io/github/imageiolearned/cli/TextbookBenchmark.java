// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.ImageWriteParam;

/**
 * The methods that textbooks show, with the parameters that they show them with: k-means of the colours, principal
 * components of the rows, and a learned codec at 12 KB.
 */
final class TextbookBenchmark {
    private static final int TARGET = 12_288;

    private final Failures failures;
    private final List<Line> lines = new ArrayList<>();

    /** A method and the sums of what it did. */
    private static final class Line {
        private final String method;
        private final int components;
        private final Supplier<Coder> coder;
        private int pictures;
        private double bpp;
        private double saving;
        private double psnr;
        private double wrapped;
        private double msSsim;

        Line(String method, int components, Supplier<Coder> coder) {
            this.method = method;
            this.components = components;
            this.coder = coder;
        }
    }

    /**
     * Chooses the methods.
     *
     * @param spending what our formats are told
     * @param failures hears of what cannot be coded
     */
    TextbookBenchmark(Spending spending, Failures failures) {
        this.failures = failures;
        for (int k : List.of(16, 32, 64)) {
            add("k-means, " + k + " colours (kmq)", 0, "kmq", spending, param -> param.setColours(k));
        }
        for (int k : List.of(20, 50, 100, 150, 200, 500)) {
            add("PCA, " + k + " components (pcq, Rows)", k, "pcq", spending, rows(param -> param.setComponents(k)));
        }
        for (int percent : List.of(95, 98)) {
            add(
                    "PCA, " + percent + " % of the variance (pcq, Rows)",
                    0,
                    "pcq",
                    spending,
                    rows(param -> param.setVarianceRetained(percent / 100.0)));
        }
        for (String format : List.of("nnz", "pcq", "jpeg")) {
            String method = format.equals("nnz") ? "learned codec at 12 KiB (nnz)" : format + " at 12 KiB";
            lines.add(new Line(method, 0, () -> SizeSearch.of(format, TARGET, spending)));
        }
    }

    private void add(
            String method,
            int components,
            String format,
            Spending spending,
            Consumer<LearnedImageWriteParam> settings) {
        lines.add(new Line(method, components, () -> ImageIoCoder.learned(format, "", spending, settings)));
    }

    private static Consumer<LearnedImageWriteParam> rows(Consumer<LearnedImageWriteParam> settings) {
        return param -> {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionType("Rows");
            settings.accept(param);
        };
    }

    /**
     * Measures a picture.
     *
     * @param name what it is called
     * @param image the picture
     */
    void measure(String name, BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        for (Line line : lines) {
            if (line.components > Math.min(width, height)) {
                continue;
            }
            try {
                Coder coder = line.coder.get();
                byte[] file = coder.encode(image);
                BufferedImage decoded = coder.decode(file);
                line.bpp += 8.0 * file.length / ((double) width * height);
                line.saving += 1 - line.components * (1.0 + height + width) / ((double) height * width);
                line.psnr += Psnr.between(image, decoded);
                line.wrapped += WrappedPsnr.between(image, decoded);
                line.msSsim += MsSsim.between(image, decoded);
                line.pictures++;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                failures.add(name + ", " + line.method, e);
            }
        }
    }

    /**
     * Sums up.
     *
     * @return a table, means over the pictures
     */
    String markdown() {
        Table table = new Table(
                "method",
                "pictures",
                "textbook's saving",
                "saved here",
                "bpp",
                "PSNR",
                "PSNR with wrapping bytes",
                "MS-SSIM");
        for (Line line : lines) {
            int n = line.pictures;
            if (n > 0) {
                table.add(
                        line.method,
                        n,
                        line.components == 0 ? "" : Table.number(100 * line.saving / n, 1) + " %",
                        Table.number(100 * (1 - line.bpp / n / 24), 1) + " %",
                        Table.number(line.bpp / n, 3),
                        Table.number(line.psnr / n, 2),
                        Table.number(line.wrapped / n, 2),
                        Table.number(line.msSsim / n, 4));
            }
        }
        return table.markdown();
    }
}

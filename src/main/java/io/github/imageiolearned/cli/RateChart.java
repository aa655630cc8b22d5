// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.EvaluationReport.Mean;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Draws mean PSNR over mean rate. */
final class RateChart {
    private RateChart() {}

    /**
     * Draws a chart.
     *
     * @param file where to, as PNG; replaced if it exists
     * @param formats formats in the order of the legend; those without a finite PSNR are left out
     * @param report what was measured
     * @throws IOException if it cannot be written
     */
    static void write(Path file, List<String> formats, EvaluationReport report) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(500)
                .xAxisTitle("bits per pixel")
                .yAxisTitle("RGB PSNR in dB")
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideSE);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setMarkerSize(6);
        boolean any = false;
        for (String format : formats) {
            List<Mean> means = report.meansBySetting().stream()
                    .filter(m -> m.format().equals(format) && Double.isFinite(m.psnr()))
                    .toList();
            if (!means.isEmpty()) {
                chart.addSeries(
                        format,
                        means.stream().mapToDouble(Mean::bpp).toArray(),
                        means.stream().mapToDouble(Mean::psnr).toArray());
                any = true;
            }
        }
        if (!any) {
            throw new IOException("nothing to draw: no format lost anything");
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
        OutputFile.write(file, png.toByteArray());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ChartCanvas.Ink;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.quality.BdRate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws PSNR over rate, the rate on a logarithmic axis: a solid line for each of our formats, a thin dashed one for each
 * of the others.
 */
final class RateChart {
    private static final String PSNR = "RGB PSNR in dB";
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final double[] RATES = {0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20};
    /** Beyond this a curve says nothing that could be seen. */
    private static final double HIGHEST_PSNR = 50;

    private final ChartCanvas canvas;
    private final int width;
    private final int height;
    private final double lowestRate;
    private final double highestRate;
    private final double lowestPsnr;
    private final double highestPsnr;

    private RateChart(ChartCanvas canvas, List<Curve> curves) {
        this.canvas = canvas;
        width = canvas.width();
        height = canvas.height();
        List<BdRate.Point> points =
                curves.stream().flatMap(curve -> curve.points().stream()).toList();
        lowestRate = points.stream().mapToDouble(BdRate.Point::rate).min().orElseThrow() / 1.1;
        highestRate = points.stream().mapToDouble(BdRate.Point::rate).max().orElseThrow() * 1.1;
        lowestPsnr =
                Math.floor(points.stream().mapToDouble(BdRate.Point::psnr).min().orElseThrow() - 0.5);
        highestPsnr =
                Math.ceil(points.stream().mapToDouble(BdRate.Point::psnr).max().orElseThrow() + 0.5);
    }

    /**
     * Draws a chart.
     *
     * @param file where to: SVG if its name ends so, else PNG; replaced if it exists
     * @param curves curves in the order of the legend; points above 50 dB are left out
     * @throws IOException if it cannot be written, or there is nothing to draw
     */
    static void write(Path file, List<Curve> curves) throws IOException {
        boolean vector = Inputs.suffix(file).equals("svg");
        OutputFile.write(file, vector ? svg(curves, PSNR).getBytes(StandardCharsets.UTF_8) : png(curves));
    }

    /**
     * Draws a chart as SVG, in the colours of {@code chart.css}.
     *
     * @param curves curves in the order of the legend
     * @param quality what stands beside the vertical axis
     * @return an element that can stand in a file of its own or in a page
     * @throws IOException if there is nothing to draw
     */
    static String svg(List<Curve> curves, String quality) throws IOException {
        SvgCanvas canvas = new SvgCanvas(560, 400, quality + " over bits per pixel");
        draw(canvas, curves, quality);
        return canvas.text();
    }

    private static byte[] png(List<Curve> curves) throws IOException {
        PngCanvas canvas = new PngCanvas(800, 500);
        draw(canvas, curves, PSNR);
        return canvas.png();
    }

    private static void draw(ChartCanvas canvas, List<Curve> all, String quality) throws IOException {
        List<Curve> curves = all.stream()
                .map(curve -> new Curve(
                        curve.name(),
                        curve.points().stream()
                                .filter(point -> point.psnr() <= HIGHEST_PSNR)
                                .sorted(Comparator.comparingDouble(BdRate.Point::rate))
                                .toList()))
                .filter(curve -> !curve.points().isEmpty())
                .toList();
        if (curves.isEmpty()) {
            throw new IOException("nothing to draw: no format lost anything");
        }
        RateChart chart = new RateChart(canvas, curves);
        chart.axes(quality);
        for (int number = 0; number < curves.size(); number++) {
            chart.curve(curves.get(number), Ink.of(curves.get(number).name(), number), curves.size() - 1 - number);
        }
    }

    private double x(double rate) {
        return LEFT + (width - LEFT - RIGHT) * Math.log(rate / lowestRate) / Math.log(highestRate / lowestRate);
    }

    private double y(double psnr) {
        return height - BOTTOM - (height - TOP - BOTTOM) * (psnr - lowestPsnr) / (highestPsnr - lowestPsnr);
    }

    private void axes(String quality) {
        for (double rate : RATES) {
            if (rate >= lowestRate && rate <= highestRate) {
                double x = x(rate);
                canvas.line(x, TOP, x, height - BOTTOM, Ink.GRID);
                canvas.text(
                        x,
                        height - BOTTOM + 18,
                        rate < 1 ? String.valueOf(rate) : String.valueOf((int) rate),
                        ChartCanvas.Anchor.MIDDLE);
            }
        }
        int step = highestPsnr - lowestPsnr > 12 ? 5 : 2;
        for (int psnr = (int) lowestPsnr; psnr <= highestPsnr; psnr++) {
            if (psnr % step == 0) {
                double y = y(psnr);
                canvas.line(LEFT, y, width - RIGHT, y, Ink.GRID);
                canvas.text(LEFT - 6, y + 5, String.valueOf(psnr), ChartCanvas.Anchor.END);
            }
        }
        canvas.line(LEFT, height - BOTTOM, width - RIGHT, height - BOTTOM, Ink.TEXT);
        canvas.line(LEFT, TOP, LEFT, height - BOTTOM, Ink.TEXT);
        canvas.text((LEFT + width - RIGHT) / 2.0, height - 10, "bits per pixel", ChartCanvas.Anchor.MIDDLE);
        canvas.upwards(18, (TOP + height - BOTTOM) / 2.0, quality);
    }

    private void curve(Curve curve, Ink ink, int place) {
        int n = curve.points().size();
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            BdRate.Point point = curve.points().get(i);
            x[i] = x(point.rate());
            y[i] = y(point.psnr());
            String told = String.format(
                    Locale.ROOT, "%s: %.3f bits per pixel, %.2f dB", curve.name(), point.rate(), point.psnr());
            canvas.dot(x[i], y[i], ink, told);
        }
        canvas.polyline(x, y, ink);
        double legend = height - BOTTOM - 18 - 20.0 * place;
        canvas.polyline(
                new double[] {width - RIGHT - 160, width - RIGHT - 130}, new double[] {legend - 4, legend - 4}, ink);
        canvas.text(width - RIGHT - 122, legend, curve.name(), ChartCanvas.Anchor.START);
    }
}

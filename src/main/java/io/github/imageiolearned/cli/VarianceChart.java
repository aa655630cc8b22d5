// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ChartCanvas.Anchor;
import io.github.imageiolearned.cli.ChartCanvas.Ink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Draws the cumulative variance over the number of components, on a logarithmic axis, with the usual thresholds. */
final class VarianceChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final int LEFT = 70;
    private static final int RIGHT = WIDTH - 120;
    private static final int TOP = 20;
    private static final int BOTTOM = HEIGHT - 50;
    private static final int[] TICKS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000};
    private static final double[] THRESHOLDS = {0.9, 0.95, 0.98};
    private static final Ink CURVE = Ink.of("pcq", 0);
    private static final Ink THRESHOLD = Ink.of("kmq", 0);

    private final double[] cumulative;
    private final ChartCanvas canvas;
    private final double lowest;

    private VarianceChart(double[] cumulative, ChartCanvas canvas) {
        this.cumulative = cumulative;
        this.canvas = canvas;
        lowest = cumulative.length == 0 ? 0 : Math.min(0.8, Math.floor(cumulative[0] * 10) / 10);
    }

    /**
     * Draws a chart.
     *
     * @param file where to, as PNG; replaced if it exists
     * @param cumulative share of the variance that 1, 2, 3 and so on components explain
     * @throws IOException if it cannot be written
     */
    static void write(Path file, double[] cumulative) throws IOException {
        PngCanvas canvas = new PngCanvas(WIDTH, HEIGHT);
        new VarianceChart(cumulative, canvas).draw();
        OutputFile.write(file, canvas.png());
    }

    private double x(double count) {
        return LEFT + (RIGHT - LEFT) * Math.log(count) / Math.log(Math.max(2, cumulative.length));
    }

    private double y(double share) {
        return BOTTOM - (BOTTOM - TOP) * (share - lowest) / (1 - lowest);
    }

    private void draw() {
        for (int tick : TICKS) {
            if (tick <= Math.max(2, cumulative.length)) {
                canvas.line(x(tick), TOP, x(tick), BOTTOM, Ink.GRID);
                canvas.text(x(tick), BOTTOM + 18.0, Integer.toString(tick), Anchor.MIDDLE);
            }
        }
        double step = lowest < 0.45 ? 0.2 : lowest < 0.75 ? 0.1 : 0.05;
        for (double share = 1; share > lowest - 1e-9; share -= step) {
            canvas.line(LEFT, y(share), RIGHT, y(share), Ink.GRID);
            String label = String.format(Locale.ROOT, "%.0f %%", 100 * share);
            canvas.text(LEFT - 6.0, y(share) + 5, label, Anchor.END);
        }
        for (double threshold : THRESHOLDS) {
            threshold(threshold);
        }
        double[] x = new double[cumulative.length];
        double[] y = new double[cumulative.length];
        Arrays.setAll(x, i -> x(i + 1.0));
        Arrays.setAll(y, i -> y(cumulative[i]));
        canvas.polyline(x, y, CURVE);
        canvas.line(LEFT, TOP, LEFT, BOTTOM, Ink.TEXT);
        canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, Ink.TEXT);
        canvas.text((LEFT + RIGHT) / 2.0, HEIGHT - 10.0, "principal components of the rows", Anchor.MIDDLE);
        canvas.upwards(18, (TOP + BOTTOM) / 2.0, "variance explained");
    }

    private void threshold(double share) {
        for (int i = 0; i < cumulative.length; i++) {
            if (cumulative[i] >= share) {
                canvas.line(x(i + 1.0), y(share), RIGHT, y(share), THRESHOLD);
                canvas.line(x(i + 1.0), y(share), x(i + 1.0), BOTTOM, THRESHOLD);
                String label = String.format(Locale.ROOT, "%.0f %%: %d", 100 * share, i + 1);
                canvas.text(RIGHT + 6.0, y(share) + 5, label, Anchor.START);
                return;
            }
        }
    }
}

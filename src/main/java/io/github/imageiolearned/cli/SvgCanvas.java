// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.IOException;
import java.util.Locale;

/** A chart in words, which takes its colours from {@code chart.css}: one set for light and one for dark surroundings. */
final class SvgCanvas implements ChartCanvas {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /**
     * Makes an empty canvas.
     *
     * @param width units
     * @param height units
     * @param title what the chart shows, for those who hear it
     */
    SvgCanvas(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /**
     * Returns what was drawn.
     *
     * @return an svg element
     * @throws IOException if the colours cannot be read
     */
    String text() throws IOException {
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 " + width + " " + height
                + "\" role=\"img\" aria-label=\"" + Template.escaped(title) + "\">\n<style>\n"
                + Template.resource("chart.css") + "</style>\n" + body + "</svg>\n";
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink) {
        add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", ink.name(), x1, y1, x2, y2);
    }

    @Override
    public void polyline(double[] x, double[] y, Ink ink) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(String.format(Locale.ROOT, i == 0 ? "%.1f,%.1f" : " %.1f,%.1f", x[i], y[i]));
        }
        add("<polyline class=\"curve %s %s\" points=\"%s\"/>", ink.ours() ? "ours" : "theirs", ink.name(), points);
    }

    @Override
    public void dot(double x, double y, Ink ink, String told) {
        add(
                "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"><title>%s</title></circle>",
                ink.name(), x, y, ink.ours() ? "4" : "3", Template.escaped(told));
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor) {
        add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                x, y, anchor.name().toLowerCase(Locale.ROOT), Template.escaped(text));
    }

    @Override
    public void upwards(double x, double y, String text) {
        add(
                "<text transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                x, y, Template.escaped(text));
    }

    private void add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.EvaluationReport.Mean;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** Draws mean PSNR over mean rate: a line for each format, the rate on a logarithmic axis. */
final class RateChart {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 20;
    private static final int BOTTOM = 50;
    private static final double[] RATES = {0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20};
    private static final Color[] COLOURS = {
        new Color(0xD55E00), new Color(0x0072B2), new Color(0x009E73), new Color(0x555555), new Color(0xCC79A7)
    };

    private final double lowestRate;
    private final double highestRate;
    private final double lowestPsnr;
    private final double highestPsnr;

    private RateChart(List<Mean> points) {
        lowestRate = points.stream().mapToDouble(Mean::bpp).min().orElseThrow() / 1.1;
        highestRate = points.stream().mapToDouble(Mean::bpp).max().orElseThrow() * 1.1;
        lowestPsnr = Math.floor(points.stream().mapToDouble(Mean::psnr).min().orElseThrow() - 0.5);
        highestPsnr = Math.ceil(points.stream().mapToDouble(Mean::psnr).max().orElseThrow() + 0.5);
    }

    /**
     * Draws a chart.
     *
     * @param file where to, as PNG; replaced if it exists
     * @param formats formats in the order of the legend; settings that lose nothing are left out
     * @param report what was measured
     * @throws IOException if it cannot be written, or no format lost anything
     */
    static void write(Path file, List<String> formats, EvaluationReport report) throws IOException {
        List<Mean> points = report.meansBySetting().stream()
                .filter(m -> Double.isFinite(m.psnr()))
                .toList();
        if (points.isEmpty()) {
            throw new IOException("nothing to draw: no format lost anything");
        }
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        RateChart chart = new RateChart(points);
        chart.axes(graphics);
        int number = 0;
        for (String format : formats) {
            List<Mean> line =
                    points.stream().filter(m -> m.format().equals(format)).toList();
            if (!line.isEmpty()) {
                graphics.setColor(COLOURS[number % COLOURS.length]);
                chart.line(graphics, line);
                graphics.fillRect(WIDTH - RIGHT - 90, HEIGHT - BOTTOM - 25 - 20 * number, 20, 4);
                graphics.drawString(format, WIDTH - RIGHT - 62, HEIGHT - BOTTOM - 18 - 20 * number);
                number++;
            }
        }
        graphics.dispose();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        OutputFile.write(file, png.toByteArray());
    }

    private double x(double rate) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(rate / lowestRate) / Math.log(highestRate / lowestRate);
    }

    private double y(double psnr) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (psnr - lowestPsnr) / (highestPsnr - lowestPsnr);
    }

    private void axes(Graphics2D graphics) {
        graphics.setStroke(new BasicStroke(1));
        for (double rate : RATES) {
            if (rate >= lowestRate && rate <= highestRate) {
                tick(graphics, (int) x(rate), true, rate < 1 ? String.valueOf(rate) : String.valueOf((int) rate));
            }
        }
        int step = highestPsnr - lowestPsnr > 12 ? 5 : 2;
        for (int psnr = (int) lowestPsnr; psnr <= highestPsnr; psnr++) {
            if (psnr % step == 0) {
                tick(graphics, (int) y(psnr), false, String.format(Locale.ROOT, "%d", psnr));
            }
        }
        graphics.setColor(Color.BLACK);
        graphics.drawRect(LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
        graphics.drawString("bits per pixel", WIDTH / 2 - 30, HEIGHT - 10);
        graphics.rotate(-Math.PI / 2);
        graphics.drawString("RGB PSNR in dB", -HEIGHT / 2 - 30, 18);
        graphics.rotate(Math.PI / 2);
    }

    private static void tick(Graphics2D graphics, int at, boolean vertical, String label) {
        graphics.setColor(new Color(0xE0E0E0));
        if (vertical) {
            graphics.drawLine(at, TOP, at, HEIGHT - BOTTOM);
        } else {
            graphics.drawLine(LEFT, at, WIDTH - RIGHT, at);
        }
        graphics.setColor(Color.BLACK);
        int width = graphics.getFontMetrics().stringWidth(label);
        if (vertical) {
            graphics.drawString(label, at - width / 2, HEIGHT - BOTTOM + 18);
        } else {
            graphics.drawString(label, LEFT - width - 6, at + 5);
        }
    }

    private void line(Graphics2D graphics, List<Mean> line) {
        Path2D path = new Path2D.Double();
        for (Mean mean : line) {
            double x = x(mean.bpp());
            double y = y(mean.psnr());
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
            graphics.fill(new Ellipse2D.Double(x - 3, y - 3, 6, 6));
        }
        graphics.setStroke(new BasicStroke(2));
        graphics.draw(path);
    }
}

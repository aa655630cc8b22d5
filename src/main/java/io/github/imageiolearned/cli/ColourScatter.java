// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Draws the colours of a picture as points in the RGB cube, before and after it got its palette. */
final class ColourScatter {
    private static final int PANEL = 480;
    private static final int TOP = 40;
    private static final int MARGIN = 30;
    private static final int MOST_POINTS = 30_000;
    /** Red goes to the lower right, green to the lower left, blue up. */
    private static final double COS = Math.cos(Math.PI / 6);

    private static final int[][] EDGES = {
        {0, 1}, {0, 2}, {0, 4}, {1, 3}, {1, 5}, {2, 3}, {2, 6}, {3, 7}, {4, 5}, {4, 6}, {5, 7}, {6, 7}
    };

    private final Graphics2D graphics;
    private int left;

    private ColourScatter(Graphics2D graphics) {
        this.graphics = graphics;
    }

    /**
     * Draws a plot.
     *
     * @param file where to, as PNG; replaced if it exists
     * @param image the picture before
     * @param learned its palette
     * @throws IOException if it cannot be written
     */
    static void write(Path file, BufferedImage image, LearnedColours learned) throws IOException {
        Map<Integer, Integer> counts = counts(image);
        BufferedImage plot = new BufferedImage(2 * PANEL, PANEL + TOP, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = plot.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, plot.getWidth(), plot.getHeight());
        ColourScatter scatter = new ColourScatter(graphics);
        scatter.panel(counts.size() + " colours");
        int every = Math.max(1, counts.size() / MOST_POINTS);
        List<Integer> colours = new ArrayList<>(counts.keySet());
        // What lies in front is drawn last.
        colours.sort(Comparator.comparingInt(ColourScatter::depth));
        for (int i = 0; i < colours.size(); i += every) {
            scatter.point(colours.get(i), 2);
        }
        scatter.left = PANEL;
        String psnr = learned.facts().getOrDefault("psnr", "");
        scatter.panel(learned.entries().size() + " colours, PSNR " + psnr);
        List<LearnedColours.Entry> entries = new ArrayList<>(learned.entries());
        entries.sort(Comparator.comparingInt(entry -> depth(entry.argb())));
        for (LearnedColours.Entry entry : entries) {
            scatter.point(entry.argb(), 5 + 70 * Math.sqrt(entry.share()));
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(plot, "png", bytes);
        OutputFile.write(file, bytes.toByteArray());
    }

    private static Map<Integer, Integer> counts(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        int[] row = new int[image.getWidth()];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int colour : row) {
                counts.merge(colour, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static int depth(int argb) {
        return (argb >>> 16 & 0xff) + (argb >>> 8 & 0xff) + (argb & 0xff);
    }

    private void panel(String title) {
        graphics.setColor(Color.BLACK);
        graphics.drawString(title, left + MARGIN, TOP - 14);
        graphics.setColor(new Color(0xAAAAAA));
        graphics.setStroke(new BasicStroke(1));
        for (int[] edge : EDGES) {
            double[] from = place(corner(edge[0]));
            double[] to = place(corner(edge[1]));
            graphics.draw(new Line2D.Double(from[0], from[1], to[0], to[1]));
        }
        graphics.setColor(Color.DARK_GRAY);
        label("red", 0xff0000);
        label("green", 0x00ff00);
        label("blue", 0x0000ff);
    }

    private void label(String name, int colour) {
        double[] at = place(colour);
        int width = graphics.getFontMetrics().stringWidth(name);
        float x = (float) Math.max(left + 2, Math.min(left + PANEL - width - 2, at[0] - width / 2.0));
        graphics.drawString(name, x, (float) at[1] + (colour == 0xff ? -6 : 18));
    }

    private static int corner(int bits) {
        return ((bits & 1) != 0 ? 0xff0000 : 0) | ((bits & 2) != 0 ? 0xff00 : 0) | ((bits & 4) != 0 ? 0xff : 0);
    }

    /** The RGB cube seen along its grey axis, a little from below white. */
    private double[] place(int rgb) {
        double red = (rgb >>> 16 & 0xff) / 255.0;
        double green = (rgb >>> 8 & 0xff) / 255.0;
        double blue = (rgb & 0xff) / 255.0;
        double unit = (PANEL - 2.0 * MARGIN) / 2.2;
        return new double[] {
            left + PANEL / 2.0 + (red - green) * COS * unit, TOP + PANEL / 2.0 + (0.45 * (red + green) - blue) * unit
        };
    }

    private void point(int argb, double size) {
        double[] at = place(argb);
        graphics.setColor(new Color(argb & 0xffffff));
        Ellipse2D dot = new Ellipse2D.Double(at[0] - size / 2, at[1] - size / 2, size, size);
        graphics.fill(dot);
        if (size > 4) {
            graphics.setColor(new Color(0x80000000, true));
            graphics.draw(dot);
        }
    }
}

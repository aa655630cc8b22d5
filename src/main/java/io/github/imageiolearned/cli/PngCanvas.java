// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/** A chart on white. */
final class PngCanvas implements ChartCanvas {
    private static final float[] DASHES = {6, 4};

    private final BufferedImage image;
    private final Graphics2D graphics;

    /**
     * Makes an empty canvas.
     *
     * @param width pixels
     * @param height pixels
     */
    PngCanvas(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
    }

    /**
     * Ends the drawing.
     *
     * @return the file
     * @throws IOException if it cannot be coded
     */
    byte[] png() throws IOException {
        graphics.dispose();
        return ImageIoCoder.of("png", List.of(), List.of(), ImageIoCoder.Spending.DEFAULT)
                .get(0)
                .encode(image);
    }

    @Override
    public int width() {
        return image.getWidth();
    }

    @Override
    public int height() {
        return image.getHeight();
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, Ink ink) {
        graphics.setColor(new Color(ink.rgb()));
        graphics.setStroke(new BasicStroke(1));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void polyline(double[] x, double[] y, Ink ink) {
        Path2D path = new Path2D.Double();
        path.moveTo(x[0], y[0]);
        for (int i = 1; i < x.length; i++) {
            path.lineTo(x[i], y[i]);
        }
        graphics.setColor(new Color(ink.rgb()));
        graphics.setStroke(
                ink.ours()
                        ? new BasicStroke(2.5f)
                        : new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
        graphics.draw(path);
    }

    @Override
    public void dot(double x, double y, Ink ink, String told) {
        double radius = ink.ours() ? 3.5 : 2.5;
        graphics.setColor(new Color(ink.rgb()));
        graphics.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    @Override
    public void text(double x, double y, String text, Anchor anchor) {
        int width = graphics.getFontMetrics().stringWidth(text);
        double left = anchor == Anchor.START ? x : anchor == Anchor.MIDDLE ? x - width / 2.0 : x - width;
        graphics.setColor(new Color(Ink.TEXT.rgb()));
        graphics.drawString(text, (float) left, (float) y);
    }

    @Override
    public void upwards(double x, double y, String text) {
        graphics.rotate(-Math.PI / 2);
        text(-y, x, text, Anchor.MIDDLE);
        graphics.rotate(Math.PI / 2);
    }
}

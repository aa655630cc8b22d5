// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Generated pictures for the tests of all formats. */
public final class FormatImages {
    private FormatImages() {}

    /** A gradient with shapes, smooth and sharp parts. */
    public static BufferedImage drawn(int type, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setPaint(
                new GradientPaint(0, 0, new Color(250, 120, 30, 255), width, height, new Color(20, 60, 160, 90)));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(40, 160, 60));
        graphics.fillOval(width / 8, height / 6, width / 2, height / 2);
        graphics.setColor(new Color(255, 255, 255, 128));
        graphics.fillRect(width / 2, height / 3, width / 3, height / 2);
        graphics.setColor(Color.BLACK);
        graphics.drawLine(0, height - 1, width - 1, 0);
        graphics.dispose();
        return image;
    }

    /** Pictures of the usual types, the first of them without alpha and at least 50 pixels wide. */
    public static List<BufferedImage> usual() {
        return Arrays.asList(
                drawn(BufferedImage.TYPE_3BYTE_BGR, 101, 67),
                drawn(BufferedImage.TYPE_INT_ARGB, 64, 48),
                drawn(BufferedImage.TYPE_BYTE_GRAY, 33, 50),
                drawn(BufferedImage.TYPE_INT_RGB, 1, 1));
    }

    /** A file of a picture, with the defaults of a format. */
    public static byte[] file(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, format, bytes)) {
            throw new IOException("no writer of " + format);
        }
        return bytes.toByteArray();
    }
}

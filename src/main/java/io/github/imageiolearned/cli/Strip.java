// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ComparePage.Candidate;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** The same part of a picture and of what formats made of it, side by side in one picture, each with a caption. */
final class Strip {
    private static final int GAP = 6;
    private static final int CAPTION = 34;
    private static final int LEAST_WIDTH = 120;

    private Strip() {}

    /**
     * Writes the picture.
     *
     * @param file where to, in the format that its name ends with; replaced if it exists
     * @param original the picture
     * @param shown the part that is shown, in pixels
     * @param candidates what formats made of it
     * @throws IOException if it cannot be written, or there is no writer of the format
     */
    static void write(Path file, BufferedImage original, Rectangle shown, List<Candidate> candidates)
            throws IOException {
        int panel = Math.max(LEAST_WIDTH, shown.width);
        BufferedImage strip = new BufferedImage(
                (candidates.size() + 1) * (panel + GAP) - GAP, shown.height + CAPTION, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = strip.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, strip.getWidth(), strip.getHeight());
        List<BufferedImage> images = new ArrayList<>(List.of(original));
        List<String> names = new ArrayList<>(List.of("original"));
        List<String> sizes = new ArrayList<>(List.of(""));
        List<String> figures = new ArrayList<>(List.of(""));
        for (Candidate candidate : candidates) {
            Measurement m = candidate.measurement();
            images.add(candidate.decoded());
            names.add(m.format());
            sizes.add(ComparePage.size(m.bytes()));
            figures.add(Table.number(m.psnr(), 2)
                    + (Double.isFinite(m.psnr()) ? " dB, " : ", ")
                    + Table.number(m.msSsim(), 4));
        }
        for (int i = 0; i < images.size(); i++) {
            int x = i * (panel + GAP);
            BufferedImage part = images.get(i).getSubimage(shown.x, shown.y, shown.width, shown.height);
            graphics.drawImage(part, x, 0, null);
            graphics.setColor(Color.BLACK);
            graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 12));
            graphics.drawString(names.get(i), x, shown.height + 14);
            int width = graphics.getFontMetrics().stringWidth(names.get(i) + " ");
            graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            graphics.drawString(sizes.get(i), x + width, shown.height + 14);
            graphics.drawString(figures.get(i), x, shown.height + 29);
        }
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(strip, Inputs.suffix(file), bytes)) {
            throw new IOException("no writer for the strip " + file);
        }
        OutputFile.write(file, bytes.toByteArray());
    }
}

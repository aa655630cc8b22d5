// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/**
 * Learns the states from which the kmq coders start: from crops of photographs in a folder and from drawings made here.
 * Writes {@code indices.bin} and {@code palette.bin}, their deflated forms ({@code .z}), and prints the digests.
 *
 * <p>Usage: {@code TrainPriors PHOTOGRAPHS OUT PICTURES}
 */
public final class TrainPriors {
    private static final double SHARE_OF_PHOTOGRAPHS = 0.6;
    private static final double SHARE_OF_ICONS = 0.4;
    private static final int LONG_CAP = 255;
    private static final int INDEX_CAP = 30;
    private static final int PALETTE_CAP = 20;
    /** How far the weights move to those that a picture ended with, in the long run. */
    private static final double WEIGHT_STEP = 0.04;

    private TrainPriors() {}

    /**
     * Trains.
     *
     * @param args folder of photographs, folder for the result, number of pictures to learn from
     * @throws Exception if anything fails
     */
    public static void main(String[] args) throws Exception {
        List<Path> photographs;
        try (Stream<Path> files = Files.walk(Path.of(args[0]))) {
            photographs = files.filter(f -> f.toString().matches("(?i).*\\.(jpe?g|png)")).sorted().toList();
        }
        Path out = Files.createDirectories(Path.of(args[1]));
        int pictures = Integer.parseInt(args[2]);
        Random random = new Random(1);
        byte[] indices = new byte[0];
        byte[] palette = new byte[0];
        int[] shape = null;
        for (int n = 0; n < pictures; n++) {
            boolean photograph = random.nextDouble() < SHARE_OF_PHOTOGRAPHS;
            BufferedImage picture =
                    photograph ? crop(photographs.get(random.nextInt(photographs.size())), random) : drawing(random);
            int colours = (int) Math.round(2 * Math.pow(128, random.nextDouble()));
            if (random.nextDouble() < SHARE_OF_ICONS) {
                picture = icon(picture, 8 + random.nextInt(41));
                colours = random.nextBoolean() ? KmqOptions.MAX_COLOURS : colours;
            }
            Samples samples = samples(picture);
            LearnedPalette learned =
                    PaletteLearner.learn(PixelSource.of(samples), KmqOptions.ofColours(colours), Progress.NONE);
            int[] argb = learned.tree().colours();
            boolean alpha = samples.bands() == 4;
            palette = PaletteCoder.learned(argb, false, alpha, palette, n == pictures - 1 ? PALETTE_CAP : LONG_CAP);
            if (argb.length < 2) {
                continue;
            }
            byte[] mapped = learned.map(Colours.packed(samples));
            IndexCoder coder = new IndexCoder(new BitEncoder(), learned.tree(), mapped.length, indices);
            coder.code(mapped, samples.width(), samples.height());
            byte[] next = coder.learned(LONG_CAP);
            if (shape == null) {
                shape = coder.weightRange();
            }
            indices = indices.length == 0 ? next : eased(indices, next, shape, Math.max(WEIGHT_STEP, 2.0 / (n + 4)));
            if (n % 100 == 99) {
                System.out.println((n + 1) + " pictures");
            }
        }
        write(out, "indices", capped(indices, shape[1]));
        write(out, "palette", palette);
    }

    /** Weights lie in 16 bits each from one byte to another; they are noisy, so they only move a part of the way. */
    private static byte[] eased(byte[] before, byte[] after, int[] range, double share) {
        byte[] eased = after.clone();
        for (int i = range[0]; i < range[1]; i += 2) {
            int old = (short) (before[i] << 8 | before[i + 1] & 0xff);
            int now = (short) (after[i] << 8 | after[i + 1] & 0xff);
            double step = (now - old) * share;
            int next = old + (int) (step < 0 ? Math.floor(step) : Math.ceil(step));
            eased[i] = (byte) (next >> 8);
            eased[i + 1] = (byte) next;
        }
        return eased;
    }

    /** Caps how often a counter was used, so that who starts from it still adapts, and drops the lowest bits. */
    private static byte[] capped(byte[] state, int from) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(state, 0, from);
        int i = from;
        while (i < state.length) {
            int n = state[i++] & 0xff;
            int kept = n < 2 ? 0 : n < 6 ? 3 : n < 20 ? 8 : INDEX_CAP;
            out.write(kept);
            if (n > 0) {
                if (kept > 0) {
                    out.write(state[i]);
                    out.write(state[i + 1] & 0xe0 | 0x10);
                }
                i += 2;
            }
        }
        return out.toByteArray();
    }

    private static void write(Path folder, String name, byte[] state) throws Exception {
        Files.write(folder.resolve(name + ".bin"), state);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
            deflater.write(state);
        }
        Files.write(folder.resolve(name + ".z"), bytes.toByteArray());
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(state);
        System.out.println(name + ": " + state.length + " bytes, deflated " + bytes.size() + ", SHA-256 "
                + HexFormat.of().formatHex(digest));
    }

    private static Samples samples(BufferedImage picture) {
        boolean alpha = picture.getColorModel().hasAlpha();
        Samples samples = new Samples(picture.getWidth(), picture.getHeight(), alpha ? 4 : 3, 8);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                samples.set(x, y, 0, argb >>> 16 & 0xff);
                samples.set(x, y, 1, argb >>> 8 & 0xff);
                samples.set(x, y, 2, argb & 0xff);
                if (alpha) {
                    samples.set(x, y, 3, argb >>> 24);
                }
            }
        }
        return samples;
    }

    private static BufferedImage crop(Path file, Random random) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        double scale = random.nextBoolean() ? 1 : 1 + 3 * random.nextDouble();
        int width = (int) Math.max(1, picture.getWidth() / scale);
        int height = (int) Math.max(1, picture.getHeight() / scale);
        int w = Math.min(width, 32 + random.nextInt(250));
        int h = Math.min(height, 32 + random.nextInt(250));
        BufferedImage out = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        java.awt.Image scaled =
                scale == 1 ? picture : picture.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING);
        g.drawImage(scaled, -random.nextInt(width - w + 1), -random.nextInt(height - h + 1), null);
        g.dispose();
        return out;
    }

    /** The same, scaled to a side of so many pixels. */
    private static BufferedImage icon(BufferedImage picture, int side) {
        BufferedImage out = new BufferedImage(side, side, picture.getType());
        Graphics2D g = out.createGraphics();
        g.drawImage(picture.getScaledInstance(side, side, java.awt.Image.SCALE_AREA_AVERAGING), 0, 0, null);
        g.dispose();
        return out;
    }

    /** Screens, charts, icons and sprites of a kind. */
    private static BufferedImage drawing(Random random) {
        int w = 16 + random.nextInt(300);
        int h = 16 + random.nextInt(300);
        boolean alpha = random.nextInt(3) == 0;
        BufferedImage out = new BufferedImage(w, h, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D g = out.createGraphics();
        boolean smooth = random.nextInt(4) != 0;
        g.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING,
                smooth ? RenderingHints.VALUE_ANTIALIAS_ON : RenderingHints.VALUE_ANTIALIAS_OFF);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING,
                smooth ? RenderingHints.VALUE_TEXT_ANTIALIAS_ON : RenderingHints.VALUE_TEXT_ANTIALIAS_OFF);
        Color[] colours = new Color[3 + random.nextInt(9)];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = colour(random);
        }
        if (!alpha) {
            g.setColor(random.nextBoolean() ? Color.WHITE : colours[0]);
            g.fillRect(0, 0, w, h);
        }
        int kind = random.nextInt(5);
        int things = kind == 4 ? 3 + random.nextInt(6) : 5 + random.nextInt(25);
        for (int i = 0; i < things; i++) {
            g.setColor(colours[random.nextInt(colours.length)]);
            int x = random.nextInt(w);
            int y = random.nextInt(h);
            int a = 2 + random.nextInt(Math.max(2, w / 2));
            int b = 2 + random.nextInt(Math.max(2, h / 2));
            int what = random.nextInt(3) == 0 ? random.nextInt(5) : kind;
            if (what == 0) {
                window(g, x, y, a, b, random, colours);
            } else if (what == 1) {
                curve(g, x, y, w, h, random);
            } else if (what == 2) {
                text(g, x, y, random);
            } else if (what == 3) {
                g.fill(new Ellipse2D.Double(x - a / 2.0, y - b / 2.0, a, b));
            } else {
                Color other = colours[random.nextInt(colours.length)];
                g.setPaint(new GradientPaint(x, y, g.getColor(), x + a, y + b, other));
                g.fillRoundRect(x - a / 2, y - b / 2, a, b, 9, 9);
            }
        }
        g.dispose();
        if (random.nextInt(4) == 0) {
            speckle(out, random);
        }
        return out;
    }

    private static Color colour(Random random) {
        int grey = random.nextInt(256);
        return random.nextInt(3) == 0
                ? new Color(grey, grey, grey)
                : new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    private static void window(Graphics2D g, int x, int y, int a, int b, Random random, Color[] colours) {
        g.fillRect(x, y, a, b);
        g.setColor(colours[random.nextInt(colours.length)]);
        g.drawRect(x, y, a, b);
        for (int row = y + 12; row < y + b; row += 14) {
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
            g.drawString(word(random) + " " + word(random), x + 4, row);
        }
    }

    private static void curve(Graphics2D g, int x, int y, int w, int h, Random random) {
        g.setStroke(new BasicStroke(1 + random.nextInt(3)));
        if (random.nextBoolean()) {
            g.drawLine(x, random.nextBoolean() ? y : random.nextInt(h), random.nextInt(w), y);
            return;
        }
        Path2D path = new Path2D.Double();
        path.moveTo(x, y);
        for (int i = 0; i < 4; i++) {
            path.quadTo(random.nextInt(w), random.nextInt(h), random.nextInt(w), random.nextInt(h));
        }
        if (random.nextInt(3) == 0) {
            g.fill(path);
        } else {
            g.draw(path);
        }
    }

    private static void text(Graphics2D g, int x, int y, Random random) {
        String[] fonts = {Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED};
        g.setFont(new Font(fonts[random.nextInt(3)], random.nextInt(2), 9 + random.nextInt(14)));
        for (int line = 0; line < 3; line++) {
            g.drawString(word(random) + " " + word(random) + " " + word(random), x / 2, y + 16 * line);
        }
    }

    private static String word(Random random) {
        String letters = "eeeettaaooiinnsshhrrddllucmwfgypbvkETAON0123456789.,-";
        StringBuilder word = new StringBuilder();
        for (int i = 2 + random.nextInt(7); i > 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    /** Texture: every pixel gets a little lighter or darker. */
    private static void speckle(BufferedImage picture, Random random) {
        int most = 2 + random.nextInt(30);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int argb = picture.getRGB(x, y);
                int by = random.nextInt(most) - most / 2;
                int shifted = argb & 0xff000000;
                for (int shift = 0; shift < 24; shift += 8) {
                    shifted |= Math.max(0, Math.min(255, (argb >>> shift & 0xff) + by)) << shift;
                }
                picture.setRGB(x, y, shifted);
            }
        }
    }
}

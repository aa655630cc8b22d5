// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.imageio.LearnedImageWriteParam.Effort;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Megapixels a second, of one large picture that is put together from smaller ones. */
final class SpeedBenchmark {
    private final List<Coder> coders = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Failures failures;
    private final Table table = new Table("format", "bpp", "encode s", "megapixels/s", "decode s", "megapixels/s");

    /**
     * Chooses the formats.
     *
     * @param model a model of nnz, or null for the one in the library
     * @param failures hears of what cannot be coded
     */
    SpeedBenchmark(Path model, Failures failures) {
        this.failures = failures;
        add("the JDK's JPEG, quality 0.75", ImageIoCoder.ofQuality("jpeg", 0.75f, Spending.DEFAULT));
        add(
                "the JDK's PNG, level 9",
                ImageIoCoder.of("png", List.of(), List.of(), Spending.DEFAULT).get(0));
        // Effort high is for those who have time, not for a table of speeds.
        for (Effort effort : List.of(Effort.FAST, Effort.SMALL)) {
            Spending spending = new Spending(effort, model);
            String suffix = ", effort " + effort.name().toLowerCase(Locale.ROOT);
            add("kmq, 16 colours" + suffix, ImageIoCoder.learned("kmq", "", spending, p -> p.setColours(16)));
            add("kmq, 256 colours" + suffix, ImageIoCoder.learned("kmq", "", spending, p -> p.setColours(256)));
            add("pcq, quality 0.2" + suffix, ImageIoCoder.ofQuality("pcq", 0.2f, spending));
            add("nnz, quality 0.5" + suffix, ImageIoCoder.ofQuality("nnz", 0.5f, spending));
        }
    }

    private void add(String name, Coder coder) {
        names.add(name);
        coders.add(coder);
    }

    /**
     * Returns how many formats and settings there are.
     *
     * @return number of steps
     */
    int steps() {
        return coders.size();
    }

    /**
     * Measures a format: once on a small part to warm up, then once on the whole.
     *
     * @param step number of the format and setting, from 0
     * @param image the large picture
     */
    void measure(int step, BufferedImage image) {
        Coder coder = coders.get(step);
        try {
            int side = Math.min(512, Math.min(image.getWidth(), image.getHeight()));
            BufferedImage part = image.getSubimage(0, 0, side, side);
            coder.decode(coder.encode(part));
            double megapixels = image.getWidth() * (double) image.getHeight() / 1e6;
            long start = System.nanoTime();
            byte[] file = coder.encode(image);
            double encode = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            coder.decode(file);
            double decode = (System.nanoTime() - start) / 1e9;
            table.add(
                    names.get(step),
                    Table.number(8 * file.length / (megapixels * 1e6), 3),
                    Table.number(encode, 2),
                    Table.number(megapixels / encode, 2),
                    Table.number(decode, 2),
                    Table.number(megapixels / decode, 2));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failures.add("speed of " + names.get(step), e);
        }
    }

    /**
     * Sums up.
     *
     * @return a table
     */
    String markdown() {
        return table.markdown();
    }

    /**
     * Puts a large picture together: the pictures side by side and one below another, again from the first when they are
     * used up, so that no two neighbours are the same unless there is only one.
     *
     * @param pictures at least one
     * @param megapixels how large
     * @return of shape 4:3
     */
    static BufferedImage mosaic(List<BufferedImage> pictures, double megapixels) {
        int width = (int) Math.max(1, Math.round(Math.sqrt(megapixels * 1e6 * 4 / 3)));
        int height = Math.max(1, width * 3 / 4);
        BufferedImage mosaic = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = mosaic.createGraphics();
        int next = 0;
        for (int y = 0; y < height; ) {
            int row = 0;
            for (int x = 0; x < width; ) {
                BufferedImage picture = pictures.get(next++ % pictures.size());
                graphics.drawImage(picture, x, y, null);
                x += picture.getWidth();
                row = row == 0 ? picture.getHeight() : Math.min(row, picture.getHeight());
            }
            y += row;
        }
        graphics.dispose();
        return mosaic;
    }
}

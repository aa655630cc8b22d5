// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Whether the grid of 16×16 pixels, in which the linear path works, shows in decoded pictures: the root mean square of the
 * error's steps from pixel to pixel across the grid, over that of the steps inside the blocks. 1 means that it does not.
 */
final class GridSteps {
    private static final int GRID = 16;

    private double across;
    private double inside;
    private int pictures;

    /** Adds a picture and what was decoded of it; every picture counts as much. */
    void add(BufferedImage original, BufferedImage decoded) {
        add(original, decoded, 1, 0);
        add(original, decoded, 0, 1);
        pictures++;
    }

    private void add(BufferedImage original, BufferedImage decoded, int dx, int dy) {
        double[] sums = new double[2];
        long[] counts = new long[2];
        for (int y = 0; y < original.getHeight() - dy; y++) {
            for (int x = 0; x < original.getWidth() - dx; x++) {
                int grid = (dx * x + dy * y) % GRID == GRID - 1 ? 1 : 0;
                for (int shift = 0; shift < 24; shift += 8) {
                    int step = error(original, decoded, x + dx, y + dy, shift) - error(original, decoded, x, y, shift);
                    sums[grid] += step * step;
                    counts[grid]++;
                }
            }
        }
        inside += sums[0] / counts[0];
        across += sums[1] / counts[1];
    }

    private static int error(BufferedImage original, BufferedImage decoded, int x, int y, int shift) {
        return (decoded.getRGB(x, y) >> shift & 0xff) - (original.getRGB(x, y) >> shift & 0xff);
    }

    /** The step across the grid over the step inside. */
    double ratio() {
        return Math.sqrt(across / inside);
    }

    /**
     * Writes pictures as nnz and prints how the grid shows in what is read.
     *
     * @param arguments folder of PNGs, qualities of 0 to 1
     * @throws IOException if a picture cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
            files = found.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .collect(Collectors.toList());
        }
        for (int i = 1; i < arguments.length; i++) {
            GridSteps steps = new GridSteps();
            double bpp = 0;
            for (Path file : files) {
                BufferedImage original = ImageIO.read(file.toFile());
                byte[] coded = NnzContractTest.write(original, NnzContractTest.quality(Float.parseFloat(arguments[i])));
                steps.add(original, ImageIO.read(new ByteArrayInputStream(coded)));
                bpp += 8.0 * coded.length / original.getWidth() / original.getHeight() / files.size();
            }
            System.out.printf(
                    Locale.ROOT,
                    "quality %s: %d pictures, %.3f bpp, step across the grid over step inside %.3f%n",
                    arguments[i],
                    steps.pictures,
                    bpp,
                    steps.ratio());
        }
    }
}

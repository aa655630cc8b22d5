// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Adds up the ideal code length of latents in the mixing coder, by what the decisions say; and beside it that of a coder
 * that would know each class of predicted size its best static distribution of residual sizes at this quality, with one
 * bit a sign: about what a mean-scale model with these predictions takes.
 */
final class CodeLengths {
    private static final int SIZES = 64;

    private final double[][] histogram = new double[LatentWalk.ENERGIES][SIZES + 1];
    private final double[] bits = new double[4];
    private final long[] decisions = new long[4];
    private long nanos;

    /** What the decisions of a residual say, in their order: whether zero, the sign, the size. */
    private final class Meter implements BitCoder {
        private int part;

        @Override
        public int code(int bit, int one) {
            bits[part] -= Math.log((bit != 0 ? one : (1 << 16) - one) * 0x1p-16) / Math.log(2);
            decisions[part]++;
            part += part < 3 ? 1 : 0;
            return bit;
        }

        @Override
        public boolean decoding() {
            return false;
        }
    }

    /** Adds the latents of a tile. */
    void add(LatentPriors priors, Latents latents, int level) throws CorruptDataException {
        Meter meter = new Meter();
        MixingCoder coder = new MixingCoder(meter, priors);
        long begin = System.nanoTime();
        new LatentWalk(priors.predictor(), latents.channels(), latents.width(), latents.height(), level)
                .run(
                        latents,
                        new LatentWalk.Coder() {
                            @Override
                            public boolean empty(LatentWalk walk, boolean empty) throws CorruptDataException {
                                meter.part = 0;
                                return coder.empty(walk, empty);
                            }

                            @Override
                            public int residual(LatentWalk walk, int residual, int predicted)
                                    throws CorruptDataException {
                                meter.part = 1;
                                histogram[walk.energy][Math.min(SIZES, Math.abs(residual))]++;
                                return coder.residual(walk, residual, predicted);
                            }
                        },
                        Progress.NONE);
        nanos += System.nanoTime() - begin;
    }

    /** Bits of the static coder, without its tables. */
    private double ideal() {
        double sum = 0;
        for (double[] sizes : histogram) {
            double all = Arrays.stream(sizes).sum();
            for (int size = 0; size <= SIZES; size++) {
                if (sizes[size] > 0) {
                    sum -= sizes[size] * (Math.log(sizes[size] / all) / Math.log(2) - (size > 0 ? 1 : 0));
                }
            }
        }
        return sum;
    }

    /** Bits and decisions a pixel of each part, and the time a megapixel. */
    String line(long pixels) {
        return String.format(
                "%.4f bpp (static %.4f): empty %.4f, zero %.4f, sign %.4f, size %.4f; %.2f decisions a pixel; %.0f ms a megapixel",
                (bits[0] + bits[1] + bits[2] + bits[3]) / pixels,
                ideal() / pixels,
                bits[0] / pixels,
                bits[1] / pixels,
                bits[2] / pixels,
                bits[3] / pixels,
                (double) (decisions[0] + decisions[1] + decisions[2] + decisions[3]) / pixels,
                (double) nanos / pixels);
    }

    /**
     * Prints the code lengths of pictures.
     *
     * @param arguments folder of the model, folder of PNGs, quality levels of 0 to 255
     * @throws IOException if something cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        NnzModel whole = NnzModels.in(Path.of(arguments[0]));
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[1]))) {
            files = found.filter(file -> file.toString().endsWith(".png"))
                    .sorted()
                    .collect(Collectors.toList());
        }
        for (int i = 2; i < arguments.length; i++) {
            int level = Integer.parseInt(arguments[i]);
            NnzModel model = whole.at(level);
            CodeLengths lengths = new CodeLengths();
            long pixels = 0;
            for (Path file : files) {
                Samples picture = picture(file);
                Quantiser quantiser =
                        new Quantiser(model, PixelSource.of(picture), level, NnzOptions.Effort.SMALL, true);
                lengths.add(model.priors(), quantiser.latents(quantiser.whole(), Progress.NONE), level);
                pixels += (long) picture.width() * picture.height();
            }
            System.out.println("level " + level + ": " + lengths.line(pixels));
        }
    }

    private static Samples picture(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        Samples samples = new Samples(image.getWidth(), image.getHeight(), 3, 8);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                for (int band = 0; band < 3; band++) {
                    samples.set(x, y, band, image.getRGB(x, y) >>> 16 - 8 * band & 0xff);
                }
            }
        }
        return samples;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Samples;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Prints what rasters of many bands and of 16 bits cost: a made field of four spectra with noise, together and band by
 * band. Arguments: pixels a side, 256 unless given; then photographs, of which the highest qualities are measured.
 */
final class MeasureRasters {
    private MeasureRasters() {}

    public static void main(String[] args) throws IOException {
        int side = args.length == 0 ? 256 : Integer.parseInt(args[0]);
        System.out.println("bands bits quality components bits-a-sample dB largest-error encode-s decode-s apart");
        for (int i = 1; i < args.length; i++) {
            for (double quality : new double[] {0.99, 1}) {
                line(MeasureRows.samples(ImageIO.read(new File(args[i]))), quality, true);
            }
        }
        // The first lap warms up.
        for (int lap = 0; lap < 2; lap++) {
            for (int[] kind : new int[][] {{1, 16}, {3, 16}, {12, 8}, {12, 16}, {64, 16}}) {
                Samples scene = Scenes.spectral(side, side, kind[0], kind[1]);
                for (double quality : new double[] {0.5, 0.9, 1}) {
                    line(scene, quality, lap > 0);
                }
            }
        }
    }

    private static void line(Samples scene, double quality, boolean told) throws IOException {
        double samples = (double) scene.width() * scene.height() * scene.bands();
        long start = System.nanoTime();
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(quality));
        long middle = System.nanoTime();
        Samples decoded = Scenes.decode(scene, coded);
        long end = System.nanoTime();
        long apart = 0;
        for (int band = 0; told && band < scene.bands(); band++) {
            apart += Scenes.encode(scene.bands(band, 1), PcqOptions.ofQuality(quality))
                    .size();
        }
        if (told) {
            System.out.printf(
                    Locale.ROOT,
                    "%d %d %.1f %d %.4f %.2f %d %.2f %.2f %.4f%n",
                    scene.bands(),
                    scene.bitDepth(),
                    quality,
                    new PcqDecoder(Scenes.header(scene, coded)).bandComponents(),
                    8 * coded.size() / samples,
                    Scenes.psnr(scene, decoded),
                    Scenes.difference(scene, decoded),
                    (middle - start) / 1e9,
                    (end - middle) / 1e9,
                    8 * apart / samples);
        }
    }
}

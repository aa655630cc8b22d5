// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Prints for pictures and numbers of components what pictures in rows have of the singular value decomposition in
 * double precision. Arguments: the numbers of components, separated by commas, then files.
 */
final class MeasureRows {
    private MeasureRows() {}

    public static void main(String[] args) throws IOException {
        System.out.println("picture k file-dB centred-dB plain-dB share-of-k(1+h+w) encode-s decode-s");
        for (int i = 1; i < args.length; i++) {
            Samples picture = samples(ImageIO.read(new File(args[i])));
            double[][][][] sums = new double[2][3][][];
            JacobiSvd[][] decompositions = new JacobiSvd[2][3];
            for (int band = 0; band < 3; band++) {
                decompositions[0][band] = new JacobiSvd(RowsTest.matrix(picture, band, RowsTest.means(picture, band)));
                decompositions[1][band] = new JacobiSvd(RowsTest.matrix(picture, band, new double[picture.width()]));
            }
            for (String number : args[0].split(",", -1)) {
                int k = Integer.parseInt(number);
                double[] psnr = new double[2];
                for (int kind = 0; kind < 2; kind++) {
                    Samples out = new Samples(picture.width(), picture.height(), 3, 8);
                    for (int band = 0; band < 3; band++) {
                        sums[kind][band] = decompositions[kind][band].sum(k);
                        double[] means = kind == 0 ? RowsTest.means(picture, band) : new double[picture.width()];
                        RowsTest.put(sums[kind][band], means, out, band);
                    }
                    psnr[kind] = Scenes.psnr(picture, out);
                }
                long start = System.nanoTime();
                CodedPicture coded = Scenes.encode(
                        picture,
                        PcqOptions.ofQuality(0.5).withType(PcqOptions.Type.ROWS).withComponents(k));
                long middle = System.nanoTime();
                Samples decoded = Scenes.decode(picture, coded);
                long end = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "%s %d %.3f %.3f %.3f %.3f %.2f %.2f%n",
                        new File(args[i]).getName(),
                        k,
                        Scenes.psnr(picture, decoded),
                        psnr[0],
                        psnr[1],
                        coded.size() / (3.0 * k * (1 + picture.width() + picture.height())),
                        (middle - start) / 1e9,
                        (end - middle) / 1e9);
            }
        }
    }

    static Samples samples(BufferedImage image) {
        Samples samples = new Samples(image.getWidth(), image.getHeight(), 3, 8);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                for (int band = 0; band < 3; band++) {
                    samples.set(x, y, band, rgb >> 16 - 8 * band & 0xff);
                }
            }
        }
        return samples;
    }
}

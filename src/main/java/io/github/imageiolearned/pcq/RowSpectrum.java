// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;

/** How much of a picture's variance the principal components of its rows explain. */
public final class RowSpectrum {
    /** Components that are found of pictures too large to find all. */
    public static final int LEADING = 400;

    private RowSpectrum() {}

    /**
     * Finds what share of the variance the leading components explain together, over all bands.
     *
     * @param picture 1 to 256 bands
     * @param progress hears of the progress, may stop it
     * @return for each number of components, from 1 on, a share from 0 to 1: as many as the shorter side of the picture
     *     has pixels, or {@value #LEADING} where that is above 1200; 1 in a picture without variance
     * @throws IOException never for want of anything but the source's own trouble
     */
    public static double[] cumulative(PixelSource picture, Progress progress) throws IOException {
        BandReader reader = new BandReader(picture);
        double[] sums = new double[Math.min(picture.width(), picture.height())];
        double energy = 0;
        for (int band = 0; band < picture.bands(); band++) {
            BandMatrix matrix = new BandMatrix(reader.plane(band), picture.width());
            double[] values = RowSpace.spectrum(matrix, LEADING, progress.quiet());
            for (int i = 0; i < values.length; i++) {
                sums[i] += values[i];
            }
            energy += matrix.energy;
            progress.report((band + 1f) / picture.bands());
        }
        double[] shares = Arrays.copyOf(sums, sums.length > RowSpace.LARGE ? LEADING : sums.length);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = energy == 0 ? 1 : (i == 0 ? 0 : shares[i - 1]) + sums[i] / energy;
        }
        return shares;
    }
}

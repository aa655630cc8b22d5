// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.Samples;

/** Adds up the squared distances of all samples from the mean of their band. */
final class BandVariance {
    private final double[] sums;
    private double squares;
    private double pixels;

    BandVariance(int bands) {
        sums = new double[bands];
    }

    void add(Samples samples) {
        for (int band = 0; band < sums.length; band++) {
            for (short sample : samples.plane(band)) {
                double value = sample & 0xffff;
                sums[band] += value;
                squares += value * value;
            }
        }
        pixels += (double) samples.width() * samples.height();
    }

    /** The sum, at least 0. */
    double total() {
        double total = squares;
        for (double sum : sums) {
            total -= sum * sum / pixels;
        }
        return Math.max(0, total);
    }
}

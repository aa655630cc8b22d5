// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;

/**
 * Writes a picture in blocks so that it keeps a share of its variance: at the quality that pieces of it suggest, and, as
 * long as the whole picture keeps less or much more, at another.
 */
final class VarianceTarget {
    private static final int ROUNDS = 5;
    private static final int ROWS = 64;

    /** A picture that loses at least this much of what it may lose is good enough. */
    private static final double CLOSE = 0.93;

    /** Logarithm of the loss over the quality, about: from here the secant takes over. */
    private static final double SLOPE = -8;

    private VarianceTarget() {}

    static CodedPicture encode(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        double allowed = (1 - options.variance()) * variance(picture);
        double quality = StepSearch.retaining(picture, options, progress);
        double slope = SLOPE;
        double lastQuality = 0;
        double lastExcess = 0;
        CodedPicture best = null;
        for (int round = 0; round < ROUNDS || best == null; round++) {
            CodedPicture coded =
                    PcqEncoder.blocks(picture, options.withVariance(0).withQuality(quality), progress);
            double lost = Loss.of(picture, coded, progress);
            if (lost <= allowed && (best == null || coded.size() < best.size())) {
                best = coded;
            }
            if (quality >= 1 || (lost <= allowed && lost >= CLOSE * allowed) || (lost <= allowed && quality <= 0)) {
                return best == null ? coded : best;
            }
            // Aims between the two bounds; an allowance of nothing is met by the best quality alone.
            double excess = Math.log(Math.max(lost, 1e-3) / Math.max(0.97 * allowed, 1e-6));
            if (round > 0 && quality != lastQuality) {
                slope = Math.min(-2, Math.max(-40, (excess - lastExcess) / (quality - lastQuality)));
            }
            lastQuality = quality;
            lastExcess = excess;
            quality = round > ROUNDS ? 1 : Math.max(0, Math.min(1, quality - excess / slope));
        }
        return best;
    }

    /** Squared distances of all samples from their band's mean. */
    private static double variance(PixelSource picture) {
        BandVariance variance = new BandVariance(picture.bands());
        for (int y = 0; y < picture.height(); y += ROWS) {
            int height = Math.min(ROWS, picture.height() - y);
            variance.add(picture.read(new Region(0, y, picture.width(), height)));
        }
        return variance.total();
    }
}

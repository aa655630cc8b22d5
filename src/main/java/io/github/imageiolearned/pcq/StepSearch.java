// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the quality of blocks that keeps a share of a picture's variance, or does justice to a number of components: by
 * bisection, coding a few pieces of the picture. What is lost counts as squared error, the whole as the squared distance
 * from each band's mean.
 */
final class StepSearch {
    private static final int SIDE = 256;
    private static final int SMALLEST_SIDE = 32;
    private static final int PIECES = 2;
    private static final int ROUNDS = 8;
    private static final double UP = 0.06;

    /** What quantising may add to the error of leaving components out: half a decibel. */
    private static final double SUFFICIENT = 1.12;

    private StepSearch() {}

    /** The lowest quality, as far as pieces tell, that keeps the share of variance that options ask for. */
    static double retaining(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        List<PixelSource> pieces = pieces(picture);
        return lowest(
                pieces,
                options.withVariance(0).withEffort(PcqOptions.Effort.FAST),
                (1 - options.variance()) * variance(pieces),
                progress);
    }

    /** The lowest quality whose quantiser adds little to what leaving components out costs. */
    static double sufficient(PixelSource picture, PcqOptions options, Progress progress) throws IOException {
        List<PixelSource> pieces = pieces(picture);
        PcqOptions quick = options.withEffort(PcqOptions.Effort.FAST);
        double quality = lowest(pieces, quick, SUFFICIENT * error(pieces, quick, 1, progress), progress);
        if (options.effort() == PcqOptions.Effort.FAST) {
            return quality;
        }
        // Where little is kept, a careful encoder chooses other blocks than a quick one, and may lose more.
        double allowed = SUFFICIENT * error(pieces, options, 1, progress);
        while (quality < 1 && error(pieces, options, quality, progress) > allowed) {
            quality = Math.min(1, quality + UP);
        }
        return quality;
    }

    private static double lowest(List<PixelSource> pieces, PcqOptions options, double allowed, Progress progress)
            throws IOException {
        double low = 0;
        double high = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double middle = (low + high) / 2;
            if (error(pieces, options, middle, progress) > allowed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double error(List<PixelSource> pieces, PcqOptions options, double quality, Progress progress)
            throws IOException {
        double sum = 0;
        for (PixelSource piece : pieces) {
            sum += Loss.of(piece, PcqEncoder.blocks(piece, options.withQuality(quality), progress.quiet()), progress);
        }
        return sum;
    }

    private static List<PixelSource> pieces(PixelSource picture) {
        int side = Math.max(SMALLEST_SIDE, (int) (SIDE / Math.ceil(Math.sqrt(picture.bands() / 3.0))));
        int width = Math.min(side, picture.width());
        int height = Math.min(side, picture.height());
        int columns = picture.width() > width ? PIECES : 1;
        int rows = picture.height() > height ? PIECES : 1;
        List<PixelSource> pieces = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (picture.width() - width) * (2 * column + 1) / (2 * columns);
                int y = (picture.height() - height) * (2 * row + 1) / (2 * rows);
                pieces.add(PixelSource.of(picture.read(new Region(x, y, width, height)), picture.coloured()));
            }
        }
        return pieces;
    }

    private static double variance(List<PixelSource> pieces) {
        BandVariance variance = new BandVariance(pieces.get(0).bands());
        for (PixelSource piece : pieces) {
            variance.add(piece.read(new Region(0, 0, piece.width(), piece.height())));
        }
        return variance.total();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the quality at which blocks keep a share of a picture's variance: by bisection, coding a few pieces of the
 * picture. What is lost counts as squared error, the whole as the squared distance from each band's mean.
 */
final class StepSearch {
    private static final int SIDE = 256;
    private static final int PIECES = 2;
    private static final int ROUNDS = 8;

    private static final int SMALLEST_SIDE = 32;

    private StepSearch() {}

    /** Codes a piece of a picture. */
    @FunctionalInterface
    interface Trial {
        /** Squared error that a quality leaves, summed over all samples of the piece. */
        double error(Samples piece, double quality) throws IOException;
    }

    static double quality(PixelSource picture, PcqOptions options, Trial trial) throws IOException {
        List<Samples> pieces = pieces(picture);
        double allowed = (1 - options.variance()) * variance(pieces);
        double low = 0;
        double high = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double middle = (low + high) / 2;
            double error = 0;
            for (Samples piece : pieces) {
                error += trial.error(piece, middle);
            }
            if (error > allowed) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static List<Samples> pieces(PixelSource picture) {
        int side = Math.max(SMALLEST_SIDE, (int) (SIDE / Math.ceil(Math.sqrt(picture.bands() / 3.0))));
        int width = Math.min(side, picture.width());
        int height = Math.min(side, picture.height());
        int columns = picture.width() > width ? PIECES : 1;
        int rows = picture.height() > height ? PIECES : 1;
        List<Samples> pieces = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int x = (picture.width() - width) * (2 * column + 1) / (2 * columns);
                int y = (picture.height() - height) * (2 * row + 1) / (2 * rows);
                pieces.add(picture.read(new Region(x, y, width, height)));
            }
        }
        return pieces;
    }

    private static double variance(List<Samples> pieces) {
        double total = 0;
        for (int band = 0; band < pieces.get(0).bands(); band++) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (Samples piece : pieces) {
                for (short value : piece.plane(band)) {
                    sum += value & 0xffff;
                    squares += (double) (value & 0xffff) * (value & 0xffff);
                    count++;
                }
            }
            total += squares - sum * sum / count;
        }
        return total;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Samples;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Measures whether tiles can be seen in a large picture: how large the step from pixel to pixel across their borders is on
 * average, against that across the edges of units of 32×32 elsewhere, in the original and at some qualities.
 *
 * <p>usage: MeasureSeams PICTURE Q...
 */
final class MeasureSeams {
    private static final int TILE = 1 << PictureHeader.DEFAULT_TILE_SHIFT;
    private static final int UNIT = 1 << TileState.UNIT_SHIFT;

    private MeasureSeams() {}

    /**
     * Measures.
     *
     * @param arguments see above
     * @throws IOException if the picture cannot be read
     */
    public static void main(String[] arguments) throws IOException {
        Samples samples = MeasureRows.samples(ImageIO.read(new File(arguments[0])));
        report("original", samples);
        for (int i = 1; i < arguments.length; i++) {
            CodedPicture coded = Scenes.encode(samples, PcqOptions.ofQuality(Double.parseDouble(arguments[i])));
            report("quality " + arguments[i], Scenes.decode(samples, coded));
        }
    }

    private static void report(String what, Samples samples) {
        double across = (step(samples, TILE, 0, true) + step(samples, TILE, 0, false)) / 2;
        double units = (step(samples, TILE, UNIT, true) + step(samples, TILE, UNIT, false)) / 2;
        double inside = (step(samples, TILE, UNIT / 2 + 3, true) + step(samples, TILE, UNIT / 2 + 3, false)) / 2;
        System.out.printf(
                Locale.ROOT,
                "%s: across tiles %.3f, across units nearby %.3f, inside units %.3f%n",
                what,
                across,
                units,
                inside);
    }

    /** Mean absolute step across the borders of tiles, or across lines at a distance to both sides of them. */
    private static double step(Samples samples, int tile, int distance, boolean vertical) {
        int length = vertical ? samples.width() : samples.height();
        double sum = 0;
        long count = 0;
        for (int border = tile; border + tile / 2 <= length; border += tile) {
            for (int line : distance == 0 ? new int[] {border} : new int[] {border - distance, border + distance}) {
                for (int i = 0; i < (vertical ? samples.height() : samples.width()); i++) {
                    int first = vertical ? samples.get(line - 1, i, 1) : samples.get(i, line - 1, 1);
                    int second = vertical ? samples.get(line, i, 1) : samples.get(i, line, 1);
                    sum += Math.abs(first - second);
                    count++;
                }
            }
        }
        return sum / Math.max(1, count);
    }
}

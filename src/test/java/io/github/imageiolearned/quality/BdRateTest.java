// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imageiolearned.quality.BdRate.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BdRateTest {
    private static List<Point> curve(double factor, double... psnr) {
        List<Point> points = new ArrayList<>();
        for (double p : psnr) {
            points.add(new Point(factor * Math.exp(p / 5), p));
        }
        return points;
    }

    @Test
    void aConstantFactorIsThatFactorWhateverTheKnots() {
        List<Point> anchor = curve(1000, 26, 29, 30, 34, 39);
        List<Point> test = curve(750, 25, 28, 33, 40);
        assertEquals(-25, BdRate.percent(anchor, test, 27, 38), 1e-9);
        assertEquals(100 / 0.75 - 100, BdRate.percent(test, anchor, 27, 38), 1e-9);
    }

    @Test
    void theOrderOfThePointsDoesNotMatter() {
        List<Point> anchor = List.of(new Point(100, 28), new Point(220, 31), new Point(400, 33), new Point(900, 37));
        List<Point> test = new ArrayList<>(curve(1, 28, 30, 37));
        double sorted = BdRate.percent(anchor, test, 27, 38);
        Collections.reverse(test);
        assertEquals(sorted, BdRate.percent(anchor, test, 27, 38), 1e-12);
    }

    @Test
    void theIntervalIsCutToWhatBothCover() {
        // The log rates differ by (psnr - 30) / 10: over 30 to 34 by 0.2 in the mean.
        List<Point> anchor = List.of(new Point(1, 30), new Point(Math.exp(1), 40));
        List<Point> test = List.of(new Point(1, 30), new Point(Math.exp(0.8), 34));
        assertEquals(100 * Math.expm1(0.2), BdRate.percent(anchor, test, 27, 38), 1e-9);
        assertEquals(100 * Math.expm1(0.1), BdRate.percent(anchor, test, 27, 32), 1e-9);
    }

    @Test
    void curvesThatDoNotMeetGiveNoNumber() {
        assertEquals(Double.NaN, BdRate.percent(curve(1, 20, 27.5), curve(1, 25, 40), 27, 38));
        assertEquals(Double.NaN, BdRate.percent(curve(1, 30), curve(1, 25, 40), 27, 38));
        assertEquals(Double.NaN, BdRate.percent(List.of(), curve(1, 25, 40), 27, 38));
    }

    @Test
    void losslessPointsAreLeftOutAndOfEqualQualityTheSmallestCounts() {
        List<Point> anchor = curve(1, 28, 33, 38);
        List<Point> test = curve(2, 28, 33, 38);
        test.add(new Point(1e6, Double.POSITIVE_INFINITY));
        test.add(new Point(1e6, 33));
        assertEquals(100, BdRate.percent(anchor, test, 27, 38), 1e-9);
    }

    @Test
    void aStepDoesNotOvershoot() {
        // A flat piece, a step, a flat piece: PCHIP stays within the data, so the mean lies between the two levels.
        List<Point> step = List.of(
                new Point(1, 28),
                new Point(1, 30),
                new Point(1, 32),
                new Point(2, 33),
                new Point(2, 35),
                new Point(2, 37));
        List<Point> one = List.of(new Point(1, 28), new Point(1, 37));
        double percent = BdRate.percent(one, step, 28, 37);
        // By symmetry of the step the mean log rate over 32 to 33 is half of log 2.
        assertEquals(100 * Math.expm1(Math.log(2) * 4.5 / 9), percent, 1e-9);
    }

    @Test
    void aRateIsPositive() {
        assertThrows(IllegalArgumentException.class, () -> new Point(0, 30));
        assertThrows(IllegalArgumentException.class, () -> new Point(Double.NaN, 30));
    }
}

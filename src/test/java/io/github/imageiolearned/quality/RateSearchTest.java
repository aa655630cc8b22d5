// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.quality.RateSearch.Found;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RateSearchTest {
    private static double size(int level) {
        return Math.floor(800 * Math.exp(level / 22.0));
    }

    private static double psnr(int level) {
        return 24 + 2.1 * Math.sqrt(level);
    }

    /** Counts codings and refuses to code a level twice. */
    private static RateSearch.Coder<Double> coder(IntToDoubleFunction function) {
        Set<Integer> seen = new HashSet<>();
        return level -> {
            assertTrue(seen.add(level), "level " + level + " was coded twice");
            return function.applyAsDouble(level);
        };
    }

    @Test
    void findsTheLargestLevelThatFitsForEveryTarget() throws IOException {
        int most = 0;
        long sum = 0;
        for (int wanted = 0; wanted <= 100; wanted++) {
            long target = (long) size(wanted);
            Found<Double> exact = RateSearch.best(0, 100, target, coder(RateSearchTest::size), r -> r);
            assertEquals(wanted, exact.level());
            assertTrue(exact.met() && exact.result() == target);
            Found<Double> less = RateSearch.best(0, 100, target - 1, coder(RateSearchTest::size), r -> r);
            assertEquals(Math.max(0, wanted - 1), less.level());
            assertEquals(wanted > 0, less.met());
            most = Math.max(most, Math.max(exact.codings(), less.codings()));
            sum += exact.codings() + less.codings();
        }
        assertTrue(most <= 7 && sum <= 202 * 5, most + " codings at most, " + sum / 202.0 + " in the mean");
    }

    @Test
    void findsTheSmallestLevelThatReachesEveryTarget() throws IOException {
        for (int wanted = 1; wanted <= 100; wanted++) {
            double target = psnr(wanted);
            Found<Double> exact = RateSearch.smallest(1, 100, target, coder(RateSearchTest::psnr), r -> r);
            assertEquals(wanted, exact.level());
            assertEquals(target, exact.result());
            Found<Double> more = RateSearch.smallest(1, 100, target + 1e-6, coder(RateSearchTest::psnr), r -> r);
            assertEquals(Math.min(100, wanted + 1), more.level());
            assertEquals(wanted < 100, more.met());
            assertTrue(Math.max(exact.codings(), more.codings()) <= 9);
        }
    }

    @Test
    void whatNoLevelMeetsGivesTheNearestAndSaysSo() throws IOException {
        Found<Double> tooSmall = RateSearch.best(3, 90, 10, coder(RateSearchTest::size), r -> r);
        assertEquals(3, tooSmall.level());
        assertEquals(size(3), tooSmall.result());
        assertFalse(tooSmall.met());
        Found<Double> tooGood = RateSearch.smallest(3, 90, 99, coder(RateSearchTest::psnr), r -> r);
        assertEquals(90, tooGood.level());
        assertEquals(psnr(90), tooGood.result());
        assertFalse(tooGood.met());
    }

    @Test
    void bumpyCurvesGiveALevelThatMeetsTheTargetBesideOneThatDoesNot() throws IOException {
        IntToDoubleFunction bumpy = level -> size(level) * (level % 3 == 0 ? 1.2 : 1);
        for (long target = 700; target < 70_000; target += 997) {
            Found<Double> found = RateSearch.best(0, 100, target, coder(bumpy), r -> r);
            if (found.met()) {
                assertTrue(found.result() <= target);
                assertTrue(found.level() == 100 || bumpy.applyAsDouble(found.level() + 1) > target);
            } else {
                assertEquals(0, found.level());
            }
        }
    }

    @Test
    void stepsAndLosslessLevelsDoNotConfuse() throws IOException {
        IntToDoubleFunction steps = level -> level < 40 ? 100 : level < 250 ? 200 : 100_000;
        assertEquals(249, RateSearch.best(2, 256, 300, coder(steps), r -> r).level());
        assertEquals(39, RateSearch.best(2, 256, 199, coder(steps), r -> r).level());
        IntToDoubleFunction lossless = level -> level < 17 ? 20 + level : Double.POSITIVE_INFINITY;
        Found<Double> found = RateSearch.smallest(2, 256, 45, coder(lossless), r -> r);
        assertEquals(17, found.level());
        assertTrue(found.codings() <= 12);
    }

    @Test
    void theResultIsThatOfTheLevelFound() throws IOException {
        Object[] made = new Object[11];
        Found<Object> found =
                RateSearch.best(0, 10, 5, level -> made[level] = Integer.valueOf(level), r -> (Integer) r);
        assertEquals(5, found.level());
        assertSame(made[5], found.result());
        Found<Object> only = RateSearch.best(7, 7, 5, level -> made[level] = Integer.valueOf(level), r -> (Integer) r);
        assertSame(made[7], only.result());
        assertFalse(only.met());
    }

    @Test
    void failuresAndEmptyRangesAreReported() {
        assertThrows(
                IOException.class,
                () -> RateSearch.<Double>best(
                        0,
                        9,
                        5,
                        level -> {
                            throw new IOException();
                        },
                        r -> r));
        assertThrows(
                IllegalArgumentException.class, () -> RateSearch.best(5, 4, 5, coder(RateSearchTest::size), r -> r));
    }
}

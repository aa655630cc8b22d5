// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link RestorationFilter} and {@link RestorationFitter}. */
class RestorationTest {
    private static final int SIDE = 64;

    private static int[][] weights(int bands, int pairs, int size) {
        Random random = new Random(bands + pairs + size);
        int[][] weights = new int[bands][];
        Arrays.setAll(weights, band -> random.ints(2L * pairs, -size, size + 1).toArray());
        return weights;
    }

    /** Pixels of a scene with an edge, and the same after a blur. */
    private static Samples scene(boolean blurred) {
        Random random = new Random(5);
        int[] noise = random.ints((long) SIDE * SIDE, 0, 40).toArray();
        Samples samples = new Samples(SIDE, SIDE, 1, 8);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int sum = 0;
                for (int d = -1; d <= 1; d++) {
                    int from = Math.max(0, Math.min(SIDE - 1, x + (blurred ? d : 0)));
                    sum += noise[y * SIDE + from] + (from > 30 ? 150 : 40);
                }
                samples.set(x, y, 0, sum / 3);
            }
        }
        return samples;
    }

    private static RestorationFilter fitted(Samples decoded, Samples original, double perError) {
        RestorationFitter fitter = new RestorationFitter(1, 2);
        fitter.add(decoded, decoded, original);
        return fitter.best(perError, SIDE * SIDE);
    }

    private static double error(RestorationFilter filter, Samples decoded, Samples original) throws IOException {
        Samples restored = Restorer.restored(decoded, filter, null);
        double sum = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            sum += Math.pow(restored.plane(0)[i] - original.plane(0)[i], 2);
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 40, RestorationFilter.MAX_WEIGHT})
    void filtersComeBackFromTheirBytes(int size) throws FormatException {
        for (int bands : new int[] {1, 3}) {
            for (int pairs : new int[] {6, 12}) {
                byte[] bytes = new RestorationFilter(pairs, false, weights(bands, pairs, size)).toBytes();
                ByteReader in = new ByteReader(bytes);
                RestorationFilter read = RestorationFilter.read(in, bands);
                assertEquals(0, in.remaining());
                assertTrue(read.changes());
                assertArrayEquals(bytes, read.toBytes());
            }
        }
    }

    @Test
    void noFilterIsOneByte() throws FormatException {
        assertArrayEquals(new byte[1], RestorationFilter.none().toBytes());
        assertFalse(RestorationFilter.read(new ByteReader(new byte[1]), 3).changes());
    }

    @Test
    void malformedFiltersAreRefused() {
        byte[] whole = new RestorationFilter(6, false, weights(3, 6, 20)).toBytes();
        for (int length = 0; length < whole.length; length++) {
            ByteReader in = new ByteReader(Arrays.copyOf(whole, length));
            assertThrows(FormatException.class, () -> RestorationFilter.read(in, 3), "length " + length);
        }
        for (int head : new int[] {3, 1 << 6 | 1, 255}) {
            ByteReader in = new ByteReader(new byte[] {(byte) head, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            assertThrows(FormatException.class, () -> RestorationFilter.read(in, 1), "head " + head);
        }
        byte[] ones = new byte[200];
        Arrays.fill(ones, (byte) 0xff);
        for (int rice = 0; rice < 8; rice++) {
            ones[0] = (byte) (rice << 2 | 1);
            ByteReader in = new ByteReader(ones);
            assertThrows(FormatException.class, () -> RestorationFilter.read(in, 1), "Rice parameter " + rice);
        }
    }

    @Test
    void bitsBehindTheLastWeightAreRefused() {
        // A byte of head, then twelve weights of 0 in a bit each: four bits are left.
        byte[] bytes = {1, 0, 0};
        assertArrayEquals(new RestorationFilter(6, false, new int[1][12]).toBytes(), bytes);
        for (int bit = 0; bit < 4; bit++) {
            ByteReader in = new ByteReader(new byte[] {1, 0, (byte) (1 << bit)});
            assertThrows(FormatException.class, () -> RestorationFilter.read(in, 1));
        }
    }

    @Test
    void aRowIsWhatTheDefinitionSays() throws IOException {
        int pairs = 12;
        int[][] weights = weights(1, pairs, 30);
        Samples samples = scene(false);
        float[] padded = Restorer.padded(samples, 0);
        int stride = SIDE + 2 * RestorationFilter.REACH;
        Samples restored = Restorer.restored(samples, new RestorationFilter(pairs, false, weights), null);
        for (int y : new int[] {0, 1, 31, SIDE - 1}) {
            for (int x = 0; x < SIDE; x++) {
                int at = (y + RestorationFilter.REACH) * stride + x + RestorationFilter.REACH;
                double wanted = padded[at];
                for (int pair = 0; pair < pairs; pair++) {
                    int offset = RestorationFilter.PAIRS[pair][1] * stride + RestorationFilter.PAIRS[pair][0];
                    for (int sign = -1; sign <= 1; sign += 2) {
                        double difference = padded[at + sign * offset] - padded[at];
                        wanted += weights[0][pair] / 128.0 * difference
                                + weights[0][pairs + pair] / 128.0 * Math.max(-6, Math.min(6, difference));
                    }
                }
                assertEquals(Math.max(0, Math.min(255, wanted)), restored.get(x, y, 0), 0.51, x + ", " + y);
            }
        }
    }

    @Test
    void aFittedFilterUndoesPartOfABlur() throws IOException {
        Samples blurred = scene(true);
        Samples sharp = scene(false);
        RestorationFilter filter = fitted(blurred, sharp, 1);
        assertTrue(filter.changes());
        assertTrue(error(filter, blurred, sharp)
                < 0.5 * error(new RestorationFilter(6, false, new int[1][12]), blurred, sharp));
    }

    @Test
    void aFilterThatDoesNotPayForItsBitsIsLeftOut() {
        assertFalse(fitted(scene(true), scene(false), 1e-9).changes());
        assertFalse(fitted(scene(true), scene(true), 1).changes());
        Samples dot = new Samples(1, 1, 1, 8);
        assertFalse(fitted(dot, dot, 1).changes());
    }

    @Test
    void theOrderOfPartsDoesNotMatter() {
        Samples[] parts = {scene(true), scene(false), new Samples(SIDE, SIDE, 1, 8)};
        RestorationFitter forth = new RestorationFitter(1, 2);
        RestorationFitter back = new RestorationFitter(1, 2);
        for (int i = 0; i < parts.length; i++) {
            forth.add(parts[i], parts[i], scene(false));
            back.add(parts[parts.length - 1 - i], parts[parts.length - 1 - i], scene(false));
        }
        assertArrayEquals(
                forth.best(1, 3 * SIDE * SIDE).toBytes(),
                back.best(1, 3 * SIDE * SIDE).toBytes());
    }
}

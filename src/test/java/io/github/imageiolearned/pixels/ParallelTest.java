// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void everyPieceIsDoneOnce() throws IOException {
        AtomicIntegerArray runs = new AtomicIntegerArray(1000);
        Parallel.forEach(runs.length(), Progress.NONE, runs::incrementAndGet);
        for (int i = 0; i < runs.length(); i++) {
            assertEquals(1, runs.get(i));
        }
        Parallel.forEach(0, Progress.NONE, i -> {
            throw new IOException("never run");
        });
    }

    @Test
    void aFailureStopsTheRestAndComesOut() {
        AtomicInteger runs = new AtomicInteger();
        IOException failure = assertThrows(
                IOException.class,
                () -> Parallel.forEach(100_000, Progress.NONE, i -> {
                    if (runs.incrementAndGet() == 5) {
                        throw new IOException("piece " + i);
                    }
                }));
        assertTrue(failure.getMessage().startsWith("piece"));
        assertTrue(runs.get() < 100_000);
    }

    @Test
    void cancellationStopsBetweenPieces() {
        AtomicInteger runs = new AtomicInteger();
        Progress progress = new Progress() {
            @Override
            public void report(float fraction) {
                assertTrue(fraction > 0 && fraction <= 1);
            }

            @Override
            public boolean cancelled() {
                return runs.get() >= 3;
            }
        };
        assertThrows(
                CancellationException.class, () -> Parallel.forEach(100_000, progress, i -> runs.incrementAndGet()));
        assertTrue(runs.get() < 100);
    }
}

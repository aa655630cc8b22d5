// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
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
                    // Slow enough that a thread which is held up while it throws finds some of them left.
                    LockSupport.parkNanos(1_000_000);
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

    @Test
    void afterAFailureNothingRunsAnyMore() {
        Thread owner = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean running = new AtomicBoolean();
        assertThrows(
                IOException.class,
                () -> Parallel.forEach(2, Progress.NONE, i -> {
                    if (Thread.currentThread() == owner) {
                        await(begun);
                        throw new IOException("while another piece is at work");
                    }
                    running.set(true);
                    begun.countDown();
                    LockSupport.parkNanos(200_000_000);
                    running.set(false);
                }));
        assertFalse(running.get());
    }

    /** Not for ever: where there is one thread only, nobody else begins. */
    private static void await(CountDownLatch latch) {
        try {
            latch.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

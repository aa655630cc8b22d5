// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Runs work on several pictures at once. */
final class Jobs {
    private Jobs() {}

    /**
     * Runs work for 0 to {@code count - 1} and returns when all is done.
     *
     * @param jobs how many at once, at least 1
     * @param count how many in all
     * @param work what to do
     * @throws InterruptedException if this thread is interrupted
     * @throws ExecutionException if the work fails; the rest is done all the same
     */
    static void run(int jobs, int count, IntConsumer work) throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs, count)));
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = i;
                futures.add(pool.submit(() -> work.accept(index)));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}

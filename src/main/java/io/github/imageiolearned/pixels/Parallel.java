// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Runs independent pieces of work, tiles as a rule, on the common pool. */
public final class Parallel {
    private Parallel() {}

    /** Work on one piece. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does the work.
         *
         * @param index number of the piece
         * @throws IOException if it fails
         */
        void run(int index) throws IOException;
    }

    /**
     * Runs a task for 0 to {@code count - 1}, as many at once as there are processors, and returns when none runs any
     * more: all are done, or after a failure those that had begun. Progress is reported and cancellation is checked
     * between pieces. After a failure no further piece is begun.
     *
     * @param count number of pieces
     * @param progress hears the share of pieces done
     * @param task the work
     * @throws IOException the first failure
     * @throws CancellationException if the progress was cancelled
     */
    public static void forEach(int count, Progress progress, Task task) throws IOException {
        int workers = Math.min(count, ForkJoinPool.getCommonPoolParallelism() + 1);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        // Nothing is thrown inside of a worker: the pool would not wait for the others, which still read and write.
        Runnable worker = () -> {
            int index = next.getAndIncrement();
            while (index < count && failure.get() == null) {
                try {
                    progress.check();
                    task.run(index);
                    progress.report((float) done.incrementAndGet() / count);
                } catch (IOException | RuntimeException | Error e) {
                    failure.compareAndSet(null, e);
                }
                index = next.getAndIncrement();
            }
        };
        if (workers <= 1) {
            worker.run();
        } else {
            RecursiveAction[] actions = new RecursiveAction[workers];
            for (int i = 0; i < workers; i++) {
                actions[i] = new Worker(worker);
            }
            ForkJoinTask.invokeAll(actions);
        }
        rethrow(failure.get());
    }

    private static void rethrow(Throwable failure) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    private static final class Worker extends RecursiveAction {
        private static final long serialVersionUID = 1L;

        private final transient Runnable work;

        Worker(Runnable work) {
            this.work = work;
        }

        @Override
        protected void compute() {
            work.run();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Inputs.Input;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Runs a command's work on many pictures, several at once. Archives are read from their beginning to their end, so at most
 * as many pictures lie in memory as are worked on.
 */
final class Batch {
    private final int jobs;
    private final long archiveLimit;
    private final Semaphore free;
    private final List<Future<?>> running = new ArrayList<>();
    private ExecutorService pool;

    /** The content of a picture's file. */
    interface Content {
        /**
         * Reads the file.
         *
         * @return all of it
         * @throws IOException if it cannot be read
         */
        byte[] read() throws IOException;
    }

    /** What is done with a picture. */
    interface Work {
        /**
         * Tells whether the content is needed at all; entries of archives that are not are skipped.
         *
         * @param input the picture
         * @return whether the work will read it
         */
        boolean needs(Input input);

        /**
         * Does the work, and takes care of what fails.
         *
         * @param index which picture, from 0
         * @param input the picture
         * @param content its content
         */
        void run(int index, Input input, Content content);
    }

    /**
     * Prepares a run.
     *
     * @param jobs pictures at once, at least 1
     * @param archiveLimit most bytes that an archive may unpack to, or 0 for what {@link Archive} allows
     */
    Batch(int jobs, long archiveLimit) {
        this.jobs = jobs;
        this.archiveLimit = archiveLimit;
        free = new Semaphore(jobs);
    }

    /**
     * Works on all pictures. If the JVM is ended meanwhile, nothing half written stays.
     *
     * @param inputs the pictures, those of an archive one after another
     * @param work what to do with each
     * @param err where a word about an interrupt goes
     * @throws InterruptedException if this thread is interrupted
     * @throws ExecutionException if the work throws something
     */
    void run(List<Input> inputs, Work work, PrintWriter err) throws InterruptedException, ExecutionException {
        Thread hook = new Thread(() -> {
            OutputFile.abandon();
            err.println();
            err.println("learned: interrupted. What is finished stays; the same command goes on from there.");
            err.flush();
        });
        Runtime.getRuntime().addShutdownHook(hook);
        pool = Executors.newFixedThreadPool(Math.max(1, Math.min(jobs, inputs.size())));
        try {
            for (int i = 0; i < inputs.size(); ) {
                Input input = inputs.get(i);
                if (input.entry() == null) {
                    int index = i++;
                    free.acquire();
                    submit(() -> work.run(index, input, () -> Files.readAllBytes(input.path())));
                } else {
                    int first = i;
                    while (i < inputs.size()
                            && inputs.get(i).entry() != null
                            && inputs.get(i).path().equals(input.path())) {
                        i++;
                    }
                    archive(inputs, first, i, work);
                }
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    /** Starts a task for which there is room. */
    private void submit(Runnable task) {
        running.add(pool.submit(() -> {
            try {
                task.run();
            } finally {
                free.release();
            }
        }));
    }

    private void archive(List<Input> inputs, int first, int last, Work work) throws InterruptedException {
        Map<Integer, Integer> wanted = new HashMap<>();
        for (int i = first; i < last; i++) {
            wanted.put(inputs.get(i).ordinal(), i);
        }
        IOException reason = new IOException("is no longer in the archive");
        try {
            new Archive(inputs.get(first).path(), archiveLimit).visit((ordinal, name, content) -> {
                Integer index = wanted.remove(ordinal);
                if (index != null) {
                    Input input = inputs.get(index);
                    free.acquire();
                    Content loaded = work.needs(input)
                            ? loaded(content)
                            : () -> {
                                throw new IllegalStateException("was not needed");
                            };
                    submit(() -> work.run(index, input, loaded));
                }
            });
        } catch (IOException e) {
            reason = e;
        }
        for (int index : wanted.values()) {
            IOException why = reason;
            free.acquire();
            submit(() -> work.run(index, inputs.get(index), () -> {
                throw why;
            }));
        }
    }

    /** Reads an entry now, as the archive goes on; what is wrong with it is told to who asks for it. */
    private static Content loaded(Archive.Content content) {
        try {
            byte[] bytes = content.read();
            return () -> bytes;
        } catch (IOException e) {
            return () -> {
                throw e;
            };
        }
    }
}

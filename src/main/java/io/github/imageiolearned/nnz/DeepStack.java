// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs something on a thread of its own with much stack. ONNX Runtime 1.29 matches a regular expression against the
 * command line of the process when it starts, with a recursion of about 270 bytes of stack a character: on a stack of
 * the usual megabyte, a command line of 4000 characters, such as a long class path, ends the JVM.
 */
final class DeepStack {
    private static final long STACK = 128L << 20;

    private DeepStack() {}

    /**
     * Runs a task with the class loader of this library as the context class loader.
     *
     * @throws IOException what the task threw
     */
    static <T> T run(Callable<T> task) throws IOException {
        FutureTask<T> future = new FutureTask<>(task);
        Thread thread = new Thread(null, future, "nnz-load", STACK);
        thread.setContextClassLoader(DeepStack.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;

/** Where the bytes of a file go, in order. */
@FunctionalInterface
public interface ByteSink {
    /**
     * Takes bytes.
     *
     * @param bytes all of them are taken
     * @throws IOException if writing fails
     */
    void write(byte[] bytes) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.pixels.Region;

/**
 * Where decoded palette indices go. Implementations allow calls from several threads at once for rectangles that do not
 * overlap.
 */
@FunctionalInterface
public interface IndexSink {
    /**
     * Takes a rectangle of indices.
     *
     * @param region the rectangle, in the picture
     * @param indices unsigned indices into {@link KmqDecoder#palette()}
     * @param offset the first of them
     * @param stride from a row to the next
     */
    void write(Region region, byte[] indices, int offset, int stride);
}

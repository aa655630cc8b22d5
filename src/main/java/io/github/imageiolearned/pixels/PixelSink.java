// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

/**
 * Where decoded pixels go. Implementations allow calls from several threads at once for rectangles that do not overlap.
 */
@FunctionalInterface
public interface PixelSink {
    /**
     * Takes a rectangle of decoded pixels.
     *
     * @param x left edge in the picture, in pixels
     * @param y top edge in the picture, in pixels
     * @param samples the pixels; the sink does not keep them
     */
    void write(int x, int y, Samples samples);

    /**
     * Takes that part of a decoded rectangle which lies in a wanted region.
     *
     * @param x left edge of the samples in the picture, in pixels
     * @param y top edge of the samples in the picture, in pixels
     * @param samples decoded pixels
     * @param wanted region of the picture that is asked for
     */
    default void writePart(int x, int y, Samples samples, Region wanted) {
        Region decoded = new Region(x, y, samples.width(), samples.height());
        if (!decoded.intersects(wanted)) {
            return;
        }
        Region part = decoded.intersection(wanted);
        if (part.equals(decoded)) {
            write(x, y, samples);
        } else {
            write(
                    part.x(),
                    part.y(),
                    samples.crop(new Region(part.x() - x, part.y() - y, part.width(), part.height())));
        }
    }
}

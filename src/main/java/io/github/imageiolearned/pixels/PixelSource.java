// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import java.util.Optional;

/**
 * A picture that can be read piece by piece, so that a codec holds no more of it than it needs. Bands are grey, or red,
 * green and blue, or the bands of a raster; then alpha (straight, not premultiplied) where the picture has it.
 * Implementations allow calls from several threads at once.
 */
public interface PixelSource {
    /**
     * Returns the width of the picture.
     *
     * @return pixels, at least 1
     */
    int width();

    /**
     * Returns the height of the picture.
     *
     * @return pixels, at least 1
     */
    int height();

    /**
     * Returns the number of bands, alpha included.
     *
     * @return at least 1
     */
    int bands();

    /**
     * Returns the bits a sample.
     *
     * @return 8 or 16
     */
    int bitDepth();

    /**
     * Tells what the bands mean.
     *
     * @return whether one band besides alpha is grey and three are red, green and blue; false for bands of a raster
     */
    default boolean coloured() {
        return true;
    }

    /**
     * Copies a rectangle of the picture.
     *
     * @param region pixels inside the picture
     * @return their samples; the caller may change them
     */
    Samples read(Region region);

    /**
     * The palette that all pixels are from, if the picture has one.
     *
     * @return straight ARGB colours in the order of their indices, 1 to 256; or nothing
     */
    default Optional<int[]> palette() {
        return Optional.empty();
    }

    /**
     * A source of samples that are in memory.
     *
     * @param samples the whole picture
     * @return a source that copies from it
     */
    static PixelSource of(Samples samples) {
        return of(samples, true);
    }

    /**
     * A source of samples that are in memory.
     *
     * @param samples the whole picture
     * @param coloured whether bands are grey or colours, see {@link #coloured}
     * @return a source that copies from it
     */
    static PixelSource of(Samples samples, boolean coloured) {
        return new PixelSource() {
            @Override
            public int width() {
                return samples.width();
            }

            @Override
            public int height() {
                return samples.height();
            }

            @Override
            public int bands() {
                return samples.bands();
            }

            @Override
            public int bitDepth() {
                return samples.bitDepth();
            }

            @Override
            public boolean coloured() {
                return coloured;
            }

            @Override
            public Samples read(Region region) {
                return samples.crop(region);
            }
        };
    }

    /**
     * The same picture with some of its bands only.
     *
     * @param first first band
     * @param count number of bands
     * @return a source of those bands
     */
    default PixelSource bands(int first, int count) {
        PixelSource all = this;
        return new PixelSource() {
            @Override
            public int width() {
                return all.width();
            }

            @Override
            public int height() {
                return all.height();
            }

            @Override
            public int bands() {
                return count;
            }

            @Override
            public int bitDepth() {
                return all.bitDepth();
            }

            @Override
            public boolean coloured() {
                return all.coloured();
            }

            @Override
            public Samples read(Region region) {
                return all.read(region).bands(first, count);
            }
        };
    }
}

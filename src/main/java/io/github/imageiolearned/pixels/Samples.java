// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

/**
 * The samples of a rectangle of pixels, one plane a band. Samples are unsigned and kept in shorts: read one with
 * {@code plane(b)[i] & 0xffff}. Planes are row by row, {@code width * height} long, without padding.
 */
public final class Samples {
    private final int width;
    private final int height;
    private final int bitDepth;
    private final short[][] planes;

    /**
     * Creates samples that are all zero.
     *
     * @param width width in pixels, at least 1
     * @param height height in pixels, at least 1
     * @param bands number of planes, at least 1
     * @param bitDepth bits a sample, 1 to 16
     */
    public Samples(int width, int height, int bands, int bitDepth) {
        this(width, height, bitDepth, new short[bands][Math.multiplyExact(width, height)]);
    }

    /**
     * Wraps planes without copying them.
     *
     * @param width width in pixels, at least 1
     * @param height height in pixels, at least 1
     * @param bitDepth bits a sample, 1 to 16
     * @param planes one array of {@code width * height} samples for each band
     */
    public Samples(int width, int height, int bitDepth, short[][] planes) {
        if (width < 1 || height < 1 || planes.length < 1 || bitDepth < 1 || bitDepth > 16) {
            throw new IllegalArgumentException(
                    "no samples: " + width + "x" + height + "x" + planes.length + ", " + bitDepth + " bits");
        }
        for (short[] plane : planes) {
            if (plane.length != width * height) {
                throw new IllegalArgumentException(
                        "plane of " + plane.length + " samples for " + width + "x" + height + " pixels");
            }
        }
        this.width = width;
        this.height = height;
        this.bitDepth = bitDepth;
        this.planes = planes;
    }

    /**
     * Returns the width.
     *
     * @return width in pixels
     */
    public int width() {
        return width;
    }

    /**
     * Returns the height.
     *
     * @return height in pixels
     */
    public int height() {
        return height;
    }

    /**
     * Returns the number of planes.
     *
     * @return number of bands
     */
    public int bands() {
        return planes.length;
    }

    /**
     * Returns the bits a sample.
     *
     * @return 1 to 16
     */
    public int bitDepth() {
        return bitDepth;
    }

    /**
     * Returns the largest value a sample can have.
     *
     * @return {@code 2^bitDepth - 1}
     */
    public int maxValue() {
        return (1 << bitDepth) - 1;
    }

    /**
     * Returns the plane of a band, not a copy.
     *
     * @param band number of the band
     * @return {@code width * height} unsigned samples, row by row
     */
    public short[] plane(int band) {
        return planes[band];
    }

    /**
     * Returns one sample.
     *
     * @param x column
     * @param y row
     * @param band number of the band
     * @return the sample, 0 to {@link #maxValue()}
     */
    public int get(int x, int y, int band) {
        return planes[band][y * width + x] & 0xffff;
    }

    /**
     * Sets one sample.
     *
     * @param x column
     * @param y row
     * @param band number of the band
     * @param value the sample, 0 to {@link #maxValue()}
     */
    public void set(int x, int y, int band, int value) {
        planes[band][y * width + x] = (short) value;
    }

    /**
     * Scales a sample of 16 bits to 8.
     *
     * @param sample 0 to 65535
     * @return 0 to 255, rounded
     */
    public static int toEight(int sample) {
        return (sample * 255 + 32767) / 65535;
    }

    /**
     * Returns a view of some bands; the planes are shared, not copied.
     *
     * @param first first band
     * @param count number of bands
     * @return samples of those bands
     */
    public Samples bands(int first, int count) {
        short[][] some = new short[count][];
        System.arraycopy(planes, first, some, 0, count);
        return new Samples(width, height, bitDepth, some);
    }

    /**
     * Copies a rectangle out of these samples.
     *
     * @param region pixels to copy, in coordinates of these samples
     * @return a copy
     */
    public Samples crop(Region region) {
        Samples out = new Samples(region.width(), region.height(), planes.length, bitDepth);
        for (int b = 0; b < planes.length; b++) {
            for (int row = 0; row < region.height(); row++) {
                System.arraycopy(
                        planes[b],
                        (region.y() + row) * width + region.x(),
                        out.planes[b],
                        row * region.width(),
                        region.width());
            }
        }
        return out;
    }
}

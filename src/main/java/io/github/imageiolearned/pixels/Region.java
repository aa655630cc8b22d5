// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

/**
 * A rectangle of pixels, never empty.
 *
 * @param x left edge, in pixels, at least 0
 * @param y top edge, in pixels, at least 0
 * @param width width in pixels, at least 1
 * @param height height in pixels, at least 1
 */
public record Region(int x, int y, int width, int height) {
    /** Checks the rectangle. */
    public Region {
        if (x < 0 || y < 0 || width < 1 || height < 1) {
            throw new IllegalArgumentException("no region: " + x + "," + y + " " + width + "x" + height);
        }
    }

    /**
     * Returns the column just right of this region.
     *
     * @return {@code x + width}
     */
    public int right() {
        return x + width;
    }

    /**
     * Returns the row just below this region.
     *
     * @return {@code y + height}
     */
    public int bottom() {
        return y + height;
    }

    /**
     * Returns the number of pixels.
     *
     * @return {@code width * height}
     */
    public long area() {
        return (long) width * height;
    }

    /**
     * Tells whether the two regions share a pixel.
     *
     * @param other another region
     * @return whether their intersection is not empty
     */
    public boolean intersects(Region other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    /**
     * Returns the pixels that both regions hold.
     *
     * @param other a region that {@linkplain #intersects intersects} this one
     * @return their intersection
     * @throws IllegalArgumentException if they share no pixel
     */
    public Region intersection(Region other) {
        int left = Math.max(x, other.x);
        int top = Math.max(y, other.y);
        return new Region(left, top, Math.min(right(), other.right()) - left, Math.min(bottom(), other.bottom()) - top);
    }

    /**
     * Returns this region grown by a margin on each side, but not over the edges of the picture.
     *
     * @param margin pixels to add on each side
     * @param pictureWidth width of the picture
     * @param pictureHeight height of the picture
     * @return the grown region
     */
    public Region grow(int margin, int pictureWidth, int pictureHeight) {
        int left = Math.max(0, x - margin);
        int top = Math.max(0, y - margin);
        return new Region(
                left,
                top,
                Math.min(pictureWidth, right() + margin) - left,
                Math.min(pictureHeight, bottom() + margin) - top);
    }
}

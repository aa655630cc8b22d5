// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

/**
 * What a decoder is willing to spend, checked before anything is allocated.
 *
 * @param maxPixels most pixels a picture may declare
 * @param maxMetadata most bytes a metadata chunk may have once inflated
 */
public record Limits(long maxPixels, int maxMetadata) {
    /** System property that sets {@link #maxPixels}. */
    public static final String MAX_PIXELS_PROPERTY = "imageio.learned.maxPixels";

    /** Most pixels unless the property or a read parameter raises it: 2^28. */
    public static final long DEFAULT_MAX_PIXELS = 1L << 28;

    private static final int DEFAULT_MAX_METADATA = 1 << 26;

    /** Checks the limits. */
    public Limits {
        if (maxPixels < 1 || maxMetadata < 0) {
            throw new IllegalArgumentException("no limits: " + maxPixels + " pixels, " + maxMetadata + " bytes");
        }
    }

    /**
     * The limits of this JVM: the system property {@value #MAX_PIXELS_PROPERTY} or 2^28 pixels.
     *
     * @return limits
     */
    public static Limits ofSystem() {
        Long declared = Long.getLong(MAX_PIXELS_PROPERTY);
        return new Limits(declared == null || declared < 1 ? DEFAULT_MAX_PIXELS : declared, DEFAULT_MAX_METADATA);
    }

    /**
     * The same limits for another number of pixels.
     *
     * @param pixels most pixels a picture may declare
     * @return limits
     */
    public Limits withMaxPixels(long pixels) {
        return new Limits(pixels, maxMetadata);
    }
}

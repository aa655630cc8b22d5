// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;
import java.util.Optional;

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

    private static final int DEFAULT_MAX_METADATA = 1 << 24;

    /** Most bytes of a kind of metadata that a file carries: it stays in the limit even where deflating makes it larger. */
    public static final int MOST_CARRIED = DEFAULT_MAX_METADATA - (1 << 14);

    /** Samples that are granted for a pixel of {@link #maxPixels}: red, green, blue and alpha. */
    private static final int SAMPLES_A_PIXEL = 4;

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
     * @throws IOException if the property is no number over 0: whoever set it relies on it
     */
    public static Limits ofSystem() throws IOException {
        String declared = System.getProperty(MAX_PIXELS_PROPERTY);
        long pixels = declared == null ? DEFAULT_MAX_PIXELS : Math.max(0, Long.getLong(MAX_PIXELS_PROPERTY, 0));
        if (pixels == 0) {
            throw new IOException(
                    "the system property " + MAX_PIXELS_PROPERTY + " is no number of pixels: " + declared);
        }
        return new Limits(pixels, DEFAULT_MAX_METADATA);
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

    /**
     * Tells why a picture is too large. Its samples are limited as well as its pixels: of many bands it may have fewer
     * pixels.
     *
     * @param width width in pixels, at least 1
     * @param height height in pixels, at least 1
     * @param bands bands besides alpha, 1 to 256
     * @return the reason; or nothing if it is not too large
     */
    public Optional<String> refusal(int width, int height, int bands) {
        long pixels = (long) width * height;
        // By division, as the number of samples may be more than a long holds.
        long most = Math.min(maxPixels, Long.MAX_VALUE / SAMPLES_A_PIXEL) * SAMPLES_A_PIXEL / (bands + 1);
        boolean fits = pixels <= maxPixels && pixels <= most;
        return fits
                ? Optional.empty()
                : Optional.of("the picture declares " + width + "x" + height + " pixels of " + bands
                        + " bands, the limit is " + Math.min(maxPixels, most) + " pixels (system property "
                        + MAX_PIXELS_PROPERTY + ")");
    }
}

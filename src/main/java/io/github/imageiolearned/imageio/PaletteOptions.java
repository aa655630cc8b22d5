// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import io.github.imageiolearned.kmq.KmqOptions;
import java.awt.image.IndexColorModel;
import java.util.Objects;

/**
 * How {@code kmq} makes its palette and uses it. Immutable: each {@code with} method returns changed options.
 *
 * @param space where distances of colours are measured
 * @param dither how colours between those of the palette are shown
 * @param ditherStrength share of the error that dithering spreads, 0 to 1
 * @param palette colours to use instead of learning some, up to 256; null to learn
 * @param paletteKept whether that palette, or else the palette of the image that is written, goes into the file entry by
 *     entry: in its order, with unused entries and entries that are equal. It then overrules the number of colours.
 *     Without it a picture with a palette keeps its colours as well, if the number of colours allows it, but their order
 *     is that which needs fewest bytes
 * @param iterations most iterations of k-means over all distinct colours, 0 to 10,000
 * @param seed start of the random draws; equal seeds give equal files
 * @param lossBudget how many dB of PSNR may be given up for fewer bytes, 0 to 20; not together with dithering
 */
public record PaletteOptions(
        Space space,
        Dither dither,
        double ditherStrength,
        IndexColorModel palette,
        boolean paletteKept,
        int iterations,
        long seed,
        double lossBudget) {
    /** RGB, no dithering, a learned palette, at most 100 iterations, seed 0, every pixel the nearest colour. */
    public static final PaletteOptions DEFAULT = new PaletteOptions(Space.RGB, Dither.NONE, 1, null, false, 100, 0, 0);

    /** Where distances of colours are measured. */
    public enum Space {
        /** Gamma-encoded red, green and blue: the best PSNR. */
        RGB,
        /** Oklab: about even perceived steps. */
        OKLAB
    }

    /** How colours between those of the palette are shown. */
    public enum Dither {
        /** Each pixel is the nearest colour. */
        NONE,
        /** Error diffusion. */
        FLOYD_STEINBERG,
        /** A pattern without low frequencies. */
        BLUE_NOISE
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range, or dithering and a loss budget come together
     * @throws NullPointerException if there is no space or no method of dithering
     */
    public PaletteOptions {
        Objects.requireNonNull(space);
        Objects.requireNonNull(dither);
        int paletteSize = palette == null ? 0 : palette.getMapSize();
        KmqOptions.check(iterations, dither != Dither.NONE, ditherStrength, paletteSize, lossBudget);
    }

    /**
     * Measures distances elsewhere.
     *
     * @param newSpace the colour space
     * @return changed options
     */
    public PaletteOptions withSpace(Space newSpace) {
        return new PaletteOptions(newSpace, dither, ditherStrength, palette, paletteKept, iterations, seed, lossBudget);
    }

    /**
     * Dithers otherwise.
     *
     * @param newDither the method
     * @param newStrength 0 to 1
     * @return changed options
     */
    public PaletteOptions withDither(Dither newDither, double newStrength) {
        return new PaletteOptions(space, newDither, newStrength, palette, paletteKept, iterations, seed, lossBudget);
    }

    /**
     * Uses another palette.
     *
     * @param newPalette the colours; null to learn them
     * @return changed options
     */
    public PaletteOptions withPalette(IndexColorModel newPalette) {
        return new PaletteOptions(space, dither, ditherStrength, newPalette, paletteKept, iterations, seed, lossBudget);
    }

    /**
     * Keeps a given palette entry by entry, or does not.
     *
     * @param kept true to keep order, unused and equal entries
     * @return changed options
     */
    public PaletteOptions withPaletteKept(boolean kept) {
        return new PaletteOptions(space, dither, ditherStrength, palette, kept, iterations, seed, lossBudget);
    }

    /**
     * Searches otherwise.
     *
     * @param newIterations most iterations of k-means over all distinct colours, 0 to 10,000
     * @param newSeed start of the random draws
     * @return changed options
     */
    public PaletteOptions withSearch(int newIterations, long newSeed) {
        return new PaletteOptions(
                space, dither, ditherStrength, palette, paletteKept, newIterations, newSeed, lossBudget);
    }

    /**
     * Gives up PSNR for bytes.
     *
     * @param decibels at most so much is lost, 0 to 20
     * @return changed options
     */
    public PaletteOptions withLossBudget(double decibels) {
        return new PaletteOptions(space, dither, ditherStrength, palette, paletteKept, iterations, seed, decibels);
    }
}

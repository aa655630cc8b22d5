// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.List;
import java.util.Objects;

/**
 * How a picture is coded. The defaults: small effort, RGB, no dithering, a palette that is learned with seed 0 and at most
 * 100 iterations, every pixel the nearest colour.
 *
 * @param colours most colours of a learned palette, 2 to 256; a picture with no more keeps them all exactly
 * @param effort how indices are coded
 * @param seed start of the random draws; equal seeds give equal files
 * @param maxIterations most k-means iterations over all distinct colours, 0 to {@value #MAX_ITERATIONS}
 * @param space where distances of colours are measured; grey pictures have but one
 * @param dither how colours between those of the palette are shown; a picture that is exact is not dithered
 * @param strength share of the error that dithering spreads, 0 to 1
 * @param palette straight ARGB colours to use instead of learning some, 1 to 256; empty to learn
 * @param paletteKept whether the given palette, or else that of a source which has one, goes into the file entry by
 *     entry: in its order, with entries that no pixel has and entries that are equal
 * @param lossBudget how many dB of PSNR may be given up, against the nearest colours, for fewer bytes; 0 to 20
 */
public record KmqOptions(
        int colours,
        Effort effort,
        long seed,
        int maxIterations,
        Space space,
        Dither dither,
        double strength,
        List<Integer> palette,
        boolean paletteKept,
        double lossBudget) {
    /** Most colours of a palette. */
    public static final int MAX_COLOURS = 256;

    /** Most iterations that can be asked for. */
    public static final int MAX_ITERATIONS = 10_000;

    private static final int DEFAULT_ITERATIONS = 100;
    private static final int MAX_BUDGET = 20;

    /** How indices are coded. The order is that of the file format. */
    public enum Effort {
        /** Mixed contexts: the smallest file. */
        SMALL,
        /** Static tables: several times as fast, and larger. */
        FAST
    }

    /** Where distances of colours are measured. */
    public enum Space {
        /** Gamma-encoded red, green and blue: the best PSNR. */
        RGB,
        /** Lightness and two colour axes of about even perceived steps (Ottosson, "Oklab", 2020). */
        OKLAB
    }

    /** How colours between those of the palette are shown. */
    public enum Dither {
        /** Each pixel is the nearest colour. */
        NONE,
        /** The error of a pixel is passed on to the next ones (Floyd and Steinberg, 1976), line by line to and fro. */
        FLOYD_STEINBERG,
        /** Two colours alternate in a pattern without low frequencies (Ulichney, "The void-and-cluster method", 1993). */
        BLUE_NOISE
    }

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range, or dithering and a loss budget come together
     */
    public KmqOptions {
        checkColours(colours);
        Objects.requireNonNull(effort);
        Objects.requireNonNull(space);
        Objects.requireNonNull(dither);
        palette = List.copyOf(palette);
        check(maxIterations, dither != Dither.NONE, strength, palette.size(), lossBudget);
    }

    /**
     * Checks a number of colours.
     *
     * @param colours 2 to 256
     * @throws IllegalArgumentException if it is out of range
     */
    public static void checkColours(int colours) {
        if (colours < 2 || colours > MAX_COLOURS) {
            throw new IllegalArgumentException("colours are not from 2 to " + MAX_COLOURS + ": " + colours);
        }
    }

    /**
     * Checks what a palette is made with, in words that a user of the command line understands: also for those who keep
     * such values in a form of their own.
     *
     * @param maxIterations 0 to {@value #MAX_ITERATIONS}
     * @param dithered whether there is dithering
     * @param strength 0 to 1
     * @param paletteSize number of given colours, at most 256
     * @param lossBudget dB, 0 to 20; 0 with dithering
     * @throws IllegalArgumentException if one is out of range, or dithering and a loss budget come together
     */
    public static void check(int maxIterations, boolean dithered, double strength, int paletteSize, double lossBudget) {
        if (maxIterations < 0 || maxIterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations are not from 0 to " + MAX_ITERATIONS + ": " + maxIterations);
        }
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("the strength of dithering is not from 0 to 1: " + strength);
        }
        if (paletteSize > MAX_COLOURS) {
            throw new IllegalArgumentException(
                    "the palette has " + paletteSize + " colours, " + MAX_COLOURS + " can be had");
        }
        if (!(lossBudget >= 0 && lossBudget <= MAX_BUDGET)) {
            throw new IllegalArgumentException("the loss budget is not from 0 to " + MAX_BUDGET + " dB: " + lossBudget);
        }
        if (lossBudget > 0 && dithered) {
            throw new IllegalArgumentException("a loss budget would undo the dithering: choose one of them");
        }
    }

    /**
     * The defaults for a number of colours.
     *
     * @param colours 2 to 256
     * @return options
     */
    public static KmqOptions ofColours(int colours) {
        return new KmqOptions(
                colours, Effort.SMALL, 0, DEFAULT_ITERATIONS, Space.RGB, Dither.NONE, 1, List.of(), false, 0);
    }

    /**
     * The defaults for a quality: 2 · 128^quality colours.
     *
     * @param quality 0 (2 colours) to 1 (256 colours)
     * @return options
     */
    public static KmqOptions ofQuality(double quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality " + quality + " is not from 0 to 1");
        }
        return ofColours((int) Math.round(2 * Math.pow(MAX_COLOURS / 2.0, quality)));
    }

    /**
     * The same options for another effort.
     *
     * @param newEffort how indices are coded
     * @return options
     */
    public KmqOptions withEffort(Effort newEffort) {
        return new KmqOptions(
                colours, newEffort, seed, maxIterations, space, dither, strength, palette, paletteKept, lossBudget);
    }

    /**
     * The same options for another search of the palette.
     *
     * @param newSpace where distances are measured
     * @param newSeed start of the random draws
     * @param newMaxIterations 0 to {@value #MAX_ITERATIONS}
     * @return options
     */
    public KmqOptions withSearch(Space newSpace, long newSeed, int newMaxIterations) {
        return new KmqOptions(
                colours,
                effort,
                newSeed,
                newMaxIterations,
                newSpace,
                dither,
                strength,
                palette,
                paletteKept,
                lossBudget);
    }

    /**
     * The same options with other dithering.
     *
     * @param newDither the method
     * @param newStrength 0 to 1
     * @return options
     */
    public KmqOptions withDither(Dither newDither, double newStrength) {
        return new KmqOptions(
                colours, effort, seed, maxIterations, space, newDither, newStrength, palette, paletteKept, lossBudget);
    }

    /**
     * The same options with another palette.
     *
     * @param newPalette straight ARGB colours; empty to learn them
     * @param kept whether its entries, or those of the source's palette, go into the file as they are
     * @return options
     */
    public KmqOptions withPalette(List<Integer> newPalette, boolean kept) {
        return new KmqOptions(
                colours, effort, seed, maxIterations, space, dither, strength, newPalette, kept, lossBudget);
    }

    /**
     * The same options with a loss budget.
     *
     * @param decibels 0 for none, to 20
     * @return options
     */
    public KmqOptions withLossBudget(double decibels) {
        return new KmqOptions(
                colours, effort, seed, maxIterations, space, dither, strength, palette, paletteKept, decibels);
    }
}

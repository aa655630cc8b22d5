// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * How a picture is coded.
 *
 * @param colours most colours of the palette, 2 to 256; a picture with no more keeps them all exactly
 * @param effort how indices are coded
 * @param seed start of the random draws; equal seeds give equal files
 * @param maxIterations most k-means iterations over all distinct colours, 0 to {@value #MAX_ITERATIONS}
 */
public record KmqOptions(int colours, Effort effort, long seed, int maxIterations) {
    /** Most colours of a palette. */
    public static final int MAX_COLOURS = 256;

    /** Most iterations that can be asked for. */
    public static final int MAX_ITERATIONS = 10_000;

    private static final int DEFAULT_ITERATIONS = 100;

    /** How indices are coded. The order is that of the file format. */
    public enum Effort {
        /** Mixed contexts: the smallest file. */
        SMALL,
        /** Static tables: several times as fast, and larger. */
        FAST
    }

    /** Checks the values. */
    public KmqOptions {
        if (colours < 2 || colours > MAX_COLOURS || maxIterations < 0 || maxIterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("no options: " + colours + " colours, " + maxIterations + " iterations");
        }
        java.util.Objects.requireNonNull(effort);
    }

    /**
     * The defaults for a number of colours.
     *
     * @param colours 2 to 256
     * @return small effort, seed 0, at most 100 iterations
     */
    public static KmqOptions ofColours(int colours) {
        return new KmqOptions(colours, Effort.SMALL, 0, DEFAULT_ITERATIONS);
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
     * The same options for another number of colours.
     *
     * @param newColours 2 to 256
     * @return options
     */
    public KmqOptions withColours(int newColours) {
        return new KmqOptions(newColours, effort, seed, maxIterations);
    }

    /**
     * The same options for another effort.
     *
     * @param newEffort how indices are coded
     * @return options
     */
    public KmqOptions withEffort(Effort newEffort) {
        return new KmqOptions(colours, newEffort, seed, maxIterations);
    }

    /**
     * The same options for another seed.
     *
     * @param newSeed start of the random draws
     * @return options
     */
    public KmqOptions withSeed(long newSeed) {
        return new KmqOptions(colours, effort, newSeed, maxIterations);
    }

    /**
     * The same options for another bound on the iterations.
     *
     * @param newMaxIterations 0 to {@value #MAX_ITERATIONS}
     * @return options
     */
    public KmqOptions withMaxIterations(int newMaxIterations) {
        return new KmqOptions(colours, effort, seed, newMaxIterations);
    }
}

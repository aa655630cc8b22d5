// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * How to write a picture as principal components.
 *
 * @param type what the components are of
 * @param quality 0 (smallest file) to 1 (nearly lossless: no sample of blocks errs by more than one); with {@link
 *     Type#ROWS} it chooses the number of components. Components and variance overrule it
 * @param components number of components to keep, 0 for as many as the quality asks for: rows keep that many for each
 *     band; blocks keep at most that many leading coefficients for each 64 pixels of grey or RGB, and that many components
 *     across the bands of a raster; the quantiser is so fine then that it costs half a decibel at most
 * @param variance share of the picture's variance to keep, above 0 and below 1, or 0 to leave it to the quality
 * @param effort entropy coder
 */
public record PcqOptions(Type type, double quality, int components, double variance, Effort effort) {
    /** Most components that can be asked for. */
    public static final int MAX_COMPONENTS = 1 << 12;

    /** What the components are of. The order is that of the file format. */
    public enum Type {
        /** Of blocks of 8 to 32 pixels a side, learned from a corpus. */
        BLOCKS,
        /** Of the rows of each band, learned from the picture itself: a truncated singular value decomposition. */
        ROWS
    }

    /** How much time the entropy coder takes. The order is that of the file format. */
    public enum Effort {
        /** Adaptive, mixed contexts. */
        SMALL,
        /** Static tables. */
        FAST
    }

    /** Checks the values. */
    public PcqOptions {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality " + quality + " is not from 0 to 1");
        }
        if (components < 0 || components > MAX_COMPONENTS) {
            throw new IllegalArgumentException(components + " components are not from 0 to " + MAX_COMPONENTS);
        }
        if (!(variance >= 0 && variance < 1)) {
            throw new IllegalArgumentException("a share of variance of " + variance + " is not from 0 to below 1");
        }
    }

    /**
     * Blocks of a quality, as small as can be.
     *
     * @param quality 0 to 1
     * @return options
     */
    public static PcqOptions ofQuality(double quality) {
        return new PcqOptions(Type.BLOCKS, quality, 0, 0, Effort.SMALL);
    }

    /**
     * Changes the quality.
     *
     * @param newQuality 0 to 1
     * @return changed options
     */
    public PcqOptions withQuality(double newQuality) {
        return new PcqOptions(type, newQuality, components, variance, effort);
    }

    /**
     * Changes the type.
     *
     * @param newType another type
     * @return changed options
     */
    public PcqOptions withType(Type newType) {
        return new PcqOptions(newType, quality, components, variance, effort);
    }

    /**
     * Changes the number of components.
     *
     * @param newComponents number of components, 0 to leave it to the quality
     * @return changed options
     */
    public PcqOptions withComponents(int newComponents) {
        return new PcqOptions(type, quality, newComponents, variance, effort);
    }

    /**
     * Changes the share of variance.
     *
     * @param newVariance share to keep, 0 to leave it to the quality
     * @return changed options
     */
    public PcqOptions withVariance(double newVariance) {
        return new PcqOptions(type, quality, components, newVariance, effort);
    }

    /**
     * Changes the effort.
     *
     * @param newEffort another effort
     * @return changed options
     */
    public PcqOptions withEffort(Effort newEffort) {
        return new PcqOptions(type, quality, components, variance, newEffort);
    }
}

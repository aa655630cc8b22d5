// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.Priors;

/** States from which the coders start, learned by {@code models/training/kmq/TrainPriors.java}. Part of the format. */
final class StartingStates {
    private static final byte[] INDICES = Priors.load(
            StartingStates.class, "indices.z", "c90633cc54da8239e6ddb0e03f23b1b77676049f0507b3c32d1e47be0d586bf0");
    private static final byte[] PALETTE = Priors.load(
            StartingStates.class, "palette.z", "7262d3f2c60381b22e113b098948495fff1590ef51fbef913942730e8983e564");

    private StartingStates() {}

    /** Of {@link IndexCoder}; not to be changed. */
    static byte[] indices() {
        return INDICES;
    }

    /** Of {@link PaletteCoder}; not to be changed. */
    static byte[] palette() {
        return PALETTE;
    }
}

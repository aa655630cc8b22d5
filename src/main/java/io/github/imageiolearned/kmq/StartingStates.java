// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.Priors;

/** States from which the coders start, learned by {@code models/training/kmq/TrainPriors.java}. Part of the format. */
final class StartingStates {
    private static final byte[] INDICES = Priors.load(
            StartingStates.class, "indices.z", "0b6c6885b19ac9a1aaa374bfa85c41112d1352c1a20664b83c38dcfb58a24e8a");
    private static final byte[] PALETTE = Priors.load(
            StartingStates.class, "palette.z", "b74c8091e5e65f9a6b5b9a611e403a6e13cc9670daa4366807c4e71513a56e6d");

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

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.Priors;

/** States from which the coders start, learned by {@code models/training/kmq/TrainPriors.java}. Part of the format. */
final class StartingStates {
    private static final byte[] INDICES = Priors.load(
            StartingStates.class, "indices.z", "87c37f51c8372fe384321e6f06cb9f5cce07e8af94fe233d785c1ed4a1f8c6bf");
    private static final byte[] PALETTE = Priors.load(
            StartingStates.class, "palette.z", "576999882c09b9bdac5b771ba5a51fc8d1850c7c7408f9375fa3d2338aee459d");

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

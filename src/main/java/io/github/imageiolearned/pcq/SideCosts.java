// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CostMeter;

/** What an encoder expects the decisions about a block, besides its levels, to cost. */
final class SideCosts {
    private final CostMeter meter = new CostMeter();
    private final MixedSyntax mixed;

    /**
     * Asks mixers, which learn meanwhile from what is really coded.
     *
     * @param mixed the syntax that codes; null for fixed costs
     */
    SideCosts(MixedSyntax mixed) {
        this.mixed = mixed;
    }

    /** Costs of a split flag in bits. */
    float split(TileState tile, int x, int y, int size, int flag) {
        if (mixed == null) {
            return 1;
        }
        start();
        mixed.split(tile, x, y, size, flag);
        return stop();
    }

    /** Costs of a class in bits. */
    float blockClass(TileState tile, int x, int y, int size, int blockClass) {
        if (Bases.classes(size).length == 1) {
            return 0;
        }
        if (mixed == null) {
            return 3;
        }
        start();
        mixed.blockClass(tile, x, y, size, blockClass);
        return stop();
    }

    /** Costs of a share flag in bits. */
    float share(TileState tile, int x, int y, int size, int flag, int blockClass) {
        if (mixed == null) {
            return 1;
        }
        start();
        mixed.share(tile, x, y, size, flag, blockClass);
        return stop();
    }

    /** Costs of a multiple of the first band in bits. */
    float slope(TileState tile, int x, int y, int size, int band, int slope) {
        if (mixed == null) {
            return slope == 0 ? 1 : 3;
        }
        start();
        mixed.slope(tile, x, y, size, band, slope);
        return stop();
    }

    private void start() {
        meter.reset();
        mixed.measure(meter);
    }

    private float stop() {
        mixed.measure(null);
        return (float) meter.cost() / CostMeter.BIT;
    }
}

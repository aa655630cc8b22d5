// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * The share of a picture's variance that each principal component explains, as it stands in the settings: each share as
 * a logarithm of 16 bits, so that it is true to 0.02 percent.
 */
final class Explained {
    private static final double UNITS = 2048;
    private static final int MOST = 65535;

    private Explained() {}

    /**
     * Writes shares.
     *
     * @param shares from 0 to 1
     * @param out takes them
     */
    static void write(double[] shares, ByteWriter out) {
        out.varint(shares.length);
        for (double share : shares) {
            out.u16(share <= 0 ? MOST : (int) Math.max(0, Math.min(MOST, Math.round(-UNITS * log2(share)))));
        }
    }

    /**
     * Reads shares.
     *
     * @param in gives them
     * @return shares from 0 to 1
     * @throws FormatException if they are too many
     */
    static double[] read(ByteReader in) throws FormatException {
        int count = in.varint(PcqOptions.MAX_COMPONENTS, "the number of components");
        if (in.remaining() < 2 * count) {
            throw new FormatException(in.position(), "the shares of " + count + " components are not all there");
        }
        double[] shares = new double[count];
        for (int i = 0; i < count; i++) {
            int logarithm = in.u16();
            shares[i] = logarithm == MOST ? 0 : Math.pow(2, -logarithm / UNITS);
        }
        return shares;
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What holds for all tiles of a picture in rows; only for show, its tiles decode without.
 *
 * @param explained share of the variance that each component explains, over all bands and tiles
 */
record RowSettings(double[] explained) {
    private static final int UNITS = 65535;

    byte[] toBytes() {
        ByteWriter out = new ByteWriter().u8(PcqOptions.Type.ROWS.ordinal()).varint(explained.length);
        double sum = 0;
        for (double share : explained) {
            sum += share;
        }
        out.u16((int) Math.round(Math.min(1, sum) * UNITS));
        for (double share : explained) {
            out.u8((int) Math.min(255, Math.round(-8 * Math.log(Math.max(share, 1e-12)) / Math.log(2))));
        }
        return out.toByteArray();
    }

    static RowSettings parse(byte[] settings) throws FormatException {
        ByteReader in = new ByteReader(settings);
        in.u8();
        int count = in.varint(PcqOptions.MAX_COMPONENTS, "the number of components");
        double total = in.u16() / (double) UNITS;
        byte[] logarithms = in.bytes(count);
        if (in.remaining() != 0) {
            throw new FormatException(in.position(), "settings of rows that this version does not know");
        }
        double[] explained = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            explained[i] = Math.pow(2, -(logarithms[i] & 0xff) / 8.0);
            sum += explained[i];
        }
        for (int i = 0; i < count; i++) {
            explained[i] *= total / sum;
        }
        return new RowSettings(explained);
    }
}

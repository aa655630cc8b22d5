// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What holds for all tiles of a picture in rows; only for show, its tiles decode without.
 *
 * @param explained share of the variance that each component explains, over all bands
 */
record RowSettings(double[] explained) {
    byte[] toBytes() {
        ByteWriter out = new ByteWriter().u8(PcqOptions.Type.ROWS.ordinal());
        Explained.write(explained, out);
        return out.toByteArray();
    }

    static RowSettings parse(byte[] settings) throws FormatException {
        ByteReader in = new ByteReader(settings);
        int type = in.u8();
        double[] explained = Explained.read(in);
        if (type != PcqOptions.Type.ROWS.ordinal() || in.remaining() != 0) {
            throw new FormatException(in.position(), "settings of rows that this version does not know");
        }
        return new RowSettings(explained);
    }

    /**
     * The most components that a band may have: no more than its matrix has, and so few that the vectors of all bands
     * together stay below {@link PcqDecoder#MAX_TILE_SAMPLES} numbers.
     */
    static int most(int width, int height, int bands) {
        long numbers = (long) bands * (width + (long) height);
        return (int) Math.min(
                Math.min(PcqOptions.MAX_COMPONENTS, Math.min(width, height)), PcqDecoder.MAX_TILE_SAMPLES / numbers);
    }
}

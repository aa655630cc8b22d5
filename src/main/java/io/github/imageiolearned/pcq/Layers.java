// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What stands around blocks: components across bands before them, and what they leave behind them.
 *
 * @param rotation components across bands, coded in blocks instead of the bands themselves; null for none
 * @param bound largest error of a sample, kept by coding what the blocks leave; 0 if that is not coded
 * @param blocks settings of the blocks
 */
record Layers(BandRotation rotation, int bound, BlockSettings blocks) {
    /** First byte of settings with layers. */
    static final int MARK = 0x80;

    private static final int ROTATED = 1;
    private static final int MAX_BOUND = 1 << 15;

    /** The same with what blocks explain. */
    Layers with(BlockSpectrum explained) {
        return new Layers(rotation, bound, blocks.with(explained));
    }

    byte[] toBytes() {
        ByteWriter out = new ByteWriter().u8(MARK | (rotation == null ? 0 : ROTATED));
        out.varint(bound);
        if (rotation != null) {
            rotation.write(out);
        }
        return out.bytes(blocks.toBytes()).toByteArray();
    }

    /** Tells whether settings are of blocks with layers. */
    static boolean present(byte[] settings) {
        return (settings[0] & MARK) != 0;
    }

    static Layers parse(byte[] settings, int bands) throws FormatException {
        ByteReader in = new ByteReader(settings);
        int flags = in.u8();
        if ((flags & ~(MARK | ROTATED)) != 0) {
            throw new FormatException(0, "layers that this version does not know");
        }
        int bound = in.varint(MAX_BOUND, "the largest error");
        BandRotation rotation = (flags & ROTATED) == 0 ? null : BandRotation.read(in, bands);
        return new Layers(rotation, bound, BlockSettings.parse(in.bytes(in.remaining())));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What holds for all tiles of a picture in blocks.
 *
 * @param effort entropy coder
 * @param step quantiser step, in 1/16 of a sample value, 1 to {@value #MAX_STEP}
 * @param inward how far levels of magnitude 1, and larger ones, are reconstructed towards zero: two numbers of 0 to 15,
 *     in 1/32 step
 * @param components most levels of a block of 8×8 pixels, 1 to 64; larger blocks have as many for each 64 pixels
 * @param spectrum what components explain, as {@link BlockSpectrum#toBytes} writes it; only for show
 */
record BlockSettings(PcqOptions.Effort effort, int step, int[] inward, int components, byte[] spectrum) {
    static final int MAX_STEP = 1 << 13;

    private static final int LIMITED = 4;
    private static final int EXPLAINED = 8;

    /** Settings that do not tell what is explained. */
    BlockSettings(PcqOptions.Effort effort, int step, int[] inward, int components) {
        this(effort, step, inward, components, new byte[0]);
    }

    /** The same with what is explained. */
    BlockSettings with(BlockSpectrum explained) {
        return new BlockSettings(effort, step, inward, components, explained.toBytes());
    }

    /** The same with another step. */
    BlockSettings withStep(int newStep) {
        return new BlockSettings(effort, newStep, inward, components);
    }

    byte[] toBytes() {
        return new ByteWriter()
                .u8(PcqOptions.Type.BLOCKS.ordinal()
                        | effort.ordinal() << 1
                        | (components < 64 ? LIMITED : 0)
                        | (spectrum.length > 0 ? EXPLAINED : 0))
                .u16(step)
                .u8(inward[0] << 4 | inward[1])
                .bytes(components < 64 ? new byte[] {(byte) components} : new byte[0])
                .bytes(spectrum)
                .toByteArray();
    }

    static BlockSettings parse(byte[] settings) throws FormatException {
        ByteReader in = new ByteReader(settings);
        int flags = in.u8();
        int step = in.u16();
        int inward = in.u8();
        int components = (flags & LIMITED) != 0 ? in.u8() : 64;
        byte[] spectrum = (flags & EXPLAINED) != 0 ? in.bytes(BlockSpectrum.COUNTS.length) : new byte[0];
        if ((flags & ~(1 << 1 | LIMITED | EXPLAINED)) != 0
                || step < 1
                || step > MAX_STEP
                || components < 1
                || components > 64
                || in.remaining() != 0) {
            throw new FormatException(-1, "settings of blocks that this version does not know");
        }
        return new BlockSettings(
                PcqOptions.Effort.values()[flags >>> 1 & 1],
                step,
                new int[] {inward >>> 4, inward & 15},
                components,
                spectrum);
    }

    /** Value of a level, in 1/16. */
    int value(int level) {
        int magnitude = Math.abs(level);
        int value = magnitude * step - (step * inward[magnitude == 1 ? 0 : 1] + 16 >> 5);
        return level < 0 ? -value : value;
    }

    /** Most levels of a block. */
    int most(int size, int available) {
        return Math.min(available, components << 2 * size);
    }
}

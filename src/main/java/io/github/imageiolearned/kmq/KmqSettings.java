// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * What the header of a file says of its codec.
 *
 * @param tree the palette
 * @param effort how the tiles are coded
 * @param exact whether every visible pixel keeps its colour
 * @param wcss sum of squared distances over all pixels, in 8-bit units, to 16 bits of precision
 * @param iterations k-means iterations
 */
record KmqSettings(ColourTree tree, KmqOptions.Effort effort, boolean exact, double wcss, int iterations) {
    private static final int FAST = 1;
    private static final int EXACT = 2;
    private static final int FLOAT_SHIFT = 7;

    byte[] toBytes(boolean alpha) {
        ByteWriter out = new ByteWriter();
        out.u8((effort == KmqOptions.Effort.FAST ? FAST : 0) | (exact ? EXACT : 0));
        out.u8(tree.size() - 1);
        if (!exact) {
            int bits = Float.floatToIntBits((float) wcss) + (1 << FLOAT_SHIFT - 1) >> FLOAT_SHIFT;
            out.u8(bits >>> 16).u16(bits).varint(iterations);
        }
        return out.bytes(PaletteCoder.encode(tree.colours(), tree.grey(), alpha))
                .toByteArray();
    }

    static KmqSettings parse(byte[] bytes, boolean grey, boolean alpha) throws FormatException {
        ByteReader in = new ByteReader(bytes);
        int flags = in.u8();
        if (flags >= 2 * EXACT) {
            throw new FormatException(-1, "unknown kmq flags 0x" + Integer.toHexString(flags));
        }
        boolean exact = (flags & EXACT) != 0;
        int size = in.u8() + 1;
        double wcss = 0;
        int iterations = 0;
        if (!exact) {
            wcss = Float.intBitsToFloat((in.u8() << 16 | in.u16()) << FLOAT_SHIFT);
            if (!(wcss >= 0 && wcss < Float.POSITIVE_INFINITY)) {
                throw new FormatException(-1, "the sum of squares is no number");
            }
            iterations = in.varint(KmqOptions.MAX_ITERATIONS, "the number of iterations");
        }
        int[] palette = PaletteCoder.decode(in.bytes(in.remaining()), size, grey, alpha);
        KmqOptions.Effort effort = (flags & FAST) != 0 ? KmqOptions.Effort.FAST : KmqOptions.Effort.SMALL;
        return new KmqSettings(ColourTree.of(palette, grey), effort, exact, wcss, iterations);
    }
}

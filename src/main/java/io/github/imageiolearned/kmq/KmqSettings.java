// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.CorruptDataException;
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
 * @param indexed whether the source had a palette, so that readers give the picture one
 * @param order the leaf of the tree for each entry of a palette that is kept as it was; null if the tree's order is as good
 * @param joined where the indices follow the palette in one stream; null where tiles have their own
 */
record KmqSettings(
        ColourTree tree,
        KmqOptions.Effort effort,
        boolean exact,
        double wcss,
        int iterations,
        boolean indexed,
        int[] order,
        Joined joined) {
    private static final int FAST = 1;
    private static final int EXACT = 2;
    private static final int INDEXED = 4;
    private static final int ORDERED = 8;
    private static final int JOINED = 16;
    private static final int FLOAT_SHIFT = 7;

    /**
     * A stream of palette and indices: a small picture has no bytes for the ends of two.
     *
     * @param bytes the stream
     * @param alpha whether the palette has alpha
     */
    record Joined(byte[] bytes, boolean alpha) {
        /** Most pixels of a picture that is coded so; it has one tile. */
        static final int MAX_PIXELS = 1 << 14;

        /** Decodes the palette and stops before the indices. */
        BitDecoder indices(ColourTree tree) throws FormatException {
            BitDecoder decoder = new BitDecoder(bytes);
            PaletteCoder.decode(decoder, tree.size(), tree.grey(), alpha);
            return decoder;
        }
    }

    /**
     * Writes the settings.
     *
     * @param stream the palette, and the indices behind it if these settings are for a picture that has them joined
     */
    byte[] toBytes(byte[] stream) {
        ByteWriter out = new ByteWriter();
        out.u8((effort == KmqOptions.Effort.FAST ? FAST : 0)
                | (exact ? EXACT : 0)
                | (indexed ? INDEXED : 0)
                | (order != null ? ORDERED : 0)
                | (joined != null ? JOINED : 0));
        out.u8(tree.size() - 1);
        if (!exact) {
            int bits = Float.floatToIntBits((float) wcss) + (1 << FLOAT_SHIFT - 1) >> FLOAT_SHIFT;
            out.u8(bits >>> 16).u16(bits).varint(iterations);
        }
        if (order != null) {
            byte[] coded = PaletteOrder.encode(order.clone(), tree.size());
            out.u8(order.length - 1).varint(coded.length).bytes(coded);
        }
        return out.bytes(stream).toByteArray();
    }

    static KmqSettings parse(byte[] bytes, boolean grey, boolean alpha) throws FormatException {
        ByteReader in = new ByteReader(bytes);
        int flags = in.u8();
        if (flags >= 2 * JOINED) {
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
        int[] order = null;
        if ((flags & ORDERED) != 0) {
            int entries = in.u8() + 1;
            byte[] coded = in.bytes(in.varint(in.remaining(), "the length of the palette's order"));
            order = PaletteOrder.decode(coded, entries, size);
        }
        byte[] stream = in.bytes(in.remaining());
        BitDecoder decoder = new BitDecoder(stream);
        int[] palette = PaletteCoder.decode(decoder, size, grey, alpha);
        KmqOptions.Effort effort = (flags & FAST) != 0 ? KmqOptions.Effort.FAST : KmqOptions.Effort.SMALL;
        Joined joined = (flags & JOINED) != 0 ? new Joined(stream, alpha) : null;
        if (joined != null && effort == KmqOptions.Effort.FAST) {
            throw new FormatException(-1, "indices of the fast effort are not joined to the palette");
        }
        if (joined == null) {
            finish(decoder);
        }
        return new KmqSettings(
                ColourTree.of(palette, grey), effort, exact, wcss, iterations, (flags & INDEXED) != 0, order, joined);
    }

    private static void finish(BitDecoder decoder) throws FormatException {
        try {
            decoder.finish();
        } catch (CorruptDataException e) {
            throw FormatException.in("the palette", -1, e);
        }
    }

    /** The colours that a reader sees: entry by entry as they were, or in the order of the tree. */
    int[] entries() {
        if (order == null) {
            return tree.colours();
        }
        int[] entries = new int[order.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = tree.colour(order[i]);
        }
        return entries;
    }
}

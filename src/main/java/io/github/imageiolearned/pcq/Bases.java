// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.Priors;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/**
 * The block classes, learned offline by models/training/pcq: for sides of 8 and 16 several conditional principal
 * component bases besides the DCT (class 0), for 32 the low DCT components alone. Part of the file format.
 */
final class Bases {
    /** Log2 of the smallest side. */
    static final int MIN_SHIFT = 3;

    /** Number of sides: 8, 16, 32. */
    static final int SIZES = 3;

    private static final String SHA_256 = "8f3fa65049441539889b4ba552af5931fe5fe418b23038d6f6d542c512684135";
    private static final int DCT_BITS = 12;
    private static final BlockClass[][] CLASSES = load();

    private Bases() {}

    /**
     * Returns the classes of a size.
     *
     * @param size log2 of the side, less {@link #MIN_SHIFT}
     * @return its classes, the DCT first; not a copy
     */
    static BlockClass[] classes(int size) {
        return CLASSES[size];
    }

    private static BlockClass[][] load() {
        ByteBuffer in = ByteBuffer.wrap(Priors.load(Bases.class, "bases.bin", SHA_256));
        BlockClass[][] classes = new BlockClass[SIZES][];
        for (int size = 0; size < SIZES - 1; size++) {
            int side = in.get();
            classes[size] = new BlockClass[in.get()];
            int basisBits = in.get();
            int predictorBits = in.get();
            int border = Border.count(side);
            short[] table = shorts(in, side * side);
            classes[size][0] =
                    dct(table, side, shorts(in, side * side), predictorBits, vectors(in, border, side * side));
            for (int k = 1; k < classes[size].length; k++) {
                int components = in.getShort();
                int[][] predictor = vectors(in, border, side * side);
                int[][] basis = vectors(in, components, side * side);
                classes[size][k] = new BlockClass(side, basisBits, basis, null, predictorBits, predictor);
            }
        }
        int side = in.get();
        classes[SIZES - 1] = new BlockClass[in.get()];
        short[] table = shorts(in, side * side);
        int components = in.getShort();
        classes[SIZES - 1][0] = dct(table, side, shorts(in, components), 0, null);
        return classes;
    }

    private static BlockClass dct(short[] table, int side, short[] order, int predictorBits, int[][] predictor) {
        return new BlockClass(side, DCT_BITS, outer(table, side, order), order, predictorBits, predictor);
    }

    /** Two-dimensional vectors from the one-dimensional ones, which have 14 fraction bits. */
    private static int[][] outer(short[] table, int side, short[] order) {
        int[][] basis = new int[order.length][side * side];
        for (int k = 0; k < order.length; k++) {
            int u = order[k] / side * side;
            int v = order[k] % side * side;
            for (int i = 0; i < side * side; i++) {
                int product = table[u + i / side] * table[v + i % side];
                basis[k][i] = product + (1 << 27 - DCT_BITS) >> 28 - DCT_BITS;
            }
        }
        return basis;
    }

    private static int[][] vectors(ByteBuffer in, int count, int length) {
        int[][] vectors = new int[count][length];
        for (int[] vector : vectors) {
            for (int i = 0; i < length; i++) {
                vector[i] = in.getShort();
            }
        }
        return vectors;
    }

    private static short[] shorts(ByteBuffer in, int count) {
        short[] values = new short[count];
        ShortBuffer view = in.asShortBuffer();
        view.get(values);
        in.position(in.position() + 2 * count);
        return values;
    }
}

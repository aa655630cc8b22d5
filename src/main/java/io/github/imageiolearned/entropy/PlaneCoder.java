// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * Codes one plane of samples without loss: alpha, as a rule. Samples are coded row by row. A decision tells whether the
 * sample is the median prediction of its neighbours W, N and W + N - NW (LOCO-I, Weinberger and others, 2000); if not,
 * its bits follow, the highest first, in contexts of the neighbours. Planes of more than 8 bits are coded as high and
 * low bytes.
 */
public final class PlaneCoder {
    private static final int HASH_BITS = 16;

    private final ContextMixer same = new ContextMixer.Builder()
            .input(1 << HASH_BITS, 250)
            .input(1 << HASH_BITS, 250)
            .input(1 << 12, 1000)
            .weights(27, 0)
            .build();
    private final ContextMixer bits = new ContextMixer.Builder()
            .input(1 << HASH_BITS, 250)
            .input(1 << HASH_BITS, 250)
            .input(1 << HASH_BITS, 250)
            .input(1 << 8, 1000)
            .weights(8, 0)
            .build();
    private final BitCoder coder;

    private PlaneCoder(BitCoder coder) {
        this.coder = coder;
    }

    /**
     * Encodes a plane.
     *
     * @param plane unsigned samples, row by row
     * @param width samples a row
     * @param bitDepth bits a sample, 1 to 16
     * @return coded bytes
     */
    public static byte[] encode(short[] plane, int width, int bitDepth) {
        BitEncoder encoder = new BitEncoder();
        new PlaneCoder(encoder).code(plane, width, bitDepth);
        return encoder.finish();
    }

    /**
     * Decodes a plane.
     *
     * @param bytes what {@link #encode} returned
     * @param width samples a row
     * @param height rows
     * @param bitDepth bits a sample, 1 to 16
     * @return the samples, row by row
     * @throws CorruptDataException if the bytes are not a coded plane of this size
     */
    public static short[] decode(byte[] bytes, int width, int height, int bitDepth) throws CorruptDataException {
        BitDecoder decoder = new BitDecoder(bytes);
        short[] plane = new short[width * height];
        new PlaneCoder(decoder).code(plane, width, bitDepth);
        decoder.finish();
        return plane;
    }

    private void code(short[] plane, int width, int bitDepth) {
        if (bitDepth > 8) {
            codeBytes(plane, width, 8);
        }
        codeBytes(plane, width, 0);
    }

    /** Codes the byte of each sample that begins at bit {@code shift}; higher bytes are known already. */
    private void codeBytes(short[] plane, int width, int shift) {
        for (int i = 0; i < plane.length; i++) {
            int column = i % width;
            boolean above = i >= width;
            int w = column > 0 ? plane[i - 1] >>> shift & 0xff : above ? plane[i - width] >>> shift & 0xff : 0;
            int n = above ? plane[i - width] >>> shift & 0xff : w;
            int nw = above && column > 0 ? plane[i - width - 1] >>> shift & 0xff : n;
            int ne = above && column < width - 1 ? plane[i - width + 1] >>> shift & 0xff : n;
            int high = shift == 0 ? plane[i] >>> 8 & 0xff : 0;
            int old = plane[i] >>> shift & 0xff;
            int value = codeByte(old, w, n, nw, ne, high);
            plane[i] = (short) (plane[i] & ~(0xff << shift) | value << shift);
        }
    }

    private int codeByte(int value, int w, int n, int nw, int ne, int high) {
        int predicted = Math.max(Math.min(w, n), Math.min(Math.max(w, n), w + n - nw));
        same.context(0, hash(w, n, nw, ne));
        same.context(1, hash(w, n, high, 0));
        same.context(2, (w >>> 5) << 9 | (n >>> 5) << 6 | (nw >>> 5) << 3 | ne >>> 5);
        same.weights(sign(w - n) * 9 + sign(n - nw) * 3 + sign(n - ne), 0);
        if (same.code(coder, value == predicted ? 1 : 0) == 1) {
            return predicted;
        }
        int node = 1;
        for (int bit = 7; bit >= 0; bit--) {
            bits.context(0, hash(node, w, n, 1));
            bits.context(1, hash(node, predicted, high, 2));
            bits.context(2, hash(node, w, nw, ne));
            bits.context(3, node);
            bits.weights(bit, 0);
            node = node << 1 | bits.code(coder, value >>> bit & 1);
        }
        return node & 0xff;
    }

    private static int sign(int difference) {
        return Integer.signum(difference) + 1;
    }

    private static int hash(int a, int b, int c, int d) {
        int h = ((a * 0x2F0B4C47 + b) * 0x9E3779B1 + c) * 0x85EBCA6B + d;
        h = (h ^ h >>> 15) * 0x2C1B3C6D;
        return h >>> 32 - HASH_BITS;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BucketMixer;

/**
 * Codes the indices of a tile by walks down the colour tree: each decision says on which side of a plane the colour is.
 * Contexts are the exact indices of neighbours and the sides on which their colours, and colours computed from them, are.
 * Where all near neighbours are equal a decision before the walk says whether the pixel is, too.
 */
final class IndexCoder {
    private static final int HASHED = 10;
    private static final int MAX_BUCKET_BITS = 18;
    private static final int MIN_BUCKET_BITS = 8;
    private static final int DEPTHS = 12;
    private static final int AGREEMENTS = 16;
    private static final int S = ColourTree.SIDES;
    private static final int LONGEST = 1;
    private static final int LONG = 8;
    private static final int NODE_SET = 1;
    private static final int GENERAL_INPUT = 4;
    private static final int BEFORE_THE_WALK = -1;

    private final BitCoder coder;
    private final ColourTree tree;
    private final int k;
    private final NearestColour nearest;
    private final BucketMixer mixer;
    private final int[] group;
    private final byte[] position;
    private final byte[] depth;
    private final int[] directSizes;
    private int groups;

    IndexCoder(BitCoder coder, ColourTree tree, int pixels, byte[] start) {
        this.coder = coder;
        this.tree = tree;
        k = tree.size();
        nearest = new NearestColour(tree);
        int nodes = k - 1;
        group = new int[nodes];
        position = new byte[nodes];
        depth = new byte[nodes];
        if (nodes > 0) {
            place(0, groups++, 1, 0);
        }
        int bits = Integer.SIZE + 1 - Integer.numberOfLeadingZeros(pixels);
        directSizes = new int[] {k * S * S, k * S * S, k * S * S, k * S * S, S * S * S * DEPTHS, k};
        int[] sets = {AGREEMENTS * DEPTHS, k, 9 * S + 1};
        mixer = new BucketMixer(
                HASHED,
                Math.max(MIN_BUCKET_BITS, Math.min(MAX_BUCKET_BITS, bits)),
                directSizes,
                sets,
                AGREEMENTS * DEPTHS);
        if (start.length > 0) {
            mixer.load(start, NODE_SET, GENERAL_INPUT);
        }
    }

    /** First byte of the weights in {@link #learned}, and the one after the last. */
    int[] weightRange() {
        return mixer.weightRange(NODE_SET);
    }

    /** What has been learned that may help with other pictures. */
    byte[] learned(int countCap) {
        return mixer.save(NODE_SET, GENERAL_INPUT, countCap);
    }

    /** Divides the tree into groups of up to four levels, each of which has a bucket for every context. */
    private void place(int node, int inGroup, int at, int level) {
        group[node] = inGroup;
        position[node] = (byte) at;
        depth[node] = (byte) Math.min(level, DEPTHS - 2);
        for (int side = 0; side < 2; side++) {
            int child = side == 0 ? tree.left[node] : tree.right[node];
            if (child >= 0 && at < 8) {
                place(child, inGroup, 2 * at + side, level + 1);
            } else if (child >= 0) {
                place(child, groups++, 1, level + 1);
            }
        }
    }

    /**
     * Codes a tile; a decoder ignores the indices it is given and puts in those that it has read. It stops early where its
     * bytes have turned out to be wrong.
     */
    void code(byte[] indices, int width, int height) {
        if (k == 1) {
            return;
        }
        IndexPlane plane = new IndexPlane(width, height);
        for (int row = 0, i = 0; row < height; row++) {
            int at = plane.startRow(row);
            if (coder instanceof BitDecoder decoder && decoder.broken()) {
                return;
            }
            for (int column = 0; column < width; column++, at++, i++) {
                int index = codeIndex(plane.indices, at, plane.stride, indices[i] & 0xff);
                plane.indices[at] = (byte) index;
                indices[i] = (byte) index;
            }
        }
    }

    private int codeIndex(byte[] x, int at, int stride, int index) {
        int w = x[at - 1] & 0xff;
        int n = x[at - stride] & 0xff;
        int nw = x[at - stride - 1] & 0xff;
        int ne = x[at - stride + 1] & 0xff;
        int ww = x[at - 2] & 0xff;
        int nn = x[at - 2 * stride] & 0xff;
        int nee = x[at - stride + 2] & 0xff;
        int nne = x[at - 2 * stride + 1] & 0xff;
        int nww = x[at - stride - 2] & 0xff;
        int nnw = x[at - 2 * stride - 1] & 0xff;
        int ahead = nearest.gradient(w, n, nw);
        int beside = nearest.gradient(n, ne, nne);
        int between = nearest.mean(w, ne);
        int near = hash(w, n, nw, ne);
        mixer.hash(0, hash(near, ww, nn, 0));
        mixer.hash(LONGEST, hash(hash(near, ww, nn, nne), nee, nww, nnw));
        mixer.hash(2, hash(w, n, ne, 2));
        mixer.hash(3, hash(w, nw, ww, nww << 8 | 3));
        mixer.hash(4, hash(n, ne, nee, 4));
        mixer.hash(5, hash(w, ww, 5, 5));
        mixer.hash(6, hash(n, nn, 6, 6));
        mixer.hash(7, hash(w, 7, 7, 7));
        mixer.hash(LONG, hash(n, 8, 8, 8));
        mixer.hash(9, hash(ahead, between, n, 9));
        int agreement = (w == n ? 1 : 0) | (n == nw ? 2 : 0) | (w == nw ? 4 : 0) | (n == ne ? 8 : 0);
        if (agreement == AGREEMENTS - 1 && w == ww && n == nn && codeFlat(w, index)) {
            return w;
        }
        int node = 0;
        while (node >= 0) {
            if (position[node] == 1) {
                mixer.group(group[node]);
            }
            mixer.position(position[node]);
            int row = node * k;
            byte[] side = tree.side;
            int sideW = side[row + w];
            int sideN = side[row + n];
            int sideNe = side[row + ne];
            int sideAhead = side[row + ahead];
            int cell = node * S * S;
            mixer.direct(0, cell + sideW * S + sideN);
            mixer.direct(1, cell + sideAhead * S + side[row + between]);
            mixer.direct(2, cell + sideN * S + sideNe);
            mixer.direct(3, cell + side[row + beside] * S + sideW);
            int coarse = ((sideW >> 1) * S / 2 + (sideN >> 1)) * S / 2 + (side[row + nw] >> 1);
            mixer.direct(GENERAL_INPUT, (coarse * S / 2 + (sideNe >> 1)) * DEPTHS + depth[node]);
            mixer.direct(5, node);
            mixer.weights(0, agreement * DEPTHS + depth[node]);
            mixer.weights(NODE_SET, node);
            mixer.weights(2, (trust(0) * 3 + trust(LONGEST)) * S + sideAhead);
            mixer.refinement(agreement * DEPTHS + depth[node]);
            int bit = mixer.code(coder, index >= tree.middle[node] ? 1 : 0);
            node = bit == 0 ? tree.left[node] : tree.right[node];
        }
        return ~node;
    }

    private int trust(int input) {
        int seen = mixer.seen(input);
        return seen == 0 ? 0 : seen < 4 ? 1 : 2;
    }

    /** Codes whether a pixel among equal neighbours equals them. */
    private boolean codeFlat(int w, int index) {
        mixer.group(BEFORE_THE_WALK);
        mixer.position(1);
        for (int i = 0; i < directSizes.length; i++) {
            mixer.direct(i, directSizes[i] - 1);
        }
        mixer.weights(0, AGREEMENTS * DEPTHS - 1);
        mixer.weights(NODE_SET, k - 1);
        mixer.weights(2, 9 * S);
        mixer.refinement(AGREEMENTS * DEPTHS - 1);
        return mixer.code(coder, index == w ? 1 : 0) == 1;
    }

    private static int hash(int a, int b, int c, int d) {
        int h = ((a * 0x2F0B4C47 + b) * 0x9E3779B1 + c) * 0x85EBCA6B + d;
        return (h ^ h >>> 15) * 0x2C1B3C6D;
    }
}

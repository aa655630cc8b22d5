// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BucketMixer;
import io.github.imageiolearned.entropy.CostMeter;
import java.util.Arrays;

/**
 * Codes the indices of a tile by walks down the colour tree: each decision says on which side of a plane the colour is.
 * Contexts are the exact indices of neighbours and the sides on which their colours, and colours computed from them, are.
 * Where all near neighbours are equal a decision before the walk says whether the pixel is, too.
 */
final class IndexCoder {
    private static final int HASHED = 6;
    private static final int MAX_BUCKET_BITS = 18;
    private static final int MIN_BUCKET_BITS = 8;
    private static final int DEPTHS = 12;
    private static final int AGREEMENTS = 16;
    private static final int S = ColourTree.SIDES;
    private static final int NODE_SET = 1;
    private static final int GENERAL = 3;
    private static final int NODE = 4;
    private static final int COMPUTED = 5;
    private static final int UNUSED = 6;
    private static final int REPEATED = 7;
    private static final int ORDERS = 2;
    private static final int TRUSTS = 4;
    private static final int WALK_LEVELS = 3;
    /** Inputs that mean the same in every tree. */
    private static final int[] KEPT = {GENERAL, COMPUTED, UNUSED, REPEATED, REPEATED + 1};

    private static final int MIN_REPEAT_BITS = 10;
    private static final int MAX_REPEAT_BITS = 18;
    private static final int BEFORE_THE_WALK = -1;
    private static final int SILENT = -1;

    private final BitCoder coder;
    private final ColourTree tree;
    private final int k;
    private final NearestColour nearest;
    private final BucketMixer mixer;
    private final int[] group;
    private final byte[] position;
    private final byte[] depth;
    private final int[] directSizes;
    private final Unused unused;
    private final Repeats[] repeats = new Repeats[ORDERS];
    private int w;
    private int n;
    private int nw;
    private int ne;
    private int ahead;
    private int beside;
    private int between;
    private int agreement;
    private boolean flat;
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
        unused = new Unused(tree, pixels);
        for (int i = 0; i < ORDERS; i++) {
            repeats[i] = new Repeats(Math.max(MIN_REPEAT_BITS, Math.min(MAX_REPEAT_BITS, bits)));
        }
        int[] own = {k * S * S, k * S * S, k * S * S, S * S * S * DEPTHS, k, S * S * S * 4, Unused.CONTEXTS};
        directSizes = Arrays.copyOf(own, own.length + ORDERS);
        Arrays.fill(directSizes, own.length, directSizes.length, 2 * Repeats.LEVELS * (WALK_LEVELS + 1));
        int[] sets = {TRUSTS * AGREEMENTS * DEPTHS, k, 9 * S + 1};
        mixer = new BucketMixer(
                HASHED,
                Math.max(MIN_BUCKET_BITS, Math.min(MAX_BUCKET_BITS, bits)),
                directSizes,
                sets,
                AGREEMENTS * DEPTHS);
        if (start.length > 0) {
            mixer.load(start, NODE_SET, KEPT);
        }
    }

    /** First byte of the weights in {@link #learned}, and the one after the last. */
    int[] weightRange() {
        return mixer.weightRange(NODE_SET);
    }

    /** What has been learned that may help with other pictures. */
    byte[] learned(int countCap) {
        return mixer.save(NODE_SET, KEPT, countCap);
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
                look(plane.indices, at, plane.stride);
                int index = codeIndex(indices[i] & 0xff);
                plane.indices[at] = (byte) index;
                indices[i] = (byte) index;
            }
        }
    }

    /** Codes the pixel that is looked at, and learns. */
    private int codeIndex(int given) {
        int index = flat && codeFlat(given) ? w : walk(given);
        unused.use(index);
        for (Repeats repeat : repeats) {
            repeat.learn(index);
        }
        return index;
    }

    private int walk(int index) {
        int node = 0;
        while (node >= 0) {
            visit(node);
            int bit = mixer.code(coder, index >= tree.middle[node] ? 1 : 0);
            node = bit == 0 ? tree.left[node] : tree.right[node];
        }
        return ~node;
    }

    /** Takes the neighbours of a pixel. */
    private void look(byte[] x, int at, int stride) {
        w = x[at - 1] & 0xff;
        n = x[at - stride] & 0xff;
        nw = x[at - stride - 1] & 0xff;
        ne = x[at - stride + 1] & 0xff;
        int ww = x[at - 2] & 0xff;
        int nn = x[at - 2 * stride] & 0xff;
        int nne = x[at - 2 * stride + 1] & 0xff;
        ahead = nearest.gradient(w, n, nw);
        beside = nearest.gradient(n, ne, nne);
        between = nearest.mean(w, ne);
        mixer.hash(0, hash(hash(w, n, nw, ne), ww, nn, 0));
        mixer.hash(1, hash(w, n, ne, 1));
        mixer.hash(2, hash(w, ww, 2, 2));
        mixer.hash(3, hash(n, nn, 3, 3));
        mixer.hash(4, hash(w, 4, 4, 4));
        mixer.hash(5, hash(n, 5, 5, 5));
        lookFar(x, at, stride);
        agreement = (w == n ? 1 : 0) | (n == nw ? 2 : 0) | (w == nw ? 4 : 0) | (n == ne ? 8 : 0);
        flat = agreement == AGREEMENTS - 1 && w == ww && n == nn;
    }

    /** Looks for the pixels around, 12 and 32 of them, among those that came before. */
    private void lookFar(byte[] x, int at, int stride) {
        int above = at - stride;
        int second = above - stride;
        int third = second - stride;
        int h = four(0, x, at - 1, at - 2, above, above - 1);
        h = four(h, x, above + 1, second, second + 1, at - 3);
        h = four(h, x, above - 2, above + 2, second - 1, second + 2);
        repeats[0].look(h);
        h = four(h, x, at - 4, above + 3, above - 3, second - 2);
        h = four(h, x, third, third - 1, third + 1, third + 2);
        h = four(h, x, at - 5, above + 4, second + 3, above + 5);
        h = four(h, x, at - 6, above - 4, second - 3, third - 2);
        h = four(h, x, third + 3, second + 4, third + 4, above + 6);
        repeats[1].look(h);
    }

    private static int four(int hash, byte[] x, int a, int b, int c, int d) {
        int pixels = (x[a] & 0xff) << 24 | (x[b] & 0xff) << 16 | (x[c] & 0xff) << 8 | x[d] & 0xff;
        int h = ((hash ^ hash >>> 15) * 0x2C1B3C6D + pixels) * 0x9E3779B1;
        return h ^ h >>> 15;
    }

    /** Selects the contexts of a decision of the walk. */
    private void visit(int node) {
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
        mixer.direct(0, cell + sideAhead * S + side[row + between]);
        mixer.direct(1, cell + sideN * S + sideNe);
        mixer.direct(2, cell + side[row + beside] * S + sideW);
        int coarse = ((sideW >> 1) * S / 2 + (sideN >> 1)) * S / 2 + (side[row + nw] >> 1);
        mixer.direct(GENERAL, (coarse * S / 2 + (sideNe >> 1)) * DEPTHS + depth[node]);
        mixer.direct(NODE, node);
        int computed = (sideAhead * S + side[row + beside]) * S + side[row + between];
        mixer.direct(COMPUTED, computed * 4 + Math.min(3, depth[node] >> 1));
        int first = tree.middle[node] - leftLeaves(node);
        select(UNUSED, unused.context(node));
        int trust = 0;
        for (int i = 0; i < ORDERS; i++) {
            int expected = repeats[i].index();
            boolean below = expected >= first && expected < first + tree.leaves[node];
            int context = (Math.min(WALK_LEVELS - 1, depth[node]) * Repeats.LEVELS + repeats[i].level()) * 2;
            select(REPEATED + i, below ? context + (expected >= tree.middle[node] ? 1 : 0) : SILENT);
            trust = below ? trust(repeats[i]) : trust;
        }
        mixer.weights(0, (trust * AGREEMENTS + agreement) * DEPTHS + depth[node]);
        mixer.weights(NODE_SET, node);
        mixer.weights(2, (trust(0) * 3 + trust(1)) * S + sideAhead);
        mixer.refinement(agreement * DEPTHS + depth[node]);
    }

    private void select(int input, int context) {
        if (context == SILENT) {
            mixer.silence(input);
        } else {
            mixer.direct(input, context);
        }
    }

    private static int trust(Repeats repeat) {
        return 1 + Math.min(TRUSTS - 2, repeat.level() >> 1);
    }

    private int leftLeaves(int node) {
        int child = tree.left[node];
        return child < 0 ? 1 : tree.leaves[child];
    }

    private int trust(int input) {
        int seen = mixer.seen(input);
        return seen == 0 ? 0 : seen < 4 ? 1 : 2;
    }

    /** Codes whether a pixel among equal neighbours equals them. */
    private boolean codeFlat(int index) {
        visitFlat();
        return mixer.code(coder, index == w ? 1 : 0) == 1;
    }

    private void visitFlat() {
        mixer.group(BEFORE_THE_WALK);
        mixer.position(1);
        for (int i = 0; i < UNUSED; i++) {
            mixer.direct(i, directSizes[i] - 1);
        }
        mixer.silence(UNUSED);
        int trust = 0;
        for (int i = 0; i < ORDERS; i++) {
            int expected = repeats[i].index();
            int context = (WALK_LEVELS * Repeats.LEVELS + repeats[i].level()) * 2;
            select(REPEATED + i, expected < 0 ? SILENT : context + (expected == w ? 1 : 0));
            trust = expected < 0 ? trust : trust(repeats[i]);
        }
        mixer.weights(0, (trust + 1) * AGREEMENTS * DEPTHS - 1);
        mixer.weights(NODE_SET, k - 1);
        mixer.weights(2, 9 * S);
        mixer.refinement(AGREEMENTS * DEPTHS - 1);
    }

    /** Chooses the index of a pixel by what it would cost. */
    @FunctionalInterface
    interface Choice {
        /**
         * Chooses; {@link #cost} and {@link #candidates} tell of the pixel.
         *
         * @param pixel its number
         * @return an index
         */
        int index(int pixel);
    }

    /** Codes a tile whose indices are chosen pixel by pixel, and returns them. */
    byte[] choose(int width, int height, Choice choice) {
        byte[] indices = new byte[width * height];
        IndexPlane plane = new IndexPlane(width, height);
        for (int row = 0, i = 0; row < height; row++) {
            int at = plane.startRow(row);
            for (int column = 0; column < width; column++, at++, i++) {
                look(plane.indices, at, plane.stride);
                int index = choice.index(i);
                codeIndex(index);
                plane.indices[at] = (byte) index;
                indices[i] = (byte) index;
            }
        }
        return indices;
    }

    /** Indices that are likely, as the neighbours of the pixel tell: W, N, NW, NE, and two that are computed. */
    int[] candidates(int[] into) {
        into[0] = w;
        into[1] = n;
        into[2] = nw;
        into[3] = ne;
        into[4] = ahead;
        into[5] = between;
        return into;
    }

    /** What an index would cost at the pixel that is looked at, in 1/256 bit. */
    int cost(int index) {
        int cost = 0;
        if (flat) {
            visitFlat();
            cost = CostMeter.cost(index == w ? 1 : 0, mixer.probability());
            if (index == w) {
                return cost;
            }
        }
        int node = 0;
        while (node >= 0) {
            visit(node);
            int bit = index >= tree.middle[node] ? 1 : 0;
            cost += CostMeter.cost(bit, mixer.probability());
            node = bit == 0 ? tree.left[node] : tree.right[node];
        }
        return cost;
    }

    private static int hash(int a, int b, int c, int d) {
        int h = ((a * 0x2F0B4C47 + b) * 0x9E3779B1 + c) * 0x85EBCA6B + d;
        return (h ^ h >>> 15) * 0x2C1B3C6D;
    }
}

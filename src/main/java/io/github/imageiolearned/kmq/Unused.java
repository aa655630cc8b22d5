// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

/**
 * Which colours of a palette have not come yet. As a rule each comes somewhere, so that in a small picture of many colours
 * the ones that are left grow ever more likely.
 */
final class Unused {
    private static final int DENSITIES = 16;
    private static final int SHARES = 12;
    private static final int FULLNESSES = 3;
    private static final int NOWHERE = -1;

    /** Values of {@link #context}. */
    static final int CONTEXTS = DENSITIES * FULLNESSES * (SHARES + 1);

    private final ColourTree tree;
    /** For each inner node and, behind them, each leaf: how many leaves below it are unused. */
    private final int[] below;

    private final int[] parent;
    private int pixels;

    /**
     * Starts with all of them unused.
     *
     * @param tree the palette
     * @param pixels number of pixels that will come
     */
    Unused(ColourTree tree, int pixels) {
        this.tree = tree;
        this.pixels = pixels;
        int inner = tree.left.length;
        below = new int[inner + tree.size()];
        parent = new int[below.length];
        parent[0] = NOWHERE;
        for (int node = 0; node < inner; node++) {
            parent[place(tree.left[node])] = node;
            parent[place(tree.right[node])] = node;
        }
        for (int leaf = inner; leaf < below.length; leaf++) {
            for (int node = leaf; node != NOWHERE; node = parent[node]) {
                below[node]++;
            }
        }
    }

    private int place(int child) {
        return child >= 0 ? child : tree.left.length + ~child;
    }

    /** Takes the index of a pixel. */
    void use(int index) {
        pixels--;
        int leaf = tree.left.length + index;
        if (below[leaf] > 0) {
            for (int node = leaf; node != NOWHERE; node = parent[node]) {
                below[node]--;
            }
        }
    }

    /** A context for the decision at a node; -1 where few colours are left for the pixels that come. */
    int context(int node) {
        int density = DENSITIES * below[0] / Math.max(1, pixels);
        if (density == 0) {
            return -1;
        }
        int left = below[place(tree.left[node])];
        int right = below[place(tree.right[node])];
        if (left + right == 0) {
            return -1;
        }
        int all = tree.leaves[node];
        int fullness = left + right == all ? 2 : 2 * (left + right) >= all ? 1 : 0;
        int share = SHARES * right / (left + right);
        return (Math.min(DENSITIES, density) - 1) * FULLNESSES * (SHARES + 1) + fullness * (SHARES + 1) + share;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/**
 * A palette as the leaves of a binary tree, similar colours close together. Each inner node parts its colours by a plane
 * across their principal axis, where that takes away most of the squared error. Leaves are numbered from left to right:
 * these numbers are the indices of the picture. Inner nodes are numbered in the order of a walk that visits a node
 * before its left and then its right child. Only integers are used, and only the set of colours counts, so that the
 * decoder builds the same tree.
 */
final class ColourTree {
    private static final int D = ColourPoints.DIMENSIONS;
    private static final int ROUNDS = 8;
    private static final int AXIS_BITS = 12;

    /** Steps of {@link #side} from one end to the other. */
    static final int SIDES = 16;

    private final boolean grey;
    private final int[] colours;
    private final short[] coordinates;
    /** First leaf of the right child of each inner node. */
    final int[] middle;
    /** Left and right child of each inner node: an inner node, or the complement of a leaf. */
    final int[] left;

    final int[] right;
    /** Number of leaves below each inner node. */
    final int[] leaves;
    /** For inner node i and leaf j at i * size + j: on which side of the node's plane the leaf is, and how far. */
    final byte[] side;

    private int nodes;

    private ColourTree(int[] colours, boolean grey) {
        this.colours = colours;
        this.grey = grey;
        int k = colours.length;
        coordinates = new short[D * k];
        middle = new int[Math.max(0, k - 1)];
        left = new int[middle.length];
        right = new int[middle.length];
        leaves = new int[middle.length];
        side = new byte[middle.length * k];
    }

    /** Builds the tree of distinct colours, straight ARGB, in whatever order. */
    static ColourTree of(int[] palette, boolean grey) {
        ColourTree tree = new ColourTree(sorted(palette), grey);
        int k = palette.length;
        long[][] planes = new long[tree.middle.length][];
        tree.build(0, k, planes);
        for (int c = 0; c < k; c++) {
            ColourPoints.put(tree.colours[c], grey, tree.coordinates, D * c);
        }
        for (int node = 0; node < planes.length; node++) {
            for (int c = 0; c < k; c++) {
                tree.side[node * k + c] = side(planes[node], tree.coordinates, D * c);
            }
        }
        return tree;
    }

    private static int[] sorted(int[] palette) {
        int[] sorted = palette.clone();
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] ^= Integer.MIN_VALUE;
        }
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] ^= Integer.MIN_VALUE;
        }
        return sorted;
    }

    /** Number of colours. */
    int size() {
        return colours.length;
    }

    /** Straight ARGB of a leaf. */
    int colour(int index) {
        return colours[index];
    }

    /** A copy of all colours, in the order of the leaves. */
    int[] colours() {
        return colours.clone();
    }

    boolean grey() {
        return grey;
    }

    /** Premultiplied coordinates of the leaves, as {@link ColourPoints} has them. */
    short[] coordinates() {
        return coordinates;
    }

    /** Builds the subtree of colours from to to - 1 and returns its node, or the complement of its leaf. */
    private int build(int from, int to, long[][] planes) {
        if (to - from == 1) {
            return ~from;
        }
        int node = nodes++;
        int n = to - from;
        leaves[node] = n;
        short[] x = new short[D * n];
        for (int i = 0; i < n; i++) {
            ColourPoints.put(colours[from + i], grey, x, D * i);
        }
        long[] sum = new long[D];
        for (int i = 0; i < x.length; i++) {
            sum[i % D] += x[i];
        }
        long[] axis = principalAxis(x, n, sum);
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = along(axis, x, D * i) << 8 | i;
        }
        Arrays.sort(keys);
        int cut = cut(keys);
        long threshold = threshold(keys, 0, cut) + threshold(keys, cut, n) >> 1;
        long distance = Math.max(1, threshold(keys, cut, n) - threshold(keys, 0, cut));
        planes[node] = new long[] {axis[0], axis[1], axis[2], axis[3], threshold, distance};
        int[] ordered = new int[n];
        for (int i = 0; i < n; i++) {
            ordered[i] = colours[from + (int) (keys[i] & 0xff)];
        }
        System.arraycopy(ordered, 0, colours, from, n);
        middle[node] = from + cut;
        left[node] = build(from, from + cut, planes);
        right[node] = build(from + cut, to, planes);
        return node;
    }

    private static long threshold(long[] keys, int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += keys[i] >> 8;
        }
        return Math.floorDiv(sum, to - from);
    }

    private static long along(long[] axis, short[] x, int at) {
        long along = 0;
        for (int d = 0; d < D; d++) {
            along += axis[d] * x[at + d];
        }
        return along;
    }

    /** Where the sorted projections fall apart with the largest squared distance between the means, weighted. */
    private static int cut(long[] keys) {
        int n = keys.length;
        long base = keys[0] >> 8;
        long total = 0;
        for (long key : keys) {
            total += (key >> 8) - base >> 6;
        }
        long sum = 0;
        long most = -1;
        int cut = 1;
        for (int i = 1; i < n; i++) {
            sum += (keys[i - 1] >> 8) - base >> 6;
            long gain = sum * sum / i + (total - sum) * (total - sum) / (n - i);
            if (gain > most) {
                most = gain;
                cut = i;
            }
        }
        return cut;
    }

    private static long[] principalAxis(short[] x, int n, long[] sum) {
        long[][] covariance = new long[D][D];
        for (int a = 0; a < D; a++) {
            for (int b = 0; b < D; b++) {
                long products = 0;
                for (int i = 0; i < n; i++) {
                    products += (long) x[D * i + a] * x[D * i + b];
                }
                covariance[a][b] = (products * n - sum[a] * sum[b]) / n;
            }
        }
        int widest = 0;
        for (int a = 1; a < D; a++) {
            widest = covariance[a][a] > covariance[widest][widest] ? a : widest;
        }
        long[] axis = scaled(covariance[widest].clone());
        for (int round = 0; round < ROUNDS; round++) {
            long[] next = new long[D];
            for (int a = 0; a < D; a++) {
                for (int b = 0; b < D; b++) {
                    next[a] += covariance[a][b] * axis[b];
                }
            }
            axis = scaled(next);
        }
        return axis;
    }

    /** Divides by a power of two so that the largest magnitude has {@value #AXIS_BITS} bits. */
    private static long[] scaled(long[] vector) {
        long most = 0;
        for (long value : vector) {
            most |= Math.abs(value);
        }
        int shift = Long.SIZE - Long.numberOfLeadingZeros(most) - AXIS_BITS;
        for (int d = 0; d < vector.length; d++) {
            vector[d] = shift >= 0 ? vector[d] >> shift : vector[d] << -shift;
        }
        return vector;
    }

    /** 0 to SIDES - 1: the signed distance from the plane in sixths of the distance of the two halves' means. */
    private static byte side(long[] plane, short[] coordinates, int at) {
        long offset = along(plane, coordinates, at) - plane[4];
        long sixths = Math.floorDiv(offset * 6, plane[5]) + SIDES / 2;
        return (byte) Math.max(0, Math.min(SIDES - 1, sixths));
    }
}

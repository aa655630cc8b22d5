// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import java.util.Arrays;

/** For each colour of a palette all colours in the order of their distance from it: itself first, ties by index. */
final class Ranking {
    private static final int D = ColourPoints.DIMENSIONS;

    private final int size;
    private final byte[] order;
    private final byte[] rank;
    private final byte[] distance;

    Ranking(ColourTree tree) {
        size = tree.size();
        order = new byte[size * size];
        rank = new byte[size * size];
        distance = new byte[size * size];
        short[] x = tree.coordinates();
        long[] keys = new long[size];
        for (int from = 0; from < size; from++) {
            for (int to = 0; to < size; to++) {
                int square = ColourPoints.distance(x, D * from, x, D * to);
                keys[to] = from == to ? -1L << 8 | to : (long) square << 8 | to;
                distance[from * size + to] = (byte) distanceClass(square / (ColourPoints.SCALE * ColourPoints.SCALE));
            }
            Arrays.sort(keys);
            for (int place = 0; place < size; place++) {
                int to = (int) (keys[place] & 0xff);
                order[from * size + place] = (byte) to;
                rank[from * size + to] = (byte) place;
            }
        }
    }

    private static int distanceClass(int square) {
        return square < 150 ? 0 : square < 600 ? 1 : square < 3000 ? 2 : 3;
    }

    int rank(int from, int to) {
        return rank[from * size + to] & 0xff;
    }

    int index(int from, int place) {
        return order[from * size + place] & 0xff;
    }

    /** 0 (near) to 3 (far). */
    int distanceClass(int a, int b) {
        return distance[a * size + b];
    }
}

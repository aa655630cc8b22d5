// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Smooths the steps at the edges of blocks, where the picture is smooth on both sides: the decisions and corrections of
 * the deblocking filter of HEVC (Norkin and others 2012), in 1/16 of a sample value.
 */
final class Deblocking {
    /** Strengths are 0 (none) to this. */
    static final int STRONGEST = 15;

    private Deblocking() {}

    /**
     * Filters a band of a tile, first across vertical, then across horizontal edges.
     *
     * @param tile sizes of its blocks
     * @param plane pixels of the band, changed
     * @param strengths for each cell 0 to {@value #STRONGEST}; the stronger one holds at an edge
     * @param step quantiser step, in 1/16
     */
    static void filter(TileState tile, int[] plane, byte[] strengths, int step) {
        int flat = step * 2;
        for (int row = 0; row < tile.cellRows; row++) {
            for (int column = 1; column < tile.cellColumns; column++) {
                int cell = row * tile.cellStride + column;
                int strength = Math.max(strengths[cell - 1], strengths[cell]);
                if (strength > 0 && (column & (1 << tile.sizeOf[cell]) - 1) == 0) {
                    edge(plane, (row * tile.stride + column) * 8, tile.stride, 1, limit(strength, step), flat);
                }
            }
        }
        for (int row = 1; row < tile.cellRows; row++) {
            for (int column = 0; column < tile.cellColumns; column++) {
                int cell = row * tile.cellStride + column;
                int strength = Math.max(strengths[cell - tile.cellStride], strengths[cell]);
                if (strength > 0 && (row & (1 << tile.sizeOf[cell]) - 1) == 0) {
                    edge(plane, (row * tile.stride + column) * 8, 1, tile.stride, limit(strength, step), flat);
                }
            }
        }
    }

    private static int limit(int strength, int step) {
        return Math.max(1, step * strength >> 5);
    }

    /** Filters eight lines across an edge; {@code along} leads from line to line, {@code across} over the edge. */
    private static void edge(int[] plane, int from, int along, int across, int limit, int flat) {
        for (int i = 0, q = from; i < 8; i++, q += along) {
            int p0 = plane[q - across];
            int p1 = plane[q - 2 * across];
            int p2 = plane[q - 3 * across];
            int q0 = plane[q];
            int q1 = plane[q + across];
            int q2 = plane[q + 2 * across];
            int bend = Math.abs(p2 - 2 * p1 + p0) + Math.abs(q2 - 2 * q1 + q0);
            if (bend >= flat) {
                continue;
            }
            int delta = 9 * (q0 - p0) - 3 * (q1 - p1) + 8 >> 4;
            if (Math.abs(delta) >= 10 * limit) {
                continue;
            }
            delta = clip(delta, limit);
            plane[q - across] = p0 + delta;
            plane[q] = q0 - delta;
            plane[q - 2 * across] = p1 + clip((p2 + p0 + 1 >> 1) - p1 + delta >> 1, limit >> 1);
            plane[q + across] = q1 + clip((q2 + q0 + 1 >> 1) - q1 - delta >> 1, limit >> 1);
        }
    }

    private static int clip(int value, int limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}

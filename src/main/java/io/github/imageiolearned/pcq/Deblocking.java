// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Smooths the steps at the edges of blocks, where the picture is smooth on both sides: the decisions and corrections of
 * the deblocking filter of HEVC (Norkin and others 2012), in 1/16 of a sample value; between large blocks also over eight
 * pixels on each side, in the manner of VVC's long filters.
 */
final class Deblocking {
    /** Strengths are 0 (none) to this. */
    static final int STRONGEST = 15;

    /** Size of blocks on both sides from which an edge is filtered widely: 32 pixels. */
    private static final int WIDE = 2;

    /** Pixels on each side that the wide filter changes. */
    private static final int REACH = 8;

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
        for (int row = 0; row < tile.cellRows; row++) {
            for (int column = 1; column < tile.cellColumns; column++) {
                int cell = row * tile.cellStride + column;
                int strength = Math.max(strengths[cell - 1], strengths[cell]);
                if (strength > 0 && (column & (1 << tile.sizeOf[cell]) - 1) == 0) {
                    boolean wide = Math.min(tile.sizeOf[cell - 1], tile.sizeOf[cell]) >= WIDE;
                    edge(plane, (row * tile.stride + column) * 8, tile.stride, 1, step, strength, wide);
                }
            }
        }
        for (int row = 1; row < tile.cellRows; row++) {
            for (int column = 0; column < tile.cellColumns; column++) {
                int cell = row * tile.cellStride + column;
                int above = cell - tile.cellStride;
                int strength = Math.max(strengths[above], strengths[cell]);
                if (strength > 0 && (row & (1 << tile.sizeOf[cell]) - 1) == 0) {
                    boolean wide = Math.min(tile.sizeOf[above], tile.sizeOf[cell]) >= WIDE;
                    edge(plane, (row * tile.stride + column) * 8, 1, tile.stride, step, strength, wide);
                }
            }
        }
    }

    /** Filters eight lines across an edge; {@code along} leads from line to line, {@code across} over the edge. */
    private static void edge(int[] plane, int from, int along, int across, int step, int strength, boolean wide) {
        int limit = Math.max(1, step * strength >> 5);
        for (int i = 0, q = from; i < 8; i++, q += along) {
            if (!wide || !ramp(plane, q, across, step, limit)) {
                line(plane, q, across, step, limit);
            }
        }
    }

    /**
     * Spreads a step between two large, smooth blocks over eight pixels on both sides. Such steps are faint, but eyes see
     * them in skies, and two pixels on each side are too few to hide them.
     *
     * @return false if the line is not smooth on both sides, or the step is too high
     */
    private static boolean ramp(int[] plane, int q, int across, int step, int limit) {
        int p0 = plane[q - across];
        int p7 = plane[q - 8 * across];
        int q0 = plane[q];
        int q7 = plane[q + 7 * across];
        int bend = Math.abs(p0 + p7 - plane[q - 4 * across] - plane[q - 5 * across])
                + Math.abs(q0 + q7 - plane[q + 3 * across] - plane[q + 4 * across]);
        int high = q0 - p0 - (p0 - p7 + q7 - q0) / 14;
        if (2 * bend >= step || Math.abs(high) > 2 * limit) {
            return false;
        }
        for (int i = 0; i < REACH; i++) {
            int part = high * (15 - 2 * i) + 16 >> 5;
            plane[q - (i + 1) * across] += part;
            plane[q + i * across] -= part;
        }
        return true;
    }

    private static void line(int[] plane, int q, int across, int step, int limit) {
        int p0 = plane[q - across];
        int p1 = plane[q - 2 * across];
        int p2 = plane[q - 3 * across];
        int q0 = plane[q];
        int q1 = plane[q + across];
        int q2 = plane[q + 2 * across];
        int bend = Math.abs(p2 - 2 * p1 + p0) + Math.abs(q2 - 2 * q1 + q0);
        if (bend >= 2 * step) {
            return;
        }
        int delta = 9 * (q0 - p0) - 3 * (q1 - p1) + 8 >> 4;
        if (Math.abs(delta) >= 10 * limit) {
            return;
        }
        delta = clip(delta, limit);
        plane[q - across] = p0 + delta;
        plane[q] = q0 - delta;
        plane[q - 2 * across] = p1 + clip((p2 + p0 + 1 >> 1) - p1 + delta >> 1, limit >> 1);
        plane[q + across] = q1 + clip((q2 + q0 + 1 >> 1) - q1 - delta >> 1, limit >> 1);
    }

    private static int clip(int value, int limit) {
        return Math.max(-limit, Math.min(limit, value));
    }
}

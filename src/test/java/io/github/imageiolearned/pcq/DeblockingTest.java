// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeblockingTest {
    private static final int STEP = 1600;
    private static final int STRENGTH = 6;

    /** Two flat blocks side by side. */
    private static TileState blocks(int size, int step) {
        int side = 8 << size;
        TileState tile = new TileState(2 * side, side, new int[1]);
        for (int i = 0; i < tile.planes[0].length; i++) {
            tile.planes[0][i] = i % tile.stride < side ? 2000 : 2000 + step;
        }
        Arrays.fill(tile.sizeOf, (byte) size);
        return tile;
    }

    private static int[] row(TileState tile) {
        byte[] strengths = new byte[tile.sizeOf.length];
        Arrays.fill(strengths, (byte) STRENGTH);
        Deblocking.filter(tile, tile.planes[0], strengths, STEP);
        int side = 8 << tile.sizeOf[0];
        return Arrays.copyOfRange(tile.planes[0], 5 * tile.stride, 5 * tile.stride + 2 * side);
    }

    private static int steepest(int[] row) {
        int most = 0;
        for (int i = 1; i < row.length; i++) {
            most = Math.max(most, Math.abs(row[i] - row[i - 1]));
        }
        return most;
    }

    @Test
    void aFaintStepBetweenLargeBlocksBecomesASlopeOfSixteenPixels() {
        int[] row = row(blocks(2, 64));
        assertEquals(4, steepest(row));
        assertEquals(2000, row[23]);
        assertTrue(row[24] > 2000 && row[39] < 2064);
        assertEquals(2064, row[40]);
    }

    @Test
    void aStepBetweenSmallBlocksIsSmoothedNearTheEdgeAlone() {
        int[] row = row(blocks(1, 64));
        assertTrue(steepest(row) < 64);
        assertEquals(2000, row[13]);
        assertEquals(2064, row[18]);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anEdgeOfThePictureStays(int size) {
        TileState tile = blocks(size, 9600);
        int[] before = Arrays.copyOfRange(tile.planes[0], 5 * tile.stride, 5 * tile.stride + (16 << size));
        assertArrayEquals(before, row(tile));
    }
}

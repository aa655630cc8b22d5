// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pixels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TileGridTest {
    @ParameterizedTest
    @CsvSource({"1,1,1,1", "1535,1024,1,1", "1536,95,2,1", "2048,2559,2,2", "2048,2560,2,3"})
    void remaindersUnderHalfASideGoToTheLastTile(int width, int height, int columns, int rows) {
        TileGrid grid = new TileGrid(width, height, 1024);
        assertEquals(columns, grid.columns());
        assertEquals(rows, grid.rows());
    }

    @Test
    void tilesCoverThePictureOnce() {
        TileGrid grid = new TileGrid(333, 210, 64);
        int[] covered = new int[333 * 210];
        for (int t = 0; t < grid.size(); t++) {
            Region tile = grid.tile(t);
            assertTrue(tile.width() < 96 && tile.height() < 96);
            for (int y = tile.y(); y < tile.bottom(); y++) {
                for (int x = tile.x(); x < tile.right(); x++) {
                    covered[y * 333 + x]++;
                }
            }
        }
        for (int count : covered) {
            assertEquals(1, count);
        }
    }

    @Test
    void tilesInARegionAreThoseThatIntersectIt() {
        TileGrid grid = new TileGrid(333, 210, 64);
        Region[] regions = {
            new Region(0, 0, 1, 1), new Region(332, 209, 1, 1), new Region(63, 63, 2, 2), new Region(64, 0, 64, 210)
        };
        for (Region region : regions) {
            for (int t = 0; t < grid.size(); t++) {
                assertEquals(
                        grid.tile(t).intersects(region), grid.tilesIn(region).contains(t), region + " " + t);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.pixels.Region;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsTest {
    @ParameterizedTest
    @CsvSource({"1,1", "97,95", "250,188", "3,900", "5000,2", "1,70000", "400,400"})
    void windowsCoverAllOnceAndNeverTakeMoreThanTheirShareOfMemory(int width, int height) {
        for (int threads : new int[] {1, 2, 3, 8, 64}) {
            for (int margin : new int[] {0, 4, 32}) {
                Region cells = new Region(7, 9, width, height);
                List<Region> windows = Windows.cut(cells, margin, threads);
                long covered = 0;
                Set<Region> different = new HashSet<>(windows);
                assertEquals(windows.size(), different.size());
                for (Region window : windows) {
                    covered += (long) window.width() * window.height();
                    assertEquals(window, window.intersection(cells));
                    Region around =
                            window.grow(margin, 7 + width + 40, 9 + height + 40).intersection(cells);
                    assertTrue((long) around.width() * around.height() <= 96 * 96);
                    if (threads >= 4) {
                        assertTrue((long) around.width() * around.height() <= 72 * 72);
                    }
                }
                assertEquals((long) width * height, covered);
            }
        }
    }

    @Test
    void allProcessorsHaveSomethingToDo() {
        Region photo = new Region(0, 0, 250, 188);
        assertEquals(0, Windows.cut(photo, 4, 2).size() % 2);
        assertTrue(Windows.cut(photo, 4, 8).size() >= 12);
        assertEquals(1, Windows.cut(new Region(0, 0, 60, 40), 4, 8).size());
    }

    @Test
    void tilesAreDecodedOnceAndComeBeforeTheirWindows() throws Exception {
        int[] decoded = new int[4];
        TileLatents tiles = new TileLatents(4, List.of(List.of(0, 1), List.of(1), List.of(1, 3)), tile -> {
            decoded[tile]++;
            return new Latents(1, 1, 1);
        });
        assertEquals(List.of(0, 1, ~0, 3, ~1, ~2), tiles.order(1));
        assertEquals(List.of(0, 1, 3, ~0, ~1, ~2), tiles.order(2));
        List<List<Integer>> needs = List.of(List.of(0), List.of(1), List.of(2), List.of(3), List.of(4));
        TileLatents rounds = new TileLatents(5, needs, tile -> new Latents(1, 1, 1));
        assertEquals(List.of(0, 1, 2, 3, ~0, ~1, 4, ~2, ~3, ~4), rounds.order(2));
        for (int window = 0; window < 3; window++) {
            tiles.get(1);
            tiles.release(window);
        }
        assertEquals(1, decoded[1]);
        assertEquals(0, decoded[2]);
    }

    @Test
    void cellsReachAsFarAsPictures() {
        int width = Integer.MAX_VALUE;
        assertEquals(new Region((width - 10) / 16, 0, 1, 1), Windows.cells(new Region(width - 10, 0, 10, 1)));
        assertEquals(1, NnzModel.cells(16));
        assertEquals(2, NnzModel.cells(17));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SlopesTest {
    @Test
    void theNearestMultipleIsFound() {
        for (int slope = 0; slope < Slopes.COUNT; slope++) {
            assertEquals(slope, Slopes.nearest(Slopes.value(slope) / 16f));
        }
        assertEquals(0, Slopes.nearest(0.05f));
        assertEquals(Slopes.COUNT - 1, Slopes.nearest(-9));
    }

    /** Red and yellow texture on black: what is in the first band is in the others too. */
    @Test
    void bandsFollowTheFirstWhereColourDoes() throws IOException {
        Samples grey = Scenes.rough(96, 64, 1);
        Samples scene = new Samples(96, 64, 3, 8);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 96; x++) {
                scene.set(x, y, 0, grey.get(x, y, 0));
                scene.set(x, y, 1, x < 48 ? 20 : grey.get(x, y, 0));
                scene.set(x, y, 2, 20);
            }
        }
        for (PcqOptions.Effort effort : PcqOptions.Effort.values()) {
            BlockSettings settings =
                    BlockEncoder.settings(PcqOptions.ofQuality(0.4).withEffort(effort), 0.4);
            TileState tile = new TileState(96, 64, Rotation.neutral(3, true));
            byte[] coded = BlockEncoder.planes(
                    tile, Rotation.forward(scene, true, tile.stride, tile.rows), settings, Progress.NONE);
            TileState decoded = new TileState(96, 64, Rotation.neutral(3, true));
            BlockDecoder.unfiltered(coded, decoded, settings, Progress.NONE);
            int following = 0;
            for (int cell = 0; cell < tile.sizeOf.length; cell++) {
                following += decoded.slopeOf[1][cell] > 0 ? 1 : 0;
            }
            assertTrue(following > tile.sizeOf.length / 2, following + " of " + tile.sizeOf.length);
            for (int band = 0; band < 3; band++) {
                assertArrayEquals(tile.planes[band], decoded.planes[band]);
                assertArrayEquals(tile.slopeOf[band], decoded.slopeOf[band]);
            }
            Samples whole = Rotation.inverse(decoded.planes, decoded.stride, new Region(0, 0, 96, 64), true);
            assertTrue(Scenes.psnr(scene, whole) > 30);
        }
    }
}

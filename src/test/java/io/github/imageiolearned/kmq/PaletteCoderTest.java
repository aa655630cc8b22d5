// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.format.FormatException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PaletteCoderTest {
    private static int[] colours(int count, boolean grey, boolean alpha) {
        SplittableRandom random = new SplittableRandom(count);
        return random.ints()
                .map(c -> (alpha ? c & 0xff000000 : 0xff000000) | (grey ? (c & 0xff) * 0x010101 : c & 0xffffff))
                .distinct()
                .limit(count)
                .toArray();
    }

    private static int[] sorted(int[] colours) {
        int[] sorted = colours.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    @Test
    void keepsTheSetOfColours() throws FormatException {
        for (int count : new int[] {1, 2, 3, 17, 128, 256}) {
            for (boolean grey : new boolean[] {false, true}) {
                for (boolean alpha : new boolean[] {false, true}) {
                    int[] palette = colours(count, grey, alpha);
                    byte[] bytes = encode(palette, grey, alpha);
                    int[] decoded = PaletteCoder.decode(new BitDecoder(bytes), count, grey, alpha);
                    assertArrayEquals(sorted(palette), sorted(decoded));
                }
            }
        }
    }

    @Test
    void allGreyLevelsCostNextToNothing() {
        int[] palette = colours(256, true, false);
        assertTrue(encode(palette, true, false).length < 40);
    }

    @Test
    void unrelatedColoursCostLessThanTheirBytes() {
        int[] palette = colours(256, false, false);
        assertTrue(encode(palette, false, false).length < 3 * 256);
    }

    @Test
    void refusesMoreColoursThanThereAre() {
        byte[] bytes = encode(colours(4, true, false), true, false);
        assertThrows(FormatException.class, () -> PaletteCoder.decode(new BitDecoder(bytes), 257, true, false));
    }

    @Test
    void treeDoesNotDependOnTheOrderOfTheColours() {
        int[] palette = colours(100, false, true);
        int[] reversed = new int[palette.length];
        for (int i = 0; i < palette.length; i++) {
            reversed[i] = palette[palette.length - 1 - i];
        }
        ColourTree one = ColourTree.of(palette, false);
        ColourTree other = ColourTree.of(reversed, false);
        assertArrayEquals(one.colours(), other.colours());
        assertArrayEquals(one.middle, other.middle);
        assertArrayEquals(one.side, other.side);
    }

    @Test
    void everyLeafOfTheTreeIsReachedByItsNumber() {
        ColourTree tree = ColourTree.of(colours(77, false, false), false);
        assertArrayEquals(sorted(colours(77, false, false)), sorted(tree.colours()));
        for (int index = 0; index < 77; index++) {
            int node = 0;
            while (node >= 0) {
                node = index >= tree.middle[node] ? tree.right[node] : tree.left[node];
            }
            assertEquals(index, ~node);
        }
    }

    private static byte[] encode(int[] palette, boolean grey, boolean alpha) {
        BitEncoder encoder = new BitEncoder();
        PaletteCoder.encode(encoder, palette, grey, alpha);
        return encoder.finish();
    }
}

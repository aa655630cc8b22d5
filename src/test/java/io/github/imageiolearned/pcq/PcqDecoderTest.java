// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcqDecoderTest {
    private static PictureHeader header(int side, int bands, int tileShift, byte[] settings) {
        PictureHeader.Colour colour = bands == 1 ? PictureHeader.Colour.GREY : PictureHeader.Colour.BANDS;
        return new PictureHeader(side, side, colour, bands, PictureHeader.Alpha.NONE, 8, tileShift, settings);
    }

    @Test
    void settingsOfAnyBytesAreReadOrRefused() throws FormatException {
        Random random = new Random(9);
        int refused = 0;
        for (int round = 0; round < 2000; round++) {
            byte[] settings = new byte[random.nextInt(8)];
            random.nextBytes(settings);
            try {
                assertTrue(new PcqDecoder(header(64, 1, 10, settings)).components() >= 0);
            } catch (FormatException e) {
                refused++;
            }
        }
        assertTrue(refused > 1000);
    }

    @Test
    void hugeTilesAreRefused() {
        byte[] settings = {0, 0, 16, 0};
        assertThrows(FormatException.class, () -> new PcqDecoder(header(3000, 200, 11, settings)));
        // Four tiles, of which the last is a quarter of the first and would do.
        assertThrows(FormatException.class, () -> new PcqDecoder(header(3072, 64, 11, settings)));
    }

    /** Gives decisions that no encoder would, mostly ones. */
    private static final class Noise implements BitCoder {
        private final Random random = new Random(3);

        @Override
        public int code(int bit, int one) {
            return random.nextInt(64) == 0 ? 0 : 1;
        }

        @Override
        public boolean decoding() {
            return true;
        }
    }

    @Test
    void whateverIsDecodedStaysInRange() throws CorruptDataException {
        new ResidualCoder(new Noise(), 1).code(new Samples(64, 64, 2, 16), null, () -> false);

        TileState tile = new TileState(32, 32, new int[] {0});
        MixedSyntax syntax = new MixedSyntax(new Noise(), 16);
        assertTrue(syntax.levels(tile, 0, 0, 0, 0, 0, 127, Integer.MIN_VALUE) <= 127);
    }

    @Test
    void blocksTellTheirSettings() throws IOException {
        Samples scene = Scenes.scene(40, 40, 3);
        PcqOptions options = PcqOptions.ofQuality(0).withEffort(PcqOptions.Effort.FAST);
        PcqDecoder decoder = new PcqDecoder(Scenes.header(scene, Scenes.encode(scene, options)));
        assertEquals(PcqOptions.Type.BLOCKS, decoder.type());
        assertEquals(PcqOptions.Effort.FAST, decoder.effort());
        assertEquals(260, decoder.step());
        assertEquals(64, decoder.components());
        assertEquals(0, decoder.explainedVariance().length);
    }

    @Test
    void theSamePictureGivesTheSameBytes() throws IOException {
        Samples scene = Scenes.scene(90, 70, 3);
        CodedPicture first = Scenes.encode(scene, PcqOptions.ofQuality(0.4));
        CodedPicture second = Scenes.encode(scene, PcqOptions.ofQuality(0.4));
        assertArrayEquals(first.tiles().get(0), second.tiles().get(0));
    }

    @Test
    void optionsAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> PcqOptions.ofQuality(1.01));
        assertThrows(IllegalArgumentException.class, () -> PcqOptions.ofQuality(Double.NaN));
        assertThrows(
                IllegalArgumentException.class, () -> PcqOptions.ofQuality(0).withVariance(1));
        assertThrows(
                IllegalArgumentException.class, () -> PcqOptions.ofQuality(0).withComponents(-1));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlaneCoderTest {
    private static short[] disc(int width, int height) {
        short[] plane = new short[width * height];
        for (int i = 0; i < plane.length; i++) {
            int row = i / width;
            double distance = Math.hypot(i % width - width / 2.0, row - height / 2.0) - width / 3.0;
            plane[i] = (short) Math.round(255 * Math.max(0, Math.min(1, 0.5 - distance)));
        }
        return plane;
    }

    @Test
    void losslessAndSmallOnAnAntialiasedDisc() throws CorruptDataException {
        short[] plane = disc(200, 150);
        byte[] bytes = PlaneCoder.encode(plane, 200, 8);
        // The edge has about 2 pi * 67 partly covered pixels, which cost some bits each; the rest nearly nothing.
        assertTrue(bytes.length < 700, bytes.length + " bytes");
        assertArrayEquals(plane, PlaneCoder.decode(bytes, 200, 150, 8));
    }

    @Test
    void losslessOnNoiseOfSixteenBitsAndOnePixel() throws CorruptDataException {
        Random random = new Random(1);
        short[] plane = new short[37 * 11];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (short) random.nextInt(65536);
        }
        assertArrayEquals(plane, PlaneCoder.decode(PlaneCoder.encode(plane, 37, 16), 37, 11, 16));
        short[] one = {77};
        assertArrayEquals(one, PlaneCoder.decode(PlaneCoder.encode(one, 1, 8), 1, 1, 8));
    }

    @Test
    void foreignBytesAreRefused() {
        byte[] bytes = PlaneCoder.encode(disc(40, 40), 40, 8);
        bytes[bytes.length / 2] ^= 0x10;
        assertThrows(CorruptDataException.class, () -> PlaneCoder.decode(bytes, 40, 40, 8));
        assertThrows(CorruptDataException.class, () -> PlaneCoder.decode(new byte[0], 40, 40, 8));
    }
}

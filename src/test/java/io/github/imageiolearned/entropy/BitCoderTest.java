// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitCoderTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4095, 4096, 4097, BitEncoder.SEGMENT - 1, BitEncoder.SEGMENT, BitEncoder.SEGMENT + 1})
    void roundTripAtSegmentBorders(int count) throws CorruptDataException {
        Random random = new Random(count);
        int[] ones = random.ints(count, 1, 65536).toArray();
        int[] bits = new int[count];
        BitEncoder encoder = new BitEncoder();
        for (int i = 0; i < count; i++) {
            bits[i] = random.nextInt(65536) < ones[i] ? 1 : 0;
            encoder.code(bits[i], ones[i]);
        }
        BitDecoder decoder = new BitDecoder(encoder.finish());
        for (int i = 0; i < count; i++) {
            assertEquals(bits[i], decoder.code(0, ones[i]));
        }
        decoder.finish();
    }

    @Test
    void extremeProbabilitiesAgainstTheOdds() throws CorruptDataException {
        BitEncoder encoder = new BitEncoder();
        for (int i = 0; i < 1000; i++) {
            encoder.code(i & 1, (i & 2) == 0 ? 1 : 65535);
        }
        BitDecoder decoder = new BitDecoder(encoder.finish());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i & 1, decoder.code(0, (i & 2) == 0 ? 1 : 65535));
        }
        decoder.finish();
    }

    @Test
    void sizeIsTheCodeLength() {
        Random random = new Random(7);
        BitEncoder encoder = new BitEncoder();
        double bits = 0;
        for (int i = 0; i < 500_000; i++) {
            int one = 1 + random.nextInt(65535);
            int bit = random.nextInt(65536) < one ? 1 : 0;
            encoder.code(bit, one);
            bits -= Math.log((bit == 1 ? one : 65536 - one) / 65536.0) / Math.log(2);
        }
        // Five bytes of state, and next to nothing for the rounding of states.
        assertEquals(bits / 8, encoder.finish().length, bits / 8 * 0.0001 + 5);
    }

    @Test
    void costMeterAgreesWithTheCodeLength() {
        CostMeter meter = new CostMeter();
        meter.code(1, 16384);
        meter.code(0, 16384);
        double expected = 2 - Math.log(0.75) / Math.log(2);
        assertEquals(expected, meter.cost() / (double) CostMeter.BIT, 0.02);
    }

    @Test
    void truncationIsNoticed() {
        BitEncoder encoder = new BitEncoder();
        for (int i = 0; i < 1000; i++) {
            encoder.code(i % 3 == 0 ? 1 : 0, 20000);
        }
        byte[] bytes = encoder.finish();
        for (int length = 0; length < bytes.length; length++) {
            BitDecoder decoder = new BitDecoder(bytes, 0, length);
            for (int i = 0; i < 1000; i++) {
                decoder.code(0, 20000);
            }
            assertThrows(CorruptDataException.class, decoder::finish);
        }
    }

    @Test
    void mixerLearnsAndStaysInStep() throws CorruptDataException {
        Random random = new Random(3);
        int[] bits = new int[20_000];
        for (int i = 2; i < bits.length; i++) {
            int rule = bits[i - 1] ^ bits[i - 2];
            bits[i] = random.nextInt(50) == 0 ? 1 - rule : rule;
        }
        BitEncoder encoder = new BitEncoder();
        codeByTwoBefore(mixer(), encoder, bits);
        byte[] bytes = encoder.finish();
        double entropy = bits.length * (-0.02 * Math.log(0.02) - 0.98 * Math.log(0.98)) / Math.log(2) / 8;
        assertTrue(bytes.length < 1.08 * entropy + 30, bytes.length + " bytes, the entropy is " + entropy);

        int[] decoded = new int[bits.length];
        BitDecoder decoder = new BitDecoder(bytes);
        codeByTwoBefore(mixer(), decoder, decoded);
        decoder.finish();
        assertArrayEquals(bits, decoded);
    }

    @Test
    void savedStateStartsAhead() {
        int[] bits = new int[300];
        for (int i = 2; i < bits.length; i++) {
            bits[i] = bits[i - 1] ^ bits[i - 2] ^ (i % 29 == 0 ? 1 : 0);
        }
        ContextMixer teacher = mixer();
        CostMeter fresh = new CostMeter();
        codeByTwoBefore(teacher, fresh, bits);
        ContextMixer pupil = mixer();
        pupil.load(teacher.save(30));
        CostMeter taught = new CostMeter();
        codeByTwoBefore(pupil, taught, bits);
        assertTrue(taught.cost() < fresh.cost(), taught.cost() + " against " + fresh.cost());
        assertThrows(IllegalArgumentException.class, () -> mixer().load(new byte[10]));
    }

    @ParameterizedTest
    @CsvSource({"3, 0", "3, 4", "6, 4"})
    void writtenOutLoopsDecideAsLoopsDo(int contexts, int secondSets) {
        ContextMixer.Builder builder = new ContextMixer.Builder().weights(2, secondSets);
        for (int i = 0; i < contexts; i++) {
            builder.input(3 + i, 20 * (i + 1));
        }
        ContextMixer loops = new ContextMixer(builder);
        ContextMixer writtenOut = builder.build();
        assertNotEquals(loops.getClass(), writtenOut.getClass());
        Random random = new Random(contexts + secondSets);
        BitEncoder expected = new BitEncoder();
        BitEncoder actual = new BitEncoder();
        for (int n = 0; n < 20_000; n++) {
            int seen = 0;
            for (int i = 0; i < contexts; i++) {
                int slot = random.nextInt(3 + i);
                seen += slot;
                loops.context(i, slot);
                writtenOut.context(i, slot);
            }
            loops.weights(n & 1, seen & 3);
            writtenOut.weights(n & 1, seen & 3);
            int bit = random.nextInt(3 * contexts) < seen ? 1 : 0;
            loops.code(expected, bit);
            writtenOut.code(actual, bit);
        }
        assertArrayEquals(loops.save(255), writtenOut.save(255));
        assertArrayEquals(expected.finish(), actual.finish());
    }

    private static ContextMixer mixer() {
        return new ContextMixer.Builder()
                .input(4, 255)
                .input(2, 255)
                .input(1, 255)
                .weights(2, 3)
                .refinement(2)
                .build();
    }

    private static void codeByTwoBefore(ContextMixer mixer, BitCoder coder, int[] bits) {
        for (int i = 2; i < bits.length; i++) {
            mixer.context(0, bits[i - 1] * 2 + bits[i - 2]);
            mixer.context(1, bits[i - 1]);
            mixer.weights(bits[i - 2], i % 3);
            mixer.refinement(bits[i - 1]);
            bits[i] = mixer.code(coder, bits[i]);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BucketMixerTest {
    private static final int NODES = 1;
    private static final int[] KEPT = {0};

    private static BucketMixer mixer(int nodes) {
        return new BucketMixer(2, 8, new int[] {16, nodes}, new int[] {2, nodes, 1}, 4);
    }

    /** Codes symbols of two bits: each is the one before, but for one in ten; returns those that come out. */
    private static int[] code(BucketMixer mixer, BitCoder coder, int count) {
        SplittableRandom random = new SplittableRandom(5);
        int[] symbols = new int[count];
        int last = 0;
        for (int i = 0; i < count; i++) {
            int symbol = random.nextInt(10) == 0 ? random.nextInt(4) : last;
            mixer.hash(0, last * 0x2C1B3C6D);
            mixer.hash(1, 77);
            mixer.group(0);
            int position = 1;
            for (int bit = 1; bit >= 0; bit--) {
                mixer.position(position);
                mixer.direct(0, last * 4 + position);
                mixer.direct(1, position);
                mixer.weights(0, bit);
                mixer.weights(NODES, position);
                mixer.weights(2, 0);
                mixer.refinement(position);
                position = 2 * position + mixer.code(coder, symbol >> bit & 1);
            }
            symbols[i] = position & 3;
            last = symbols[i];
        }
        return symbols;
    }

    @Test
    void decodesWhatItEncodes() throws CorruptDataException {
        BitEncoder encoder = new BitEncoder();
        int[] symbols = code(mixer(4), encoder, 5000);
        BitDecoder decoder = new BitDecoder(encoder.finish());
        assertArrayEquals(symbols, code(mixer(4), decoder, 5000));
        decoder.finish();
    }

    @Test
    void comesCloseToTheEntropyOfItsSource() {
        BitEncoder encoder = new BitEncoder();
        code(mixer(4), encoder, 20_000);
        // One in ten symbols is drawn anew from four: 92.5 % stay, 2.5 % go to each other.
        double entropy = -0.925 * Math.log(0.925) / Math.log(2) - 3 * 0.025 * Math.log(0.025) / Math.log(2);
        double bits = encoder.finish().length * 8 / 20_000.0;
        assertTrue(bits < entropy * 1.05, bits + " bits a symbol, entropy " + entropy);
    }

    @Test
    void whatWasLearnedHelpsAnotherTree() {
        BucketMixer teacher = mixer(4);
        code(teacher, new CostMeter(), 5000);
        byte[] state = teacher.save(NODES, KEPT, 30);
        CostMeter untaught = new CostMeter();
        code(mixer(9), untaught, 200);
        CostMeter taught = new CostMeter();
        BucketMixer pupil = mixer(9);
        pupil.load(state, NODES, KEPT);
        code(pupil, taught, 200);
        assertTrue(taught.cost() < untaught.cost(), taught.cost() + " against " + untaught.cost());
        BucketMixer copy = mixer(9);
        copy.load(state, NODES, KEPT);
        assertArrayEquals(state, copy.save(NODES, KEPT, 30));
    }

    @Test
    void refusesAStateOfAnotherSize() {
        byte[] state = mixer(4).save(NODES, KEPT, 30);
        byte[] shorter = java.util.Arrays.copyOf(state, state.length - 1);
        byte[] longer = java.util.Arrays.copyOf(state, state.length + 1);
        assertThrows(IllegalArgumentException.class, () -> mixer(4).load(shorter, NODES, KEPT));
        assertThrows(IllegalArgumentException.class, () -> mixer(4).load(longer, NODES, KEPT));
    }

    @Test
    void newContextsKnowNothing() {
        BucketMixer mixer = mixer(4);
        code(mixer, new CostMeter(), 100);
        mixer.hash(0, 123456789);
        mixer.group(0);
        mixer.position(1);
        assertEquals(0, mixer.seen(0));
        assertTrue(mixer.seen(1) > 0);
    }
}

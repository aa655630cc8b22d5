// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.Priors;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The mixers of a syntax, and the states that they start from. */
final class MixerSet {
    /** Largest number of uses that a counter starts with. */
    private static final int COUNT_CAP = 40;

    private static final int COUNTER_BYTES = 3;
    private static final int FEW = 3;
    private static final String SHA_256 = "8499edb1018e3b700477e470b8527aedd1f1247572a618e78483145d771f86bf";

    private static final class Holder {
        private static final byte[] STATES = Priors.load(MixerSet.class, "priors.bin", SHA_256);

        private Holder() {}
    }

    private final List<ContextMixer> mixers = new ArrayList<>();
    private final List<Integer> counters = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();

    MixerSet() {}

    /**
     * Builds a mixer.
     *
     * @param limit cap of its counters
     * @param refinements contexts of its last stage
     * @param firstWeights weight vectors of the first set
     * @param secondWeights weight vectors of the second set
     * @param inputs number of counters of each input
     * @return the mixer
     */
    ContextMixer add(int limit, int refinements, int firstWeights, int secondWeights, int... inputs) {
        ContextMixer.Builder builder =
                new ContextMixer.Builder().weights(firstWeights, secondWeights).refinement(refinements);
        for (int input : inputs) {
            builder.input(input, limit);
        }
        ContextMixer mixer = builder.build();
        mixers.add(mixer);
        counters.add(Arrays.stream(inputs).sum());
        int weights = (firstWeights + secondWeights) * (4 * (inputs.length + 1) + 2);
        lengths.add(COUNTER_BYTES * Arrays.stream(inputs).sum() + weights + refinements * 48);
        return mixer;
    }

    /** Starts all mixers from the released priors. */
    void loadPriors() {
        int from = 0;
        for (int i = 0; i < mixers.size(); i++) {
            mixers.get(i).load(Arrays.copyOfRange(Holder.STATES, from, from + lengths.get(i)));
            from += lengths.get(i);
        }
    }

    /**
     * Saves what the mixers have learned, counters that were hardly used left out.
     *
     * @return the states, one after the other
     */
    byte[] save() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < mixers.size(); i++) {
            byte[] state = mixers.get(i).save(COUNT_CAP);
            if (state.length != lengths.get(i)) {
                throw new IllegalStateException("a state of " + state.length + " bytes, not " + lengths.get(i));
            }
            for (int c = 0; c < counters.get(i) * COUNTER_BYTES; c += COUNTER_BYTES) {
                if (state[c + 2] < FEW) {
                    state[c] = (byte) 0x80;
                    state[c + 1] = 0;
                    state[c + 2] = 0;
                } else {
                    state[c + 1] &= (byte) 0xf0;
                }
            }
            out.writeBytes(state);
        }
        return out.toByteArray();
    }
}

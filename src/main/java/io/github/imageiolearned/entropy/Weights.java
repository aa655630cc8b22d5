// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.util.Arrays;

/**
 * One set of weight vectors of a mixer: 16.16 fixed point, learned by gradient descent on the code length. The last
 * weight of a vector is that of a constant input, {@value #CONSTANT}.
 */
final class Weights {
    /** What each vector's last weight multiplies. */
    static final int CONSTANT = 256;

    private static final int LIMIT = 1 << 20;

    private final int inputs;
    private final int sets;
    private final int[] weights;
    private final int[] uses;
    private int selected;
    private int mixed;

    /**
     * Begins with equal weights.
     *
     * @param sets number of vectors
     * @param inputs number of inputs, the constant one included
     */
    Weights(int sets, int inputs) {
        this.inputs = inputs;
        this.sets = sets;
        weights = new int[sets * inputs];
        Arrays.fill(weights, (1 << 16) * 13 / 10 / inputs);
        for (int i = 1; i <= sets; i++) {
            weights[i * inputs - 1] = 0;
        }
        uses = new int[sets];
    }

    void select(int set) {
        if (set < 0 || set >= sets) {
            throw new IndexOutOfBoundsException("no weight set " + set);
        }
        selected = set;
    }

    /** The weighted sum of stretched probabilities, as one. */
    int mix(int[] stretched) {
        int w = selected * inputs;
        long sum = 0;
        for (int i = 0; i < inputs; i++) {
            sum += (long) stretched[i] * weights[w + i];
        }
        return mixed(sum);
    }

    /** The same of three inputs and the constant one. */
    int mix(int s0, int s1, int s2) {
        int w = selected * 4;
        return mixed((long) s0 * weights[w]
                + (long) s1 * weights[w + 1]
                + (long) s2 * weights[w + 2]
                + (long) CONSTANT * weights[w + 3]);
    }

    /** The same of six inputs and the constant one. */
    int mix(int s0, int s1, int s2, int s3, int s4, int s5) {
        int w = selected * 7;
        return mixed((long) s0 * weights[w]
                + (long) s1 * weights[w + 1]
                + (long) s2 * weights[w + 2]
                + (long) s3 * weights[w + 3]
                + (long) s4 * weights[w + 4]
                + (long) s5 * weights[w + 5]
                + (long) CONSTANT * weights[w + 6]);
    }

    private int mixed(long sum) {
        mixed = (int) Math.max(-Logistic.LIMIT, Math.min(Logistic.LIMIT, sum >> 16));
        return mixed;
    }

    /** Learns from the decision that {@link #mix} predicted. */
    void update(int[] stretched, int bit) {
        long step = step(bit);
        int w = selected * inputs;
        for (int i = 0; i < inputs; i++) {
            move(w + i, stretched[i], step);
        }
    }

    /** The same for three inputs and the constant one. */
    void update(int s0, int s1, int s2, int bit) {
        long step = step(bit);
        int w = selected * 4;
        move(w, s0, step);
        move(w + 1, s1, step);
        move(w + 2, s2, step);
        move(w + 3, CONSTANT, step);
    }

    /** The same for six inputs and the constant one. */
    void update(int s0, int s1, int s2, int s3, int s4, int s5, int bit) {
        long step = step(bit);
        int w = selected * 7;
        move(w, s0, step);
        move(w + 1, s1, step);
        move(w + 2, s2, step);
        move(w + 3, s3, step);
        move(w + 4, s4, step);
        move(w + 5, s5, step);
        move(w + 6, CONSTANT, step);
    }

    private long step(int bit) {
        int used = uses[selected];
        uses[selected] = WeightRates.used(used);
        return (long) ((bit << 16) - Logistic.squash(mixed)) * WeightRates.rate(used);
    }

    private void move(int at, int stretched, long step) {
        int next = weights[at] + (int) (stretched * step + (1 << 23) >> 24);
        weights[at] = Math.max(-LIMIT, Math.min(LIMIT, next));
    }

    void save(StateWriter out) {
        for (int weight : weights) {
            out.u32(weight);
        }
        for (int used : uses) {
            out.u16(used);
        }
    }

    void load(StateReader in) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.max(-LIMIT, Math.min(LIMIT, in.u32()));
        }
        for (int i = 0; i < uses.length; i++) {
            uses[i] = WeightRates.capped(in.u16());
        }
    }
}

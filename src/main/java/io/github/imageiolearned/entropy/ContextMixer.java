// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Predicts binary decisions by mixing the predictions of several contexts in the logistic domain (Mahoney, "Adaptive
 * weighing of context models for lossless data compression", 2005) and learns from each decision.
 *
 * <p>Every input has a table of counters, of which the caller selects one for the coming decision. A counter holds a
 * probability of 22 bits and how often it was used, n; it moves by 1/(n + 1.5) of its error, n being capped at the
 * input's limit. The stretched probabilities are weighted, once by a weight vector from each of two sets that the caller
 * selects, and the two sums are averaged. A last stage ({@link Refinement}) may correct the result by a small context. All arithmetic is on integers.
 *
 * <p>Use: {@link #context} for each input, {@link #weights},
 * {@link #refinement}, then {@link #code}. Selections stay until they are changed. Not thread-safe.
 */
public sealed class ContextMixer permits ThreeContexts, SixContexts {
    private final int tables;
    private final int inputs;
    private final int[] base;
    private final int[] stretched;
    private final Refinement refinement;

    /** Caps of the inputs' counters. */
    final int[] limit;

    /** The counters of all inputs. */
    final int[] counters;

    /** The selected counter of each input. */
    final int[] at;

    /** The sets of weight vectors; the second may be null. */
    final Weights first;

    final Weights second;

    /** For {@link Builder#build}. */
    ContextMixer(Builder builder) {
        tables = builder.slots.size();
        inputs = tables + 1;
        base = new int[tables + 1];
        limit = builder.limits.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < tables; i++) {
            base[i + 1] = Math.addExact(base[i], builder.slots.get(i));
        }
        counters = new int[base[tables]];
        Arrays.fill(counters, Counters.EVEN);
        at = Arrays.copyOf(base, tables);
        stretched = new int[inputs];
        stretched[inputs - 1] = Weights.CONSTANT;
        first = new Weights(builder.firstSets, inputs);
        second = builder.secondSets == 0 ? null : new Weights(builder.secondSets, inputs);
        refinement = builder.refinements == 0 ? null : new Refinement(builder.refinements);
    }

    /** Says which inputs a mixer has. */
    public static final class Builder {
        private final List<Integer> slots = new ArrayList<>();
        private final List<Integer> limits = new ArrayList<>();
        private int firstSets = 1;
        private int secondSets;
        private int refinements;

        /** Starts with no inputs. */
        public Builder() {}

        /**
         * Adds an input with counters; inputs are numbered from 0 in the order they are added.
         *
         * @param contexts number of counters
         * @param countLimit cap of n, 1 to 1023: small for counters that must follow change, large for stable ones
         * @return this
         */
        public Builder input(int contexts, int countLimit) {
            if (contexts < 1 || countLimit < 1 || countLimit > Counters.COUNT_MASK) {
                throw new IllegalArgumentException(contexts + " contexts, limit " + countLimit);
            }
            slots.add(contexts);
            limits.add(countLimit);
            return this;
        }

        /**
         * Sets the number of weight vectors.
         *
         * @param firstSets vectors of the first set, at least 1
         * @param secondSets vectors of the second set; 0 for none
         * @return this
         */
        public Builder weights(int firstSets, int secondSets) {
            this.firstSets = firstSets;
            this.secondSets = secondSets;
            return this;
        }

        /**
         * Adds a last stage that corrects the mixed probability.
         *
         * @param contexts number of its contexts; 0 for none
         * @return this
         */
        public Builder refinement(int contexts) {
            refinements = contexts;
            return this;
        }

        /**
         * Makes the mixer, with counters at 1/2 that know nothing and equal weights: the quickest that has these inputs,
         * all of which decide alike.
         *
         * @return a new mixer
         */
        public ContextMixer build() {
            if (refinements == 0 && slots.size() == 3) {
                return new ThreeContexts(this);
            }
            if (refinements == 0 && slots.size() == 6 && secondSets > 0) {
                return new SixContexts(this);
            }
            return new ContextMixer(this);
        }
    }

    /**
     * Selects the counter of an input.
     *
     * @param input number of the input
     * @param slot number of the counter
     */
    public void context(int input, int slot) {
        if (slot < 0 || slot >= base[input + 1] - base[input]) {
            throw new IndexOutOfBoundsException("input " + input + " has no context " + slot);
        }
        at[input] = base[input] + slot;
    }

    /**
     * Selects the weight vectors.
     *
     * @param firstSet number in the first set
     * @param secondSet number in the second set; ignored if there is none
     */
    public void weights(int firstSet, int secondSet) {
        first.select(firstSet);
        if (second != null) {
            second.select(secondSet);
        }
    }

    /**
     * Selects the context of the last stage.
     *
     * @param context its number
     */
    public void refinement(int context) {
        refinement.select(context);
    }

    /**
     * Codes a decision and learns from it.
     *
     * @param coder takes or gives the bit
     * @param bit the decision; a decoder ignores it
     * @return the decision
     */
    public int code(BitCoder coder, int bit) {
        int one = predict();
        int decided = coder.code(bit, one);
        update(decided);
        return decided;
    }

    /**
     * Returns the probability that the selected contexts give, without learning.
     *
     * @return probability of a 1 in 2^-16, 1 to 65535
     */
    public int predict() {
        for (int i = 0; i < tables; i++) {
            stretched[i] = Logistic.stretch(counters[at[i]] >>> 16);
        }
        int mixed = first.mix(stretched);
        if (second != null) {
            mixed = (mixed + second.mix(stretched)) >> 1;
        }
        int probability = Logistic.squash(mixed);
        return refinement == null ? probability : refinement.refine(mixed, probability);
    }

    private void update(int bit) {
        for (int i = 0; i < tables; i++) {
            counters[at[i]] = Counters.updated(counters[at[i]], bit, limit[i]);
        }
        first.update(stretched, bit);
        if (second != null) {
            second.update(stretched, bit);
        }
        if (refinement != null) {
            refinement.update(bit);
        }
    }

    /**
     * Writes what has been learned.
     *
     * @param countCap largest n to keep, so that who starts from it still adapts
     * @return the state: for each counter 16 bits of probability and 8 of n; then of each set of weight vectors
     *     the weights, 32 bits each, and the uses, 16 bits each; then the last stage's points, 16 bits each; big-endian
     */
    public byte[] save(int countCap) {
        StateWriter out = new StateWriter();
        for (int counter : counters) {
            out.u16(counter >>> 16);
            out.u8(Math.min(Counters.count(counter), Math.min(countCap, 255)));
        }
        first.save(out);
        if (second != null) {
            second.save(out);
        }
        if (refinement != null) {
            refinement.save(out);
        }
        return out.toByteArray();
    }

    /**
     * Starts from what another mixer of the same build has learned.
     *
     * @param state what {@link #save} returned
     * @throws IllegalArgumentException if the state is of another size
     */
    public void load(byte[] state) {
        StateReader in = new StateReader(state);
        for (int i = 0; i < tables; i++) {
            for (int c = base[i]; c < base[i + 1]; c++) {
                counters[c] = in.u16() << 16 | Math.min(in.u8(), limit[i]);
            }
        }
        first.load(in);
        if (second != null) {
            second.load(in);
        }
        if (refinement != null) {
            refinement.load(in);
        }
        in.end();
    }
}

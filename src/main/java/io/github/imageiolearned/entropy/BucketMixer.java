// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.util.Arrays;

/**
 * Predicts the decisions of a walk down a binary tree, as {@link ContextMixer} does, for contexts too many for a table:
 * the counters of a context lie in buckets of fifteen, one bucket for four levels of the tree, which are found by a
 * 32-bit hash that is checked, so that a context begins with counters that know nothing and contexts do not disturb one
 * another (after Mahoney's lpaq). Beside hashed inputs there are direct ones with a table of their own.
 *
 * <p>A counter holds a probability of 22 bits and how often it was used, n, and moves by 1/(n + 1.5) of its error. It
 * gives the mixer one prediction: the mean of the stretched probability and of what was observed at earlier counters of
 * this input of the same age and probability; 0 for a counter that was never used. Three weight vectors, one from each of
 * three sets, weight all predictions; the three sums are averaged, and a last stage (adaptive probability map) corrects
 * the result. All arithmetic is on integers.
 *
 * <p>Use: {@link #hash} for each hashed input; {@link #group} whenever the walk enters another four levels; then for each
 * decision {@link #position}, {@link #direct}, {@link #weights}, {@link #refinement} and {@link #code}. Not thread-safe.
 */
public final class BucketMixer {
    /** Counters of a bucket and its check. */
    private static final int SLOTS = 16;

    /** Ints before the first bucket: behind the header of a large array, each bucket then is one line of the cache. */
    private static final int LEAD = 12;

    /** The counter of an input that has nothing to say. */
    private static final int NONE = 0;

    private static final int SETS = 3;
    private static final int WEIGHT_SHIFT = 4;
    private static final int HASHED_LIMIT = 127;
    private static final int DIRECT_LIMIT = 1000;
    private static final int AGES = 12;
    private static final int STEP_BITS = 7;
    private static final int STEPS = (2 * Logistic.LIMIT >> STEP_BITS) + 1;
    private static final int MAP_SHIFT = 6;
    private static final int SMALL_ERROR = 300;
    /** Of a probability in 2^-12: a table that stays in the first-level cache. */
    private static final short[] STRETCH = new short[1 << 12];

    private static final byte[] AGE = new byte[Counters.COUNT_MASK + 1];

    static {
        int[] ages = {1, 2, 3, 4, 5, 7, 10, 15, 25, 60, 200};
        for (int n = 0; n < AGE.length; n++) {
            int age = 0;
            while (age < ages.length && n >= ages[age]) {
                age++;
            }
            AGE[n] = (byte) age;
        }
        for (int p = 0; p < STRETCH.length; p++) {
            STRETCH[p] = (short) Logistic.stretch((p << 4) + 8);
        }
    }

    private final int hashed;
    private final int inputs;
    private final int[] counters;
    private final int mask;
    private final int[] hashes;
    private final int[] checks;
    private final int[] bucket;
    private final int[] directBase;
    private final int[] at;
    private final char[] maps;
    private final int[] mapAt;
    private final int[] stretched;
    private final int[] mixed = new int[SETS];
    private final int[] setBase = new int[SETS + 1];
    private final int[] selected = new int[SETS];
    private final int[] weights;
    private final int[] uses;
    private final Refinement refinement;

    @SuppressWarnings("UnusedVariable") // written so that the loads it sums up are not optimised away
    private int guard;

    /**
     * Makes a mixer that knows nothing.
     *
     * @param hashed number of hashed inputs
     * @param bucketBits log2 of the number of buckets that they share, 1 to 20; a bucket takes 64 bytes
     * @param directSizes number of counters of each direct input
     * @param setSizes number of vectors of each of the three weight sets
     * @param refinements number of contexts of the last stage
     * @throws IllegalArgumentException if the number of buckets or of weight sets is another
     */
    public BucketMixer(int hashed, int bucketBits, int[] directSizes, int[] setSizes, int refinements) {
        if (bucketBits < 1 || bucketBits > 20 || setSizes.length != SETS) {
            throw new IllegalArgumentException("2^" + bucketBits + " buckets, " + setSizes.length + " weight sets");
        }
        this.hashed = hashed;
        mask = (1 << bucketBits) - 1;
        hashes = new int[hashed];
        checks = new int[hashed];
        bucket = new int[hashed];
        directBase = new int[directSizes.length + 1];
        directBase[0] = LEAD + (SLOTS << bucketBits);
        for (int i = 0; i < directSizes.length; i++) {
            directBase[i + 1] = directBase[i] + directSizes[i];
        }
        counters = new int[directBase[directSizes.length]];
        Arrays.fill(counters, Counters.EVEN);
        inputs = hashed + directSizes.length;
        at = new int[inputs];
        maps = new char[inputs * AGES * STEPS];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = (char) Logistic.squash(((2 * (i % STEPS) + 1) << STEP_BITS - 1) - Logistic.LIMIT);
        }
        mapAt = new int[inputs];
        stretched = new int[inputs];
        for (int i = 0; i < SETS; i++) {
            setBase[i + 1] = setBase[i] + setSizes[i];
        }
        weights = new int[setBase[SETS] * inputs];
        Arrays.fill(weights, (1 << 16) * 13 / 10 / inputs);
        uses = new int[setBase[SETS]];
        refinement = new Refinement(refinements);
    }

    /**
     * Gives the context of a hashed input for the coming walk.
     *
     * @param input number of the input
     * @param hash a well mixed hash of the context
     */
    public void hash(int input, int hash) {
        hashes[input] = hash;
    }

    /**
     * Enters a part of the tree: finds the buckets of all hashed inputs.
     *
     * @param group number of the part
     */
    public void group(int group) {
        // All first buckets are touched before any is looked at, so that their cache misses overlap. The sum is kept
        // for one reason: the compiler would drop loads that nobody uses.
        int touched = 0;
        for (int i = 0; i < hashed; i++) {
            int mixed = (hashes[i] + group * 0x9E3779B1 + i * 0x632BE5AB) * 0x2C1B3C6D;
            int h = mixed ^ mixed >>> 15;
            int first = LEAD + (h * 0x85EBCA6B >>> 8 & mask) * SLOTS;
            checks[i] = h | 1;
            bucket[i] = first;
            touched += counters[first];
        }
        guard = touched;
        for (int i = 0; i < hashed; i++) {
            if (counters[bucket[i]] != checks[i]) {
                bucket[i] = find(bucket[i], checks[i]);
            }
        }
    }

    private int find(int first, int check) {
        int second = (first - LEAD ^ SLOTS) + LEAD;
        if (counters[second] == check) {
            return second;
        }
        // The first counter of a bucket is used on every visit: it tells how much would be lost.
        int loser = Counters.count(counters[first + 1]) <= Counters.count(counters[second + 1]) ? first : second;
        Arrays.fill(counters, loser, loser + SLOTS, Counters.EVEN);
        counters[loser] = check;
        return loser;
    }

    /**
     * Says where in the group the next decision is.
     *
     * @param position 1 for the top of the group, 2p or 2p + 1 for the children of p, at most 15
     */
    public void position(int position) {
        for (int i = 0; i < hashed; i++) {
            at[i] = bucket[i] + position;
        }
    }

    /**
     * Selects the counter of a direct input.
     *
     * @param input number of the direct input, from 0
     * @param slot number of the counter
     */
    public void direct(int input, int slot) {
        if (slot < 0 || slot >= directBase[input + 1] - directBase[input]) {
            throw new IndexOutOfBoundsException("direct input " + input + " has no context " + slot);
        }
        at[hashed + input] = directBase[input] + slot;
    }

    /**
     * Lets a direct input say nothing, and learn nothing, until another counter of it is selected.
     *
     * @param input number of the direct input, from 0
     */
    public void silence(int input) {
        at[hashed + input] = NONE;
    }

    /**
     * Selects a weight vector.
     *
     * @param set number of the set, 0 to 2
     * @param vector number of the vector
     */
    public void weights(int set, int vector) {
        if (vector < 0 || vector >= setBase[set + 1] - setBase[set]) {
            throw new IndexOutOfBoundsException("set " + set + " has no vector " + vector);
        }
        selected[set] = setBase[set] + vector;
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
     * Tells how often the context of a hashed input has come to this position.
     *
     * @param input number of the input
     * @return 0 to {@value #HASHED_LIMIT}
     */
    public int seen(int input) {
        return Counters.count(counters[at[input]]);
    }

    /**
     * Codes a decision and learns from it.
     *
     * @param coder takes or gives the bit
     * @param bit the decision; a decoder ignores it
     * @return the decision
     */
    public int code(BitCoder coder, int bit) {
        int decided = coder.code(bit, probability());
        learn(decided);
        if (Math.abs((decided << 16) - Logistic.squash(average())) >= SMALL_ERROR) {
            for (int set = 0; set < SETS; set++) {
                train(selected[set] * inputs, step(set, mixed[set], decided));
            }
        }
        return decided;
    }

    /**
     * Predicts a decision and learns nothing.
     *
     * @return probability of a 1 in 2^-16
     */
    public int probability() {
        int sumA = 0;
        int sumB = 0;
        int sumC = 0;
        int a = selected[0] * inputs;
        int b = selected[1] * inputs;
        int c = selected[2] * inputs;
        for (int i = 0; i < inputs; i++) {
            int s = prediction(i);
            stretched[i] = s;
            sumA += s * weights[a + i] >> 8;
            sumB += s * weights[b + i] >> 8;
            sumC += s * weights[c + i] >> 8;
        }
        mixed[0] = clip(sumA >> 8);
        mixed[1] = clip(sumB >> 8);
        mixed[2] = clip(sumC >> 8);
        int average = average();
        return refinement.refine(average, Logistic.squash(average));
    }

    private int average() {
        return (mixed[0] + mixed[1] + mixed[2]) / SETS;
    }

    private void train(int from, int step) {
        for (int i = 0; i < stretched.length; i++) {
            weights[from + i] += stretched[i] * step + (1 << 13) >> 14;
        }
    }

    private int prediction(int input) {
        int counter = counters[at[input]];
        int n = Counters.count(counter);
        int s = STRETCH[counter >>> 20];
        int map = (input * AGES + AGE[n]) * STEPS + (s + Logistic.LIMIT >> STEP_BITS);
        mapAt[input] = map;
        return n == 0 ? 0 : s + STRETCH[maps[map] >>> 4] >> 1;
    }

    private void learn(int bit) {
        int target = bit == 0 ? 0 : 65535;
        for (int i = 0; i < inputs; i++) {
            int slot = at[i];
            if (slot != NONE) {
                counters[slot] = Counters.updated(counters[slot], bit, i < hashed ? HASHED_LIMIT : DIRECT_LIMIT);
                int map = mapAt[i];
                maps[map] += (char) (target - maps[map] >> MAP_SHIFT);
            }
        }
        refinement.update(bit);
    }

    private static int clip(int sum) {
        return Math.max(-Logistic.LIMIT, Math.min(Logistic.LIMIT, sum));
    }

    private int step(int set, int sum, int bit) {
        int used = uses[selected[set]];
        uses[selected[set]] = WeightRates.used(used);
        return ((bit << 16) - Logistic.squash(sum)) * WeightRates.rate(used) >> 10;
    }

    /**
     * Writes what has been learned and does not depend on one tree: maps, weights, last stage, and some direct inputs. Of
     * the weight set that belongs to the nodes of the tree it writes the mean.
     *
     * @param nodeSet number of the weight set that belongs to the nodes
     * @param kept numbers of the direct inputs to keep
     * @param countCap largest n to keep, at most 255, so that who starts from it still adapts
     * @return the state
     */
    public byte[] save(int nodeSet, int[] kept, int countCap) {
        StateWriter out = new StateWriter();
        for (char map : maps) {
            out.u16(map);
        }
        refinement.save(out);
        for (int set = 0; set < SETS; set++) {
            int vectors = set == nodeSet ? 1 : setBase[set + 1] - setBase[set];
            for (int vector = 0; vector < vectors; vector++) {
                for (int i = 0; i < inputs; i++) {
                    int weight = set == nodeSet ? mean(set, i) : weights[(setBase[set] + vector) * inputs + i];
                    out.u16(Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, weight >> WEIGHT_SHIFT)));
                }
            }
        }
        for (int input : kept) {
            for (int slot = directBase[input]; slot < directBase[input + 1]; slot++) {
                int n = Math.min(countCap, Counters.count(counters[slot]));
                out.u8(n);
                if (n > 0) {
                    out.u16(counters[slot] >>> 16);
                }
            }
        }
        return out.toByteArray();
    }

    /**
     * Tells where {@link #save} puts the weights.
     *
     * @param nodeSet number of the weight set that belongs to the nodes
     * @return first byte, and the one after the last; two bytes a weight
     */
    public int[] weightRange(int nodeSet) {
        int from = 2 * maps.length + refinement.stateBytes();
        int vectors = setBase[SETS] - (setBase[nodeSet + 1] - setBase[nodeSet]) + 1;
        return new int[] {from, from + 2 * vectors * inputs};
    }

    private int mean(int set, int input) {
        long sum = 0;
        long used = 0;
        for (int vector = setBase[set]; vector < setBase[set + 1]; vector++) {
            sum += (long) weights[vector * inputs + input] * uses[vector];
            used += uses[vector];
        }
        return used == 0 ? weights[setBase[set] * inputs + input] : (int) (sum / used);
    }

    /**
     * Starts from what another mixer has learned, whose node set may be of another size.
     *
     * @param state what {@link #save} returned
     * @param nodeSet number of the weight set that belongs to the nodes
     * @param kept numbers of the direct inputs that were kept
     * @throws IllegalArgumentException if the state is of another size
     */
    public void load(byte[] state, int nodeSet, int[] kept) {
        StateReader in = new StateReader(state);
        for (int i = 0; i < maps.length; i++) {
            maps[i] = (char) in.u16();
        }
        refinement.load(in);
        for (int set = 0; set < SETS; set++) {
            int end = set == nodeSet ? setBase[set] + 1 : setBase[set + 1];
            for (int i = setBase[set] * inputs; i < end * inputs; i++) {
                weights[i] = (short) in.u16() << WEIGHT_SHIFT;
            }
            for (int vector = end; vector < setBase[set + 1]; vector++) {
                System.arraycopy(weights, setBase[set] * inputs, weights, vector * inputs, inputs);
            }
        }
        for (int input : kept) {
            for (int slot = directBase[input]; slot < directBase[input + 1]; slot++) {
                int n = in.u8();
                counters[slot] = n == 0 ? Counters.EVEN : in.u16() << 16 | n;
            }
        }
        in.end();
    }
}

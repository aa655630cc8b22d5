// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.CostMeter;

/**
 * Codes blocks with adaptive, mixed contexts. For each band of a block: the number n of levels up to the last that is
 * not zero; then from the first to the n-th a flag whether it is zero (the n-th is not), its magnitude in unary with an
 * escape, its sign.
 */
final class MixedSyntax implements BlockSyntax {
    private static final int KINDS = 3;
    private static final int MAX_CLASSES = 32;
    private static final int IDS = Bases.SIZES * MAX_CLASSES;
    private static final int QUALITIES = 11;
    private static final int AMOUNTS = 20;
    private static final int ACTIVITIES = 14;
    private static final int PLACES = 20;
    private static final int UNARY = 15;
    private static final int MAX_ESCAPE = 14;
    private static final int COUNT_NODES = 10;
    private static final int SLOPE_NODES = 2 + Slopes.LARGEST;

    /** Classes of sides 8 and 16, and the one of 32. */
    private static final int SHIFTED_IDS = 2 * MAX_CLASSES + 1;

    /** Steps of the unary code that look at the class. */
    private static final int DETAILED = 5;

    private static final byte[] PLACE_OF = new byte[1024];

    static {
        for (int i = 0; i < PLACE_OF.length; i++) {
            int exponent = 31 - Integer.numberOfLeadingZeros(i + 1);
            int half = exponent == 0 ? 0 : i + 1 >> exponent - 1 & 1;
            PLACE_OF[i] = (byte) Math.min(PLACES - 1, i < 3 ? i : 2 * exponent + half - 1 + (exponent > 1 ? 1 : 0));
        }
    }

    private final BitCoder coder;
    private final MixerSet mixers = new MixerSet();
    private int quality;
    private CostMeter meter;

    private final ContextMixer tree;
    private final ContextMixer classes;
    private final ContextMixer shares;
    private final ContextMixer slopes;
    private final ContextMixer counts;
    private final ContextMixer mantissas;
    private final ContextMixer zeros;
    private final ContextMixer magnitudes;

    /**
     * Starts from the priors.
     *
     * @param coder takes or gives the decisions
     * @param step quantiser step, in 1/16
     */
    MixedSyntax(BitCoder coder, int step) {
        this(coder);
        step(step);
        mixers.loadPriors();
    }

    /** Starts without knowledge, as training does. */
    MixedSyntax(BitCoder coder) {
        this.coder = coder;
        tree = mixers.add(255, 0, 2, 0, 2 * QUALITIES, 2 * 16 * 6, 2 * 16 * AMOUNTS);
        int nodes = 2 * MAX_CLASSES;
        classes = mixers.add(60, 0, nodes, 0, nodes * QUALITIES, nodes * IDS, nodes * IDS, 1 << 14);
        shares = mixers.add(255, 0, Bases.SIZES, 0, IDS, Bases.SIZES * 9 * QUALITIES);
        slopes = mixers.add(
                255,
                0,
                2 * SLOPE_NODES,
                0,
                2 * Bases.SIZES * SLOPE_NODES * QUALITIES,
                2 * SLOPE_NODES * Slopes.COUNT * Slopes.COUNT,
                Bases.SIZES * SLOPE_NODES * Slopes.COUNT * Slopes.COUNT);
        int lengths = KINDS * COUNT_NODES;
        int sizedLengths = lengths * Bases.SIZES;
        counts = mixers.add(
                255,
                lengths,
                lengths,
                AMOUNTS * Bases.SIZES,
                lengths * IDS,
                sizedLengths * QUALITIES,
                sizedLengths * AMOUNTS * AMOUNTS,
                sizedLengths * AMOUNTS * ACTIVITIES,
                sizedLengths * COUNT_NODES * AMOUNTS);
        mantissas = mixers.add(255, 0, KINDS * 10, 0, KINDS * Bases.SIZES * 1024, IDS * 64);
        int places = KINDS * PLACES;
        int sizedPlaces = places * Bases.SIZES;
        zeros = mixers.add(
                255,
                places * 3,
                places,
                12 * Bases.SIZES,
                SHIFTED_IDS * KINDS * 256,
                sizedPlaces * QUALITIES * 6,
                sizedPlaces * AMOUNTS * 3,
                sizedPlaces * 16,
                places * 12 * 9,
                sizedPlaces * ACTIVITIES * 3,
                places * 162);
        magnitudes = mixers.add(
                255,
                0,
                UNARY * KINDS,
                PLACES,
                DETAILED * SHIFTED_IDS * KINDS * 16,
                UNARY * places * QUALITIES,
                UNARY * 12 * AMOUNTS,
                UNARY * places * 9,
                UNARY * Bases.SIZES * ACTIVITIES * PLACES);
    }

    /** Changes the quantiser step. */
    void step(int step) {
        quality = quality(step);
    }

    /** Returns the mixers. */
    MixerSet mixers() {
        return mixers;
    }

    /** Two classes an octave from steps of 6 to 192. */
    private static int quality(int step) {
        int exponent = 31 - Integer.numberOfLeadingZeros(Math.max(1, step));
        int halves = 2 * exponent + (step >> Math.max(0, exponent - 1) & 1);
        return Math.max(0, Math.min(QUALITIES - 1, halves - 13));
    }

    /** Adds up the cost of decisions from now on instead of coding them and learning from them; null ends that. */
    void measure(CostMeter meter) {
        this.meter = meter;
    }

    private int decide(ContextMixer mixer, int bit) {
        if (meter != null) {
            return meter.code(bit, mixer.predict());
        }
        return mixer.code(coder, bit);
    }

    private int raw(int bit) {
        return meter != null ? meter.code(bit, 1 << 15) : coder.code(bit, 1 << 15);
    }

    /** Class of an index in a block: from about the sixth on two an octave. */
    static int place(int index) {
        return PLACE_OF[index];
    }

    private static int bucket(int amount) {
        if (amount < 4) {
            return amount;
        }
        int exponent = 31 - Integer.numberOfLeadingZeros(amount);
        return Math.min(AMOUNTS - 1, 2 * exponent + (amount >> exponent - 1 & 1));
    }

    /** Of damaged data activity may have wrapped below 0. */
    private static int activityBucket(int activity) {
        return Math.min(ACTIVITIES - 1, activity < 3 ? Math.max(0, activity) : bucket(activity) - 1);
    }

    @Override
    public int split(TileState tile, int x, int y, int size, int flag) {
        int s = size - 1;
        int cell = tile.cell(x, y);
        int left = x > 0 ? 1 + tile.sizeOf[cell - 1] : 0;
        int above = y > 0 ? 1 + tile.sizeOf[cell - tile.cellStride] : 0;
        int amount = bucket(tile.neighbourAmount(x, y, size, 0));
        tree.context(0, s * QUALITIES + quality);
        tree.context(1, (s * 16 + left * 4 + above) * 6 + quality / 2);
        tree.context(2, (s * 16 + left * 4 + above) * AMOUNTS + amount);
        tree.weights(s, 0);
        return decide(tree, flag);
    }

    @Override
    public int blockClass(TileState tile, int x, int y, int size, int value) {
        int count = Bases.classes(size).length;
        if (count == 1) {
            return 0;
        }
        int bits = 32 - Integer.numberOfLeadingZeros(count - 1);
        int cell = tile.cell(x, y);
        int left = x > 0 ? tile.sizeOf[cell - 1] * MAX_CLASSES + tile.classOf[cell - 1] : IDS - 1;
        int up = cell - tile.cellStride;
        int above = y > 0 ? tile.sizeOf[up] * MAX_CLASSES + tile.classOf[up] : IDS - 2;
        int node = 1;
        for (int i = bits - 1; i >= 0; i--) {
            int at = size * MAX_CLASSES + node;
            classes.context(0, at * QUALITIES + quality);
            classes.context(1, at * IDS + left);
            classes.context(2, at * IDS + above);
            classes.context(3, ((at * IDS + left) * 97 + above) * 0x9E3779B1 >>> 18);
            classes.weights(at, 0);
            node = node << 1 | decide(classes, value >>> i & 1);
        }
        return Math.min(count - 1, node - (1 << bits));
    }

    @Override
    public int share(TileState tile, int x, int y, int size, int value, int blockClass) {
        int cell = tile.cell(x, y);
        int left = x > 0 ? 1 + tile.shareOf[cell - 1] : 0;
        int above = y > 0 ? 1 + tile.shareOf[cell - tile.cellStride] : 0;
        shares.context(0, size * MAX_CLASSES + blockClass);
        shares.context(1, (size * 9 + left * 3 + above) * QUALITIES + quality);
        shares.weights(size, 0);
        return decide(shares, value);
    }

    @Override
    public int slope(TileState tile, int x, int y, int size, int band, int value) {
        int cell = tile.cell(x, y);
        int left = x > 0 ? tile.slopeOf[band][cell - 1] : 0;
        int above = y > 0 ? tile.slopeOf[band][cell - tile.cellStride] : 0;
        int kind = Math.min(2, band) - 1;
        if (slope(kind, size, 0, left, above, value > 0 ? 1 : 0) == 0) {
            return 0;
        }
        int minus = slope(kind, size, 1, left, above, 1 - (value & 1));
        int magnitude = 1;
        while (magnitude < Slopes.LARGEST
                && slope(kind, size, 1 + magnitude, left, above, value + 1 >> 1 > magnitude ? 1 : 0) == 1) {
            magnitude++;
        }
        return 2 * magnitude - 1 + minus;
    }

    private int slope(int kind, int size, int node, int left, int above, int bit) {
        int at = kind * SLOPE_NODES + node;
        slopes.context(0, (at * Bases.SIZES + size) * QUALITIES + quality);
        slopes.context(1, (at * Slopes.COUNT + left) * Slopes.COUNT + above);
        slopes.context(2, ((size * SLOPE_NODES + node) * Slopes.COUNT + left) * Slopes.COUNT + above);
        slopes.weights(at, 0);
        return decide(slopes, bit);
    }

    @Override
    public int levels(TileState tile, int x, int y, int size, int band, int blockClass, int most, int activity)
            throws CorruptDataException {
        int kind = Math.min(KINDS - 1, band);
        int id = size * MAX_CLASSES + blockClass;
        short[] levels = tile.levels[band];
        int at = tile.levelsAt(x, y);
        short[] other = band == 0 ? null : tile.levels[band - 1];
        int following = tile.slopeOf[band][tile.cell(x, y)] == 0 ? 0 : 3;
        short[] lowest = band < 2 ? null : tile.levels[0];
        int amount = bucket(tile.neighbourAmount(x, y, size, band));
        int lower = band == 0 ? 0 : bucket(4 * (tile.amountOf[band - 1][tile.cell(x, y)] & 0xff));
        int lively = activityBucket(activity);
        int n = 0;
        if (!coder.decoding()) {
            for (n = most; n > 0 && levels[at + n - 1] == 0; n--) {}
        }
        n = count(n, kind, id, size, amount, lower, lively, most);
        int sum = 0;
        int previous = 0;
        int beforePrevious = 0;
        int trail = 0;
        int mid = amount < 3 ? 0 : amount < 7 ? 1 : 2;
        for (int i = 0; i < n; i++) {
            int place = PLACE_OF[i];
            int level = levels[at + i];
            int magnitude = Math.abs(level);
            int ref = other == null ? 0 : following + Math.min(2, Math.abs(other[at + i]));
            int far = lowest == null ? 0 : Math.min(2, Math.abs(lowest[at + i]));
            int p1 = Math.min(2, previous);
            int p2 = Math.min(2, beforePrevious);
            int weight = Math.min(11, bucket(trail >> 1));
            if (i < n - 1) {
                int ks = kind * Bases.SIZES + size;
                zeros.context(0, (id * KINDS + kind) * 256 + i);
                zeros.context(1, ((ks * QUALITIES + quality) * PLACES + place) * 6 + ref);
                zeros.context(2, ((ks * PLACES + place) * AMOUNTS + amount) * 3 + p1);
                zeros.context(3, (ks * 16 + Math.min(15, n - 1 - i)) * PLACES + place);
                zeros.context(4, ((kind * PLACES + place) * 12 + weight) * 9 + p1 * 3 + p2);
                zeros.context(5, ((ks * PLACES + place) * ACTIVITIES + lively) * 3 + mid);
                zeros.context(6, (((kind * PLACES + place) * 6 + ref) * 9 + p1 * 3 + mid) * 3 + far);
                zeros.weights(kind * PLACES + place, weight * Bases.SIZES + size);
                zeros.refinement((kind * PLACES + place) * 3 + p1);
                if (decide(zeros, magnitude == 0 ? 0 : 1) == 0) {
                    beforePrevious = previous;
                    previous = 0;
                    trail -= trail >> 2;
                    continue;
                }
            }
            magnitude = magnitude(magnitude, kind, id, size, i, place, amount, weight, p1 * 3 + p2, lively);
            int negative = raw(level < 0 ? 1 : 0);
            levels[at + i] = (short) (negative == 0 ? magnitude : -magnitude);
            sum += magnitude;
            beforePrevious = previous;
            previous = magnitude;
            trail += Math.min(64, magnitude) * 4 - (trail >> 2);
        }
        if (meter == null) {
            tile.markAmount(x, y, size, band, sum);
        }
        return n;
    }

    private int count(int n, int kind, int id, int size, int amount, int lower, int lively, int most)
            throws CorruptDataException {
        int exponent = 32 - Integer.numberOfLeadingZeros(n);
        int longest = 32 - Integer.numberOfLeadingZeros(most);
        int decided = 0;
        while (decided < longest) {
            int at = kind * COUNT_NODES + decided;
            int ats = at * Bases.SIZES + size;
            counts.context(0, at * IDS + id);
            counts.context(1, ats * QUALITIES + quality);
            counts.context(2, (ats * AMOUNTS + amount) * AMOUNTS + lower);
            counts.context(3, (ats * AMOUNTS + amount) * ACTIVITIES + lively);
            counts.context(4, (ats * COUNT_NODES + Math.min(9, lively)) * AMOUNTS + lower);
            counts.weights(at, amount * Bases.SIZES + size);
            counts.refinement(at);
            if (decide(counts, exponent > decided ? 1 : 0) == 0) {
                break;
            }
            decided++;
        }
        if (decided < 2) {
            return decided;
        }
        int value = 1;
        for (int i = decided - 2; i >= 0; i--) {
            mantissas.context(0, (kind * Bases.SIZES + size) * 1024 + (1 << decided - 1 | value << i) % 1024);
            mantissas.context(1, id * 64 + (decided * 4 + Math.min(3, value)) % 64);
            mantissas.weights(kind * 10 + decided, 0);
            value = value << 1 | decide(mantissas, n >>> i & 1);
        }
        if (value > most) {
            throw new CorruptDataException("a block of " + value + " levels where " + most + " are possible");
        }
        return value;
    }

    private int magnitude(
            int value, int kind, int id, int size, int i, int place, int amount, int weight, int p, int lively) {
        int decided = 1;
        while (decided < UNARY) {
            int at = decided - 1;
            magnitudes.context(
                    0, ((Math.min(at, DETAILED - 1) * SHIFTED_IDS + id) * KINDS + kind) * 16 + Math.min(15, i));
            magnitudes.context(1, ((at * KINDS + kind) * PLACES + place) * QUALITIES + quality);
            magnitudes.context(2, (at * 12 + weight) * AMOUNTS + amount);
            magnitudes.context(3, ((at * KINDS + kind) * PLACES + place) * 9 + p);
            magnitudes.context(4, ((at * Bases.SIZES + size) * ACTIVITIES + lively) * PLACES + place);
            magnitudes.weights(at * KINDS + kind, place);
            if (decide(magnitudes, value > decided ? 1 : 0) == 0) {
                return decided;
            }
            decided++;
        }
        int rest = value - UNARY + 1;
        int length = 31 - Integer.numberOfLeadingZeros(Math.max(1, rest));
        int bits = 0;
        while (bits < MAX_ESCAPE && raw(length > bits ? 1 : 0) == 1) {
            bits++;
        }
        int escaped = 1;
        for (int b = bits - 1; b >= 0; b--) {
            escaped = escaped << 1 | raw(rest >>> b & 1);
        }
        return UNARY - 1 + escaped;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.format.FormatException;
import java.util.Arrays;

/**
 * Codes a set of distinct colours. Each colour is a key of up to 32 bits: alpha, if there is any, then the bits of green,
 * red and blue in turn, the highest first (or those of grey). The keys are a binary trie, and for each of its nodes is
 * coded how many keys have the next bit clear. As a set has no order, none is paid for.
 */
final class PaletteCoder {
    private static final int HALF = 1 << 15;
    private static final int KINDS = 8;
    private static final int POSITIONS = 32;
    private static final int RELATIONS = 90;

    private final BitCoder coder;
    private final boolean grey;
    private final int alphaBits;
    private final int length;
    private final ContextMixer mixer = new ContextMixer.Builder()
            .input(KINDS * POSITIONS * RELATIONS, 60)
            .input(KINDS * 4 * 256, 60)
            .input(KINDS * POSITIONS * 3 * 15, 60)
            .input(KINDS * POSITIONS, 60)
            .weights(KINDS * 4, 0)
            .build();
    private final int[] keys;
    private int done;

    private PaletteCoder(BitCoder coder, boolean grey, boolean alpha, int[] keys, byte[] start) {
        this.coder = coder;
        this.grey = grey;
        this.keys = keys;
        alphaBits = alpha ? 8 : 0;
        length = alphaBits + (grey ? 8 : 24);
        if (start.length > 0) {
            mixer.load(start);
        }
    }

    /**
     * Encodes a palette.
     *
     * @param encoder takes the decisions
     * @param palette distinct colours, straight ARGB
     * @param grey whether red, green and blue are equal
     * @param alpha whether alpha is not always 255
     */
    static void encode(BitEncoder encoder, int[] palette, boolean grey, boolean alpha) {
        new PaletteCoder(encoder, grey, alpha, new int[palette.length], StartingStates.palette()).encode(palette);
    }

    /** What coding a palette teaches one who knows something already, or nothing. */
    static byte[] learned(int[] palette, boolean grey, boolean alpha, byte[] start, int countCap) {
        PaletteCoder coder = new PaletteCoder(new BitEncoder(), grey, alpha, new int[palette.length], start);
        coder.encode(palette);
        return coder.mixer.save(countCap);
    }

    private void encode(int[] palette) {
        for (int i = 0; i < palette.length; i++) {
            keys[i] = key(palette[i]) ^ Integer.MIN_VALUE;
        }
        Arrays.sort(keys);
        for (int i = 0; i < palette.length; i++) {
            keys[i] ^= Integer.MIN_VALUE;
        }
        code(0, palette.length, 0, 0);
    }

    /**
     * Decodes a palette.
     *
     * @param decoder gives the decisions; whether they were the right ones, it tells at its end
     * @param count number of colours
     * @throws FormatException if there cannot be so many
     */
    static int[] decode(BitDecoder decoder, int count, boolean grey, boolean alpha) throws FormatException {
        if (count > 1L << (alpha ? 8 : 0) + (grey ? 8 : 24)) {
            throw new FormatException(-1, "the palette has more colours than there are");
        }
        PaletteCoder coder = new PaletteCoder(decoder, grey, alpha, new int[count], StartingStates.palette());
        coder.code(0, count, 0, 0);
        int[] palette = new int[count];
        for (int i = 0; i < count; i++) {
            palette[i] = coder.colour(coder.keys[i]);
        }
        return palette;
    }

    private int key(int argb) {
        int key = alphaBits == 0 ? 0 : argb >>> 24;
        if (grey) {
            return key << 8 | argb & 0xff;
        }
        for (int bit = 7; bit >= 0; bit--) {
            key = key << 3 | (argb >>> 8 + bit & 1) << 2 | (argb >>> 16 + bit & 1) << 1 | argb >>> bit & 1;
        }
        return key;
    }

    private int colour(int key) {
        int alpha = alphaBits == 0 ? 255 : key >>> length - 8;
        if (grey) {
            return alpha << 24 | (key & 0xff) * 0x010101;
        }
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int bit = 7; bit >= 0; bit--) {
            int three = key >>> 3 * bit;
            green = green << 1 | three >>> 2 & 1;
            red = red << 1 | three >>> 1 & 1;
            blue = blue << 1 | three & 1;
        }
        return alpha << 24 | red << 16 | green << 8 | blue;
    }

    /** Codes the keys from to to - 1, which agree in their first bits. */
    private void code(int from, int to, int known, int prefix) {
        if (known == length) {
            done = to;
            keys[from] = prefix;
            return;
        }
        int middle = from + split(from, to, known, prefix);
        if (middle > from) {
            code(from, middle, known + 1, prefix << 1);
        }
        if (middle < to) {
            code(middle, to, known + 1, prefix << 1 | 1);
        }
    }

    /** Codes how many of the keys have the next bit clear. */
    private int split(int from, int to, int known, int prefix) {
        int n = to - from;
        int clear = 0;
        if (!coder.decoding()) {
            while (clear < n && (keys[from + clear] >>> length - known - 1 & 1) == 0) {
                clear++;
            }
        }
        int room = (int) Math.min(n, 1L << length - known - 1);
        if (n > 1) {
            int bits = Integer.SIZE - Integer.numberOfLeadingZeros(n - 1);
            select(Math.min(2 + bits, KINDS - 1), known, prefix);
            if (n > room || mixer.code(coder, clear > 0 && clear < n ? 1 : 0) == 1) {
                int least = Math.max(1, n - room);
                return least + uniform(coder, Math.min(n - 1, room) - least + 1, clear - least);
            }
        }
        select(n > 1 ? 1 : 0, known, prefix);
        return mixer.code(coder, clear == 0 ? 1 : 0) == 1 ? 0 : n;
    }

    /** Codes a number from 0 to count - 1, all equally likely; a decoder ignores the value. */
    static int uniform(BitCoder coder, int count, int value) {
        int low = 0;
        int high = count;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            int one = (int) (2L * HALF * (high - middle) / (high - low));
            if (coder.code(value >= middle ? 1 : 0, one) == 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void select(int kind, int known, int prefix) {
        int component;
        int bit;
        int own;
        int relation = 0;
        if (known < alphaBits) {
            component = 3;
            bit = known;
            own = prefix;
        } else if (grey) {
            component = 0;
            bit = known - alphaBits;
            own = prefix & (1 << bit) - 1;
        } else {
            int place = known - alphaBits;
            component = place % 3;
            bit = place / 3;
            own = component(prefix, place, component);
            if (component > 0) {
                int green = component(prefix, place, 0);
                relation = 1 + relation(own, green, 2);
                if (component == 2) {
                    relation = 11 + relation(own, green, 2) * 6 + relation(own, component(prefix, place, 1), 1);
                }
            }
        }
        int position = component * 8 + bit;
        int agreement = 0;
        if (done > 0) {
            int last = keys[done - 1] >>> length - known - 1;
            int lastOwn = known < alphaBits || grey
                    ? last & (2 << bit) - 1
                    : component(last, known - alphaBits + 1, component);
            agreement = lastOwn >>> 1 == own ? 1 + (lastOwn & 1) : 0;
        }
        int near = component == 0 || component == 3 ? 0 : 1 + (relation - 1) % 14;
        mixer.context(0, (kind * POSITIONS + position) * RELATIONS + relation);
        mixer.context(1, (kind * 4 + component) * 256 + (1 << bit | own));
        mixer.context(2, ((kind * POSITIONS + position) * 3 + agreement) * 15 + near);
        mixer.context(3, kind * POSITIONS + position);
        mixer.weights(kind * 4 + component, 0);
    }

    /** The known bits of a colour component: 0 green, 1 red, 2 blue. */
    private static int component(int prefix, int known, int component) {
        int value = 0;
        for (int place = component; place < known; place += 3) {
            value = value << 1 | prefix >>> known - 1 - place & 1;
        }
        return value;
    }

    /** How the known bits of a component lie to another's, of which one bit more is known, and that bit. */
    private static int relation(int own, int other, int most) {
        int difference = Math.max(-most, Math.min(most, own - (other >>> 1)));
        return (difference + most) * 2 + (other & 1);
    }
}

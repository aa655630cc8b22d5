// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.CorruptDataException;

/** Codes residuals of latents by mixing contexts: whether zero, the sign, then the magnitude in unary. */
final class MixingCoder implements LatentWalk.Coder {
    private static final int UNARY = 17;
    private static final int ESCAPE_BITS = 16;
    private static final int BANDS = 8;
    private static final int GROUPS = 24;

    /** Latents of lower classes of predicted size are nearly always zero: few contexts do for them, and are quicker. */
    private static final int QUIET = 17;

    private final BitCoder coder;
    private final ContextMixer empties;
    private final ContextMixer quiets;
    private final ContextMixer zeros;
    private final ContextMixer signs;
    private final ContextMixer sizes;
    private final LatentPredictor predictor;

    /** Sizes of the two channels before, and their sums beside and at the corners. */
    private short[] before;

    private short[] around;
    private short[] corners;
    private short[] before2;
    private short[] around2;
    private short[] corners2;

    /** Class of the channel that is being coded. */
    private int group;

    /**
     * Starts from a model's priors.
     *
     * @throws IllegalArgumentException if their states are of other sizes
     */
    MixingCoder(BitCoder coder, LatentPriors priors) {
        this.coder = coder;
        predictor = priors.predictor();
        int channels = predictor.values().length;
        empties = new ContextMixer.Builder()
                .input(channels * BANDS * 2, 60)
                .input(channels * 2, 250)
                .input(2 * 16 * BANDS, 250)
                .weights(2, 0)
                .build();
        quiets = new ContextMixer.Builder()
                .input(channels * BANDS, 250)
                .input(QUIET * 8 * 5, 500)
                .input(32 * GROUPS, 250)
                .weights(QUIET, 0)
                .build();
        zeros = new ContextMixer.Builder()
                .input(channels * BANDS, 250)
                .input(64 * 16, 500)
                .input(64 * 9, 500)
                .input(4 * 4 * 5 * 5, 250)
                .input(32 * GROUPS, 250)
                .input(32 * 32, 250)
                .weights(32, GROUPS)
                .build();
        signs = new ContextMixer.Builder()
                .input(channels * 9, 250)
                .input(27 * GROUPS, 250)
                .input(64 * 16, 500)
                .weights(GROUPS, 0)
                .build();
        sizes = new ContextMixer.Builder()
                .input(UNARY * 64, 500)
                .input(8 * channels, 250)
                .input(8 * GROUPS * 32, 500)
                .weights(UNARY, GROUPS)
                .build();
        byte[][] states = priors.states();
        ContextMixer[] mixers = mixers();
        if (states.length != 0 && states.length != mixers.length) {
            throw new IllegalArgumentException(states.length + " states for " + mixers.length + " mixers");
        }
        for (int i = 0; i < states.length; i++) {
            mixers[i].load(states[i]);
        }
    }

    private ContextMixer[] mixers() {
        return new ContextMixer[] {empties, quiets, zeros, signs, sizes};
    }

    /** What the mixers have learned. */
    byte[][] save(int countCap) {
        ContextMixer[] mixers = mixers();
        byte[][] states = new byte[mixers.length][];
        for (int i = 0; i < states.length; i++) {
            states[i] = mixers[i].save(countCap);
        }
        return states;
    }

    @Override
    public boolean empty(LatentWalk walk, boolean empty) throws CorruptDataException {
        if (coder instanceof BitDecoder decoder && decoder.broken()) {
            throw new CorruptDataException("the coded latents end too early");
        }
        look(walk);
        int emptyBefore = walk.emptyBefore ? 1 : 0;
        int band = walk.level >> 5;
        int log = Math.min(15, 31 - Integer.numberOfLeadingZeros(walk.field.width * walk.field.height));
        empties.context(0, (walk.channel * BANDS + band) * 2 + emptyBefore);
        empties.context(1, walk.channel * 2 + emptyBefore);
        empties.context(2, (log * BANDS + band) * 2 + emptyBefore);
        empties.weights(emptyBefore, 0);
        return empties.code(coder, empty ? 1 : 0) == 1;
    }

    /** Notes the planes of earlier channels that this channel's contexts look at. */
    private void look(LatentWalk walk) {
        LatentField field = walk.field;
        int channel = walk.channel;
        group = group(channel);
        before = field.plane(field.sizes, channel - 1);
        around = field.plane(field.cross, channel - 1);
        corners = field.plane(field.diagonal, channel - 1);
        before2 = field.plane(field.sizes, channel - 2);
        around2 = field.plane(field.cross, channel - 2);
        corners2 = field.plane(field.diagonal, channel - 2);
    }

    private static int group(int channel) {
        return channel < 8 ? channel : Math.min(GROUPS - 1, 8 + energyLog(channel));
    }

    /** Three classes an octave from 8 on. */
    private static int energyLog(int channel) {
        int log = 31 - Integer.numberOfLeadingZeros(channel);
        return (log - 3) * 3 + ((channel >>> log - 2 & 3) * 3 >> 2);
    }

    @Override
    public int residual(LatentWalk walk, int residual, int predicted) throws CorruptDataException {
        LatentField field = walk.field;
        int channel = walk.channel;
        int at = walk.at;
        int energy = walk.energy;
        int fraction = walk.fraction;
        int activity = field.activityClass[at];
        int nothing = residual == 0 ? 1 : 0;
        if (energy < QUIET) {
            int distance = Math.abs(fraction) >> 8;
            quiets.context(0, channel * BANDS + (walk.level >> 5));
            quiets.context(1, (energy * 8 + distance) * 5 + Math.min(4, walk.w + walk.n + walk.nw + walk.ne));
            quiets.context(2, activity * GROUPS + group);
            quiets.weights(energy, 0);
            nothing = quiets.code(coder, nothing);
        } else {
            nothing = zero(nothing, walk, activity);
        }
        if (nothing == 1) {
            return 0;
        }
        int pitch = field.pitch;
        int signW = Integer.signum(walk.values[at - 1]) + 1;
        int signN = Integer.signum(walk.values[at - pitch]) + 1;
        int signNe = Integer.signum(walk.values[at - pitch + 1]) + 1;
        signs.context(0, channel * 9 + signW * 3 + signN);
        signs.context(1, ((signW * 3 + signN) * 3 + signNe) * GROUPS + group);
        signs.context(2, (fraction + 2048 >> 6) * 16 + Math.min(15, energy >> 2));
        signs.weights(group, 0);
        int negative = signs.code(coder, residual < 0 ? 1 : 0);
        int size = size(Math.abs(residual), walk);
        return negative == 1 ? -size : size;
    }

    private int zero(int nothing, LatentWalk walk, int activity) {
        int channel = walk.channel;
        int at = walk.at;
        int energy = walk.energy;
        int others = Math.min(31, energy >> 1);
        zeros.context(0, channel * BANDS + (walk.level >> 5));
        zeros.context(1, energy * 16 + (Math.abs(walk.fraction) >> 7));
        zeros.context(2, energy * 9 + Math.min(2, walk.w) * 3 + Math.min(2, walk.n));
        zeros.context(
                3,
                ((Math.min(3, before[at]) * 4 + Math.min(3, before2[at])) * 5 + Math.min(4, around[at] + corners[at]))
                                * 5
                        + Math.min(4, around2[at] + corners2[at]));
        zeros.context(4, activity * GROUPS + group);
        zeros.context(5, (walk.level >> 3) * 32 + others);
        zeros.weights(others, group);
        return zeros.code(coder, nothing);
    }

    private int size(int size, LatentWalk walk) throws CorruptDataException {
        for (int k = 1; k <= UNARY; k++) {
            int step = k - 1;
            sizes.context(0, step * 64 + walk.energy);
            sizes.context(1, Math.min(7, step) * predictor.values().length + walk.channel);
            sizes.context(2, (Math.min(7, step) * GROUPS + group) * 32 + (walk.energy >> 1));
            sizes.weights(step, group);
            if (sizes.code(coder, size > k ? 1 : 0) == 0) {
                return k;
            }
        }
        return UNARY + 1 + escape(size - UNARY - 1);
    }

    /** Exp-Golomb code of what is left, at even odds. */
    private int escape(int rest) throws CorruptDataException {
        int bits = 0;
        while (coder.code(rest + 1 >>> bits + 1 != 0 ? 1 : 0, 1 << 15) == 1) {
            if (++bits > ESCAPE_BITS || (coder instanceof BitDecoder decoder && decoder.broken())) {
                throw new CorruptDataException("a latent is too large");
            }
        }
        int value = 1;
        for (int bit = bits - 1; bit >= 0; bit--) {
            value = value << 1 | coder.code(rest + 1 >>> bit & 1, 1 << 15);
        }
        return value - 1;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/** A mixer of three contexts and one or two sets of weights, with its loops written out: see {@link SixContexts}. */
final class ThreeContexts extends ContextMixer {
    ThreeContexts(Builder builder) {
        super(builder);
    }

    @Override
    public int code(BitCoder coder, int bit) {
        int at0 = at[0];
        int at1 = at[1];
        int at2 = at[2];
        int c0 = counters[at0];
        int c1 = counters[at1];
        int c2 = counters[at2];
        int s0 = Logistic.stretch(c0 >>> 16);
        int s1 = Logistic.stretch(c1 >>> 16);
        int s2 = Logistic.stretch(c2 >>> 16);
        int mixed = first.mix(s0, s1, s2);
        if (second != null) {
            mixed = mixed + second.mix(s0, s1, s2) >> 1;
        }
        int decided = coder.code(bit, Logistic.squash(mixed));
        counters[at0] = Counters.updated(c0, decided, limit[0]);
        counters[at1] = Counters.updated(c1, decided, limit[1]);
        counters[at2] = Counters.updated(c2, decided, limit[2]);
        first.update(s0, s1, s2, decided);
        if (second != null) {
            second.update(s0, s1, s2, decided);
        }
        return decided;
    }
}

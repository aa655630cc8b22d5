// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/**
 * A mixer of six contexts and two sets of weights, with its loops written out. It decides as its superclass does; but
 * loops of six turns cost the compiled code more in counting and in stores to arrays than in what they compute.
 */
final class SixContexts extends ContextMixer {
    SixContexts(Builder builder) {
        super(builder);
    }

    @Override
    public int code(BitCoder coder, int bit) {
        int at0 = at[0];
        int at1 = at[1];
        int at2 = at[2];
        int at3 = at[3];
        int at4 = at[4];
        int at5 = at[5];
        int c0 = counters[at0];
        int c1 = counters[at1];
        int c2 = counters[at2];
        int c3 = counters[at3];
        int c4 = counters[at4];
        int c5 = counters[at5];
        int s0 = Logistic.stretch(c0 >>> 16);
        int s1 = Logistic.stretch(c1 >>> 16);
        int s2 = Logistic.stretch(c2 >>> 16);
        int s3 = Logistic.stretch(c3 >>> 16);
        int s4 = Logistic.stretch(c4 >>> 16);
        int s5 = Logistic.stretch(c5 >>> 16);
        int mixed = first.mix(s0, s1, s2, s3, s4, s5) + second.mix(s0, s1, s2, s3, s4, s5) >> 1;
        int decided = coder.code(bit, Logistic.squash(mixed));
        counters[at0] = Counters.updated(c0, decided, limit[0]);
        counters[at1] = Counters.updated(c1, decided, limit[1]);
        counters[at2] = Counters.updated(c2, decided, limit[2]);
        counters[at3] = Counters.updated(c3, decided, limit[3]);
        counters[at4] = Counters.updated(c4, decided, limit[4]);
        counters[at5] = Counters.updated(c5, decided, limit[5]);
        first.update(s0, s1, s2, s3, s4, s5, decided);
        second.update(s0, s1, s2, s3, s4, s5, decided);
        return decided;
    }
}

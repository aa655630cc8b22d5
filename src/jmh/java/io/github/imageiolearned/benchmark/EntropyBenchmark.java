// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.entropy.RansDecoder;
import io.github.imageiolearned.entropy.RansEncoder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Symbols a second of static rANS and decisions a second of mixing, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EntropyBenchmark {
    private static final int SYMBOLS = 1 << 20;
    private static final int DECISIONS = 1 << 18;
    private static final int INPUTS = 8;
    private static final int CONTEXTS = 1 << 12;

    private byte[] symbols;
    private FrequencyTable table;
    private byte[] ransBytes;
    private byte[] bits;
    private byte[] mixedBytes;

    /**
     * Makes the data: symbols of a two-sided geometric kind, bits that follow those before them.
     *
     * @throws CorruptDataException never
     */
    @Setup
    public void prepare() throws CorruptDataException {
        Random random = new Random(1);
        symbols = new byte[SYMBOLS];
        int[] counts = new int[32];
        for (int i = 0; i < SYMBOLS; i++) {
            int symbol = Math.min(15, (int) (-3 * Math.log(1 - random.nextDouble())));
            symbols[i] = (byte) (random.nextBoolean() ? 16 + symbol : 15 - symbol);
            counts[symbols[i]]++;
        }
        table = FrequencyTable.ofCounts(counts);
        ransBytes = ransEncode();
        bits = new byte[DECISIONS];
        for (int i = 2; i < DECISIONS; i++) {
            double one = 0.1 + 0.4 * bits[i - 1] + 0.3 * bits[i - 2];
            bits[i] = (byte) (random.nextDouble() < one ? 1 : 0);
        }
        mixedBytes = mixEncode();
    }

    /**
     * Encodes symbols with one table.
     *
     * @return coded bytes
     */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public byte[] ransEncode() {
        RansEncoder encoder = new RansEncoder();
        int number = encoder.table(table);
        for (byte symbol : symbols) {
            encoder.put(number, symbol);
        }
        return encoder.finish();
    }

    /**
     * Decodes the symbols.
     *
     * @return their sum
     * @throws CorruptDataException never
     */
    @Benchmark
    @OperationsPerInvocation(SYMBOLS)
    public int ransDecode() throws CorruptDataException {
        RansDecoder decoder = new RansDecoder(ransBytes, 0, ransBytes.length);
        int sum = 0;
        for (int i = 0; i < SYMBOLS; i++) {
            sum += decoder.get(table);
        }
        decoder.finish();
        return sum;
    }

    /**
     * Encodes decisions with eight contexts and two sets of weights.
     *
     * @return coded bytes
     */
    @Benchmark
    @OperationsPerInvocation(DECISIONS)
    public byte[] mixEncode() {
        BitEncoder encoder = new BitEncoder();
        mix(encoder);
        return encoder.finish();
    }

    /**
     * Decodes the decisions.
     *
     * @return how many of them are 1
     * @throws CorruptDataException never
     */
    @Benchmark
    @OperationsPerInvocation(DECISIONS)
    public int mixDecode() throws CorruptDataException {
        BitDecoder decoder = new BitDecoder(mixedBytes);
        int ones = mix(decoder);
        decoder.finish();
        return ones;
    }

    private int mix(BitCoder coder) {
        ContextMixer.Builder builder = new ContextMixer.Builder();
        for (int i = 0; i < INPUTS; i++) {
            builder.input(CONTEXTS, 255);
        }
        ContextMixer mixer = builder.weights(16, 16).build();
        int history = 0;
        int ones = 0;
        for (int i = 0; i < DECISIONS; i++) {
            for (int input = 0; input < INPUTS; input++) {
                mixer.context(input, history & (2 << input) - 1);
            }
            mixer.weights(history & 15, history >> 4 & 15);
            int bit = mixer.code(coder, bits[i]);
            history = history << 1 & CONTEXTS - 1 | bit;
            ones += bit;
        }
        return ones;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.util.Arrays;

/**
 * Static frequencies of symbols 0 to n - 1, which sum to 2^{@value #BITS}, for {@link RansEncoder} and
 * {@link RansDecoder}.
 */
public final class FrequencyTable {
    /** log2 of the sum of all frequencies. */
    public static final int BITS = 12;

    /** Most symbols that a table can have. */
    public static final int MAX_SYMBOLS = 1 << (BITS - 2);

    static final int SUM = 1 << BITS;

    final char[] frequency;
    final char[] start;
    private volatile char[] symbolAt;

    private FrequencyTable(char[] frequency) {
        this.frequency = frequency;
        start = new char[frequency.length];
        int sum = 0;
        for (int s = 0; s < frequency.length; s++) {
            start[s] = (char) sum;
            sum += frequency[s];
        }
        if (sum != SUM) {
            throw new IllegalArgumentException("frequencies sum to " + sum);
        }
    }

    /**
     * Scales counts. Symbols that were counted get at least 1; the rest get none and cannot be encoded.
     *
     * @param counts how often each symbol occurs; at least one occurs
     * @return frequencies
     */
    public static FrequencyTable ofCounts(int[] counts) {
        long total = 0;
        int used = 0;
        for (int count : counts) {
            total += count;
            used += count > 0 ? 1 : 0;
        }
        if (total == 0 || counts.length > MAX_SYMBOLS) {
            throw new IllegalArgumentException(counts.length + " symbols, " + total + " counts");
        }
        char[] frequency = new char[counts.length];
        int sum = 0;
        int largest = 0;
        for (int s = 0; s < counts.length; s++) {
            if (counts[s] > 0) {
                frequency[s] = (char) (1 + (long) counts[s] * (SUM - used) / total);
                sum += frequency[s];
                largest = counts[s] > counts[largest] ? s : largest;
            }
        }
        frequency[largest] += (char) (SUM - sum);
        return new FrequencyTable(frequency);
    }

    /**
     * Takes frequencies as they are, from a file.
     *
     * @param frequencies 0 or more for each symbol
     * @return the table
     * @throws CorruptDataException if they do not sum to 2^{@value #BITS}
     */
    public static FrequencyTable ofFrequencies(int[] frequencies) throws CorruptDataException {
        long sum = 0;
        char[] frequency = new char[frequencies.length];
        for (int s = 0; s < frequencies.length; s++) {
            if (frequencies[s] < 0 || frequencies[s] > SUM) {
                throw new CorruptDataException("frequency " + frequencies[s]);
            }
            sum += frequencies[s];
            frequency[s] = (char) frequencies[s];
        }
        if (sum != SUM || frequencies.length > MAX_SYMBOLS) {
            throw new CorruptDataException("frequencies of " + frequencies.length + " symbols sum to " + sum);
        }
        return new FrequencyTable(frequency);
    }

    /**
     * Returns the number of symbols.
     *
     * @return at least 1
     */
    public int size() {
        return frequency.length;
    }

    /**
     * Returns the frequency of a symbol.
     *
     * @param symbol 0 to {@link #size()} - 1
     * @return 0 to 2^{@value #BITS}
     */
    public int frequency(int symbol) {
        return frequency[symbol];
    }

    /** The symbol of each of the 2^BITS slots. */
    char[] symbolAt() {
        if (symbolAt == null) {
            char[] symbols = new char[SUM];
            for (int s = 0; s < frequency.length; s++) {
                Arrays.fill(symbols, start[s], start[s] + frequency[s], (char) s);
            }
            symbolAt = symbols;
        }
        return symbolAt;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.kmq;

import io.github.imageiolearned.entropy.BitCoder;
import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.ContextMixer;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;

/**
 * Codes frequency tables: for each whether it is used, then for each symbol the number of significant bits of its
 * frequency, in unary, in contexts of those of the symbols before and of the table before, and the bits below the
 * highest.
 */
final class TableCoder {
    private static final int LENGTHS = FrequencyTable.BITS + 2;
    private static final int SUM = 1 << FrequencyTable.BITS;

    private final BitCoder coder;
    private final ContextMixer mixer = new ContextMixer.Builder()
            .input(LENGTHS * LENGTHS * LENGTHS, 250)
            .input(LENGTHS * LENGTHS * LENGTHS, 250)
            .input(LENGTHS * LENGTHS, 250)
            .input(2 * LENGTHS, 250)
            .weights(LENGTHS, 0)
            .build();

    private TableCoder(BitCoder coder) {
        this.coder = coder;
    }

    /** Encodes tables of {@code symbols} symbols each; null for those that are not used. */
    static byte[] encode(FrequencyTable[] tables, int symbols) {
        BitEncoder encoder = new BitEncoder();
        TableCoder self = new TableCoder(encoder);
        int[] before = new int[symbols];
        for (FrequencyTable table : tables) {
            int[] frequencies = new int[symbols];
            if (table != null) {
                for (int s = 0; s < symbols; s++) {
                    frequencies[s] = table.frequency(s);
                }
            }
            before = self.table(frequencies, table != null, before);
        }
        return encoder.finish();
    }

    static FrequencyTable[] decode(byte[] bytes, int count, int symbols) throws CorruptDataException {
        BitDecoder decoder = new BitDecoder(bytes);
        TableCoder self = new TableCoder(decoder);
        FrequencyTable[] tables = new FrequencyTable[count];
        int[] before = new int[symbols];
        for (int t = 0; t < count; t++) {
            int[] frequencies = self.table(new int[symbols], false, before);
            if (frequencies != before) {
                tables[t] = FrequencyTable.ofFrequencies(frequencies);
            }
            before = frequencies;
        }
        decoder.finish();
        return tables;
    }

    /** Codes a table and returns its frequencies, or those of the table before if it is not used. */
    private int[] table(int[] frequencies, boolean used, int[] before) {
        if (coder.code(used ? 1 : 0, 1 << 15) == 0) {
            return before;
        }
        int left = SUM;
        int last = 0;
        int secondLast = 0;
        for (int s = 0; s < frequencies.length && left > 0; s++) {
            int above = length(before[s]);
            int length = length(frequencies[s], last, secondLast, above);
            int value = length == 0 ? 0 : 1;
            for (int bit = length - 2; bit >= 0; bit--) {
                value = value << 1 | coder.code(frequencies[s] >>> bit & 1, 1 << 15);
            }
            frequencies[s] = value;
            left -= value;
            secondLast = last;
            last = length;
        }
        return frequencies;
    }

    private int length(int frequency, int last, int secondLast, int above) {
        int most = FrequencyTable.BITS + 1;
        int wanted = length(frequency);
        int length = 0;
        while (length < most) {
            mixer.context(0, (length * LENGTHS + last) * LENGTHS + secondLast);
            mixer.context(1, (length * LENGTHS + last) * LENGTHS + above);
            mixer.context(2, length * LENGTHS + above);
            mixer.context(3, length * 2 + (last == 0 ? 1 : 0));
            mixer.weights(length, 0);
            if (mixer.code(coder, wanted > length ? 1 : 0) == 0) {
                break;
            }
            length++;
        }
        return length;
    }

    private static int length(int value) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(value);
    }
}

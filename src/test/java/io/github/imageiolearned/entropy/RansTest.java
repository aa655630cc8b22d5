// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RansTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 100_000})
    void roundTripWithTwoTables(int count) throws CorruptDataException {
        Random random = new Random(count);
        FrequencyTable skewed = FrequencyTable.ofCounts(new int[] {100_000, 1, 0, 50, 7});
        FrequencyTable sure = FrequencyTable.ofCounts(new int[] {0, 9});
        int[] usable = {0, 1, 3, 4};
        RansEncoder encoder = new RansEncoder();
        int first = encoder.table(skewed);
        int second = encoder.table(sure);
        int[] symbols = new int[count];
        for (int i = 0; i < count; i++) {
            symbols[i] = i % 5 == 0 ? 1 : usable[random.nextInt(4)];
            encoder.put(i % 5 == 0 ? second : first, symbols[i]);
        }
        byte[] bytes = encoder.finish();
        RansDecoder decoder = new RansDecoder(bytes, 0, bytes.length);
        for (int i = 0; i < count; i++) {
            assertEquals(symbols[i], decoder.get(i % 5 == 0 ? sure : skewed));
        }
        decoder.finish();
        if (count > 0) {
            RansDecoder shortened = new RansDecoder(Arrays.copyOf(bytes, bytes.length - 2), 0, bytes.length - 2);
            for (int i = 0; i < count; i++) {
                shortened.get(i % 5 == 0 ? sure : skewed);
            }
            assertThrows(CorruptDataException.class, shortened::finish);
        }
    }

    @Test
    void frequenciesKeepEverySymbolAndSum() {
        int[] counts = new int[300];
        Arrays.fill(counts, 1);
        counts[17] = 1 << 30;
        FrequencyTable table = FrequencyTable.ofCounts(counts);
        int sum = 0;
        for (int s = 0; s < table.size(); s++) {
            sum += table.frequency(s);
            assertEquals(true, table.frequency(s) >= 1);
        }
        assertEquals(1 << FrequencyTable.BITS, sum);
    }

    @Test
    void frequenciesOfAFileMustSum() {
        assertThrows(CorruptDataException.class, () -> FrequencyTable.ofFrequencies(new int[] {4000, 95}));
        assertThrows(CorruptDataException.class, () -> FrequencyTable.ofFrequencies(new int[] {-1, 4097}));
    }

    @Test
    void symbolsWithoutFrequencyAreRefused() {
        RansEncoder encoder = new RansEncoder();
        int table = encoder.table(FrequencyTable.ofCounts(new int[] {1, 0}));
        assertThrows(IllegalArgumentException.class, () -> encoder.put(table, 1));
    }
}

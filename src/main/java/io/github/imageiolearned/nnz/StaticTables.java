// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.FrequencyTable;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;

/**
 * Static frequencies of residuals, in contexts of the predicted size and of how far the predicted value is from an
 * integer; and of empty channels, in contexts of channel and quality. Residuals are turned so that the predicted value
 * lies above the integer.
 */
final class StaticTables {
    /** Largest magnitude that has symbols of its own. */
    static final int LARGEST = 15;

    /** Symbol for larger ones; symbol {@code LARGEST + r} stands for residual r. */
    static final int ESCAPE = 2 * LARGEST + 1;

    static final int SYMBOLS = ESCAPE + 1;

    private static final int FRACTIONS = 3;
    private static final int CONTEXTS = LatentWalk.ENERGIES * FRACTIONS;
    private static final int EMPTY_BANDS = 8;
    private static final int EMPTY_GROUPS = 64;
    private static final int EMPTY_CONTEXTS = EMPTY_BANDS * EMPTY_GROUPS * 2;

    private final FrequencyTable[] residuals;
    private final FrequencyTable[] empties;

    private StaticTables(FrequencyTable[] residuals, FrequencyTable[] empties) {
        this.residuals = residuals;
        this.empties = empties;
    }

    /** Number of the table for the residual at the walk's cell. */
    static int context(LatentWalk walk) {
        int distance = Math.abs(walk.fraction);
        return walk.energy * FRACTIONS + (distance < 256 ? 0 : distance < 1024 ? 1 : 2);
    }

    /** Number of the table for the walk's channel being empty. */
    static int emptyContext(LatentWalk walk) {
        int group = walk.channel * EMPTY_GROUPS / walk.field.channels;
        return ((walk.level >> 5) * EMPTY_GROUPS + group) * 2 + (walk.emptyBefore ? 1 : 0);
    }

    FrequencyTable[] residuals() {
        return residuals;
    }

    FrequencyTable[] empties() {
        return empties;
    }

    /** Counts what a walk meets, for {@link #tables()}. */
    static final class Counter implements LatentWalk.Coder {
        private final int[][] residuals = new int[CONTEXTS][SYMBOLS];
        private final int[][] empties = new int[EMPTY_CONTEXTS][2];

        @Override
        public boolean empty(LatentWalk walk, boolean empty) {
            empties[emptyContext(walk)][empty ? 1 : 0]++;
            return empty;
        }

        @Override
        public int residual(LatentWalk walk, int residual, int predicted) {
            int turned = walk.fraction < 0 ? -residual : residual;
            residuals[context(walk)][Math.abs(turned) > LARGEST ? ESCAPE : LARGEST + turned]++;
            return residual;
        }

        StaticTables tables() {
            FrequencyTable[] residual = new FrequencyTable[CONTEXTS];
            for (int i = 0; i < CONTEXTS; i++) {
                residual[i] = FrequencyTable.ofCounts(sum(guess(i / FRACTIONS), residuals[i]));
            }
            FrequencyTable[] empty = new FrequencyTable[EMPTY_CONTEXTS];
            for (int i = 0; i < EMPTY_CONTEXTS; i++) {
                empty[i] = FrequencyTable.ofCounts(sum(new int[] {1, 1}, empties[i]));
            }
            return new StaticTables(residual, empty);
        }

        private static int[] sum(int[] a, int[] b) {
            int[] sum = new int[a.length];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = a[i] + b[i];
            }
            return sum;
        }

        /** A few counts as of a two-sided geometric distribution whose mean size is that of the class. */
        private static int[] guess(int energy) {
            double size = StrictMath.pow(2, (energy - 1) / 4.0 - 8);
            double ratio = size / (1 + size);
            int[] counts = new int[SYMBOLS];
            double rest = 1;
            for (int magnitude = 0; magnitude <= LARGEST; magnitude++) {
                double share = rest * (1 - ratio);
                rest -= share;
                int count = (int) (50 * share / (magnitude == 0 ? 1 : 2)) + 1;
                counts[LARGEST + magnitude] = count;
                counts[LARGEST - magnitude] = count;
            }
            counts[ESCAPE] = 1 + (int) (50 * rest);
            return counts;
        }
    }

    /** Tables that nothing has been counted for. */
    static StaticTables plain() {
        return new Counter().tables();
    }

    void write(ByteWriter out) {
        for (FrequencyTable[] tables : new FrequencyTable[][] {residuals, empties}) {
            for (FrequencyTable table : tables) {
                for (int s = 0; s < table.size(); s++) {
                    out.u16(table.frequency(s));
                }
            }
        }
    }

    static StaticTables read(ByteReader in) throws FormatException {
        return new StaticTables(read(in, CONTEXTS, SYMBOLS), read(in, EMPTY_CONTEXTS, 2));
    }

    private static FrequencyTable[] read(ByteReader in, int count, int symbols) throws FormatException {
        FrequencyTable[] tables = new FrequencyTable[count];
        for (int i = 0; i < count; i++) {
            int[] frequencies = new int[symbols];
            for (int s = 0; s < symbols; s++) {
                frequencies[s] = in.u16();
            }
            try {
                tables[i] = FrequencyTable.ofFrequencies(frequencies);
            } catch (CorruptDataException e) {
                FormatException malformed = new FormatException(in.position(), e.getMessage());
                malformed.initCause(e);
                throw malformed;
            }
        }
        return tables;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;
import java.util.Arrays;

/**
 * What the encoder found to bring the decoder's pixels closer to this very picture: a Wiener filter for each band, whose
 * weights are part of the file. A pixel gains the weighted differences of its neighbours from it, and the same limited to
 * ±{@value #LIMIT}, which tell noise from edges (as in the adaptive loop filter of VVC: Karczewicz et al., "VVC in-loop
 * filters", IEEE Trans. Circuits Syst. Video Technol. 31(10), 2021). Opposite neighbours share a weight. A steered filter
 * adds to these weights those of the model ({@link Steering}).
 */
final class RestorationFilter {
    /** Pixels that a pixel may look away. */
    static final int REACH = 3;

    /** Limit of differences, in steps of a sample. */
    static final int LIMIT = 6;

    /** Weights are in 1/{@value}. */
    static final int ONE = 128;

    /** Largest magnitude of a weight. */
    static final int MAX_WEIGHT = ONE - 1;

    /** One neighbour of each pair, by distance: {columns, rows}. */
    static final int[][] PAIRS = {
        {1, 0}, {0, 1}, {2, 0}, {1, 1}, {-1, 1}, {0, 2}, {3, 0}, {2, 1}, {-2, 1}, {1, 2}, {-1, 2}, {0, 3}
    };

    /** How many pairs a filter may have. */
    static final int[] SIZES = {0, 6, 12};

    private static final RestorationFilter NONE = new RestorationFilter(0, false, new int[0][]);
    private static final RestorationFilter STEERING = new RestorationFilter(0, true, new int[0][]);

    private static final int MAX_RICE = 7;
    private static final int STEERED = 1 << 5;

    private final int pairs;
    private final boolean steered;
    private final int[][] weights;

    /**
     * A filter.
     *
     * @param pairs number of pairs, one of {@link #SIZES}
     * @param steered whether the model's weights are added
     * @param weights for each band those of the differences, then those of the limited differences; of no band if there
     *     are no pairs
     */
    RestorationFilter(int pairs, boolean steered, int[][] weights) {
        this.pairs = pairs;
        this.steered = steered;
        this.weights = weights;
    }

    /** Changes nothing. */
    static RestorationFilter none() {
        return NONE;
    }

    /** The model's weights alone. */
    static RestorationFilter steering() {
        return STEERING;
    }

    boolean changes() {
        return pairs > 0 || steered;
    }

    /** Number of pairs, one of {@link #SIZES}. */
    int pairs() {
        return pairs;
    }

    /** Whether the model's weights are added. */
    boolean steered() {
        return steered;
    }

    /** The weights of a band as factors: of the differences of all {@link #PAIRS}, then of the limited ones. */
    float[] weights(int band) {
        float[] factors = new float[2 * PAIRS.length];
        for (int pair = 0; pair < pairs; pair++) {
            factors[pair] = (float) weights[band][pair] / ONE;
            factors[PAIRS.length + pair] = (float) weights[band][pairs + pair] / ONE;
        }
        return factors;
    }

    /**
     * The filter as it stands in a file: a byte of which the lowest two bits are the number of the size, the next three a
     * Rice parameter, and the sixth whether it is steered; then, if there are pairs, the weights, band by band, in Rice codes from the highest bit of each byte.
     */
    byte[] toBytes() {
        byte[] best = null;
        for (int rice = 0; rice <= MAX_RICE && (rice == 0 || pairs > 0); rice++) {
            byte[] bytes = toBytes(rice);
            best = best == null || bytes.length < best.length ? bytes : best;
        }
        return best;
    }

    private byte[] toBytes(int rice) {
        ByteWriter out = new ByteWriter().u8((steered ? STEERED : 0) | rice << 2 | Arrays.binarySearch(SIZES, pairs));
        int bits = 0;
        int count = 0;
        for (int[] band : weights) {
            for (int weight : band) {
                int turned = weight < 0 ? -2 * weight - 1 : 2 * weight;
                int ones = turned >> rice;
                for (int i = 0; i <= ones + rice; i++) {
                    int bit = i < ones ? 1 : i == ones ? 0 : turned >> rice - (i - ones) & 1;
                    bits = bits << 1 | bit;
                    if (++count % 8 == 0) {
                        out.u8(bits & 0xff);
                    }
                }
            }
        }
        if (count % 8 > 0) {
            out.u8(bits << 8 - count % 8 & 0xff);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @param bands number of bands, 1 or 3
     * @throws FormatException if it is malformed or too short
     */
    static RestorationFilter read(ByteReader in, int bands) throws FormatException {
        int head = in.u8();
        boolean steered = (head & STEERED) != 0;
        int rice = (head & ~STEERED) >> 2;
        if ((head & 3) >= SIZES.length || rice > MAX_RICE) {
            throw new FormatException(in.position() - 1, "a filter of an unknown kind");
        }
        int pairs = SIZES[head & 3];
        if (pairs == 0) {
            return steered ? STEERING : NONE;
        }
        int[][] weights = new int[bands][2 * pairs];
        Bits bits = new Bits(in);
        for (int[] band : weights) {
            for (int i = 0; i < band.length; i++) {
                int ones = 0;
                while (bits.next() == 1) {
                    ones++;
                    if (ones << rice > 2 * MAX_WEIGHT) {
                        throw new FormatException(in.position() - 1, "a filter's weight is too large");
                    }
                }
                int turned = ones;
                for (int b = 0; b < rice; b++) {
                    turned = turned << 1 | bits.next();
                }
                band[i] = (turned & 1) == 1 ? -(turned + 1 >> 1) : turned >> 1;
                if (Math.abs(band[i]) > MAX_WEIGHT) {
                    throw new FormatException(in.position() - 1, "a filter's weight is too large");
                }
            }
        }
        if (bits.rest() != 0) {
            throw new FormatException(in.position() - 1, "bits behind a filter's last weight");
        }
        return new RestorationFilter(pairs, steered, weights);
    }

    private static final class Bits {
        private final ByteReader in;
        private int current;
        private int left;

        Bits(ByteReader in) {
            this.in = in;
        }

        int next() throws FormatException {
            if (left == 0) {
                current = in.u8();
                left = 8;
            }
            return current >> --left & 1;
        }

        /** What is left of the byte that is being read. */
        int rest() {
            return current & (1 << left) - 1;
        }
    }
}

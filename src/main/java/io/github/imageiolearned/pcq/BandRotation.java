// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.Samples;
import java.util.Arrays;

/**
 * Principal components across bands, learned from the picture: sample = mean + Σ matrix · component. The matrix is kept
 * in integers, so that decoders need no others; an encoder makes up for their rounding.
 *
 * @param shift a component is in units of 2^shift / 16 sample values
 * @param means mean of each band, in 1/16
 * @param matrix for each component a number for each band, in 2^-14; rows are of unit length and orthogonal but for
 *     rounding
 * @param explained share of the variance that each component explains
 */
record BandRotation(int shift, int[] means, int[][] matrix, double[] explained) {
    /** Largest {@link #shift}. */
    static final int MAX_SHIFT = 12;

    /** Fraction bits of the matrix. */
    static final int FRACTION = 14;

    /** Fraction bits of means and, before the shift, of components. */
    static final int UNIT_BITS = 4;

    /** Number of bands. */
    int bands() {
        return means.length;
    }

    /** Number of components. */
    int components() {
        return matrix.length;
    }

    /**
     * Turns samples into components, extended to the size of the planes by repeating the last column and row.
     *
     * @param samples a tile
     * @param first first component wanted
     * @param planes receive components, each of {@code stride} columns
     * @param stride columns of a plane
     */
    void forward(Samples samples, int first, float[][] planes, int stride) {
        int rows = planes[0].length / stride;
        double[][] forward = projection(first, planes.length);
        double unit = Math.scalb(1.0, UNIT_BITS - shift);
        double[] line = new double[samples.width()];
        for (int y = 0; y < samples.height(); y++) {
            for (int c = 0; c < planes.length; c++) {
                Arrays.fill(line, 0);
                for (int band = 0; band < bands(); band++) {
                    double factor = forward[c][band] * unit;
                    double mean = Math.scalb((double) means[band], -UNIT_BITS);
                    short[] plane = samples.plane(band);
                    int from = y * samples.width();
                    for (int x = 0; x < line.length; x++) {
                        line[x] += factor * ((plane[from + x] & 0xffff) - mean);
                    }
                }
                float[] to = planes[c];
                for (int x = 0; x < stride; x++) {
                    to[y * stride + x] = (float) line[Math.min(x, line.length - 1)];
                }
            }
        }
        for (float[] plane : planes) {
            for (int y = samples.height(); y < rows; y++) {
                System.arraycopy(plane, (samples.height() - 1) * stride, plane, y * stride, stride);
            }
        }
    }

    /**
     * Rows of the pseudo-inverse of the matrix, (M Mᵀ)⁻¹ M. As M Mᵀ is all but the unit matrix, one step of Newton's
     * iteration inverts it.
     */
    private double[][] projection(int first, int count) {
        double one = 1 << FRACTION;
        double[][] rows = new double[count][bands()];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < components(); j++) {
                double product = 0;
                for (int band = 0; band < bands(); band++) {
                    product += (double) matrix[first + i][band] * matrix[j][band];
                }
                double factor = ((first + i == j ? 2 : 0) - product / (one * one)) / one;
                for (int band = 0; band < bands(); band++) {
                    rows[i][band] += factor * matrix[j][band];
                }
            }
        }
        return rows;
    }

    /**
     * Turns components back into samples, in integers.
     *
     * @param planes components
     * @param stride columns of a plane
     * @param samples receive the samples
     */
    void inverse(int[][] planes, int stride, Samples samples) {
        long[] sums = new long[samples.width()];
        for (int y = 0; y < samples.height(); y++) {
            for (int band = 0; band < bands(); band++) {
                Arrays.fill(sums, 0);
                for (int c = 0; c < planes.length; c++) {
                    int[] plane = planes[c];
                    long factor = matrix[c][band];
                    for (int x = 0, i = y * stride; x < sums.length; x++, i++) {
                        sums[x] += factor * plane[i];
                    }
                }
                long mean = ((long) means[band] << FRACTION) + (1L << FRACTION + UNIT_BITS - 1);
                short[] to = samples.plane(band);
                for (int x = 0; x < sums.length; x++) {
                    long value = mean + (sums[x] << shift) >> FRACTION + UNIT_BITS;
                    to[y * samples.width() + x] = (short) Math.max(0, Math.min(samples.maxValue(), value));
                }
            }
        }
    }

    void write(ByteWriter out) {
        BitEncoder encoder = new BitEncoder();
        try {
            code(new VectorCoder(encoder));
        } catch (CorruptDataException e) {
            throw new IllegalStateException("writing does not find corrupt data", e);
        }
        byte[] coded = encoder.finish();
        out.u8(shift);
        Explained.write(explained, out);
        out.varint(coded.length).bytes(coded);
    }

    static BandRotation read(ByteReader in, int bands) throws FormatException {
        int shift = in.u8();
        double[] explained = Explained.read(in);
        if (shift > MAX_SHIFT || explained.length > bands) {
            throw new FormatException(
                    in.position(), explained.length + " components of " + bands + " bands, shift " + shift);
        }
        byte[] coded = in.bytes(in.varint(in.remaining(), "the length of a matrix"));
        BandRotation rotation = new BandRotation(shift, new int[bands], new int[explained.length][bands], explained);
        try {
            BitDecoder decoder = new BitDecoder(coded);
            rotation.code(new VectorCoder(decoder));
            decoder.finish();
        } catch (CorruptDataException e) {
            throw FormatException.in("the matrix across bands", (long) in.position() - coded.length, e);
        }
        return rotation;
    }

    private void code(VectorCoder coder) throws CorruptDataException {
        coder.vector(means);
        for (int[] row : matrix) {
            coder.vector(row);
            for (int number : row) {
                if (Math.abs(number) > 1 << FRACTION) {
                    throw new CorruptDataException("a number of a matrix is above 1");
                }
            }
        }
    }
}

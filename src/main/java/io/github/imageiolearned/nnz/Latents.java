// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

/**
 * Quantised latents of a rectangle of cells: one plane a channel, row by row. A plane of zeros only may be null.
 *
 * @param channels number of planes
 * @param width cells a row
 * @param height rows
 * @param planes {@code width * height} integers each, of magnitude up to {@value #MAX}
 */
record Latents(int channels, int width, int height, short[][] planes) {
    /** Largest magnitude. */
    static final int MAX = (1 << 15) - 1;

    Latents(int channels, int width, int height) {
        this(channels, width, height, new short[channels][]);
    }

    /**
     * Rounds to the nearest integers.
     *
     * @param planes one a channel
     */
    static Latents rounded(float[][] planes, int width, int height) {
        Latents latents = new Latents(planes.length, width, height);
        for (int c = 0; c < planes.length; c++) {
            if (!zero(planes[c])) {
                short[] plane = new short[width * height];
                for (int i = 0; i < plane.length; i++) {
                    plane[i] = (short) Math.max(-MAX, Math.min(MAX, Math.round(planes[c][i])));
                }
                latents.planes[c] = plane;
            }
        }
        return latents;
    }

    private static boolean zero(float[] values) {
        for (float value : values) {
            if (value >= 0.5f || value < -0.5f) {
                return false;
            }
        }
        return true;
    }

    /** Number of the channels without those at the end that are all zero; planes of zeros must be null. */
    int used() {
        int used = channels;
        while (used > 0 && planes[used - 1] == null) {
            used--;
        }
        return used;
    }

    int cells() {
        return width * height;
    }

    /** CRC-16 (CCITT, polynomial 0x1021, start 0xFFFF) over all values, high byte first, null planes left out. */
    int checksum() {
        int crc = 0xffff;
        for (int c = 0; c < channels; c++) {
            short[] plane = planes[c];
            if (plane != null) {
                crc = update(update(crc, c >>> 8), c);
                for (short value : plane) {
                    // Both bytes at once: after 16 bits nothing else is left of what the checksum was.
                    int next = crc ^ value & 0xffff;
                    crc = Crc16.TWICE[next >>> 8] ^ Crc16.TABLE[next & 0xff];
                }
            }
        }
        return crc;
    }

    private static int update(int crc, int next) {
        return (crc << 8 & 0xffff) ^ Crc16.TABLE[(crc >>> 8 ^ next) & 0xff];
    }

    private static final class Crc16 {
        static final char[] TABLE = new char[256];

        /** What a byte becomes after another one of zeros. */
        static final char[] TWICE = new char[256];

        static {
            for (int i = 0; i < 256; i++) {
                int crc = i << 8;
                for (int bit = 0; bit < 8; bit++) {
                    crc = (crc << 1 ^ (crc >>> 15) * 0x1021) & 0xffff;
                }
                TABLE[i] = (char) crc;
            }
            for (int i = 0; i < 256; i++) {
                TWICE[i] = (char) update(TABLE[i], 0);
            }
        }
    }
}

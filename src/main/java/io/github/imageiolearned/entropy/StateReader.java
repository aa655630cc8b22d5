// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
    private final byte[] bytes;
    private int position;

    StateReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int u8() {
        if (position == bytes.length) {
            throw new IllegalArgumentException("the saved state is too short: " + bytes.length + " bytes");
        }
        return bytes[position++] & 0xff;
    }

    int u16() {
        return u8() << 8 | u8();
    }

    int u32() {
        return u16() << 16 | u16();
    }

    void end() {
        if (position != bytes.length) {
            throw new IllegalArgumentException("the saved state has " + (bytes.length - position) + " bytes too many");
        }
    }
}

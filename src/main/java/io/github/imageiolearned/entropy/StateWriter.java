// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.io.ByteArrayOutputStream;

/** Big-endian numbers of a saved state. */
final class StateWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void u8(int value) {
        out.write(value);
    }

    void u16(int value) {
        out.write(value >>> 8);
        out.write(value);
    }

    void u32(int value) {
        u16(value >>> 16);
        u16(value);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}

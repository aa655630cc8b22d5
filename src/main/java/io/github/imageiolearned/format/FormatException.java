// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;

/** Bytes that are not what docs/FORMAT.md allows, or that ask for more than the {@link Limits} grant. */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /**
     * Says what is wrong and where.
     *
     * @param offset position of the fault, in bytes from the start of the picture's signature or of the named part;
     *     -1 if there is none to name
     * @param reason what is wrong, for a person
     */
    public FormatException(long offset, String reason) {
        super(offset < 0 ? reason : reason + " (at byte " + offset + ")");
        this.offset = offset;
    }

    /**
     * Returns where the fault is.
     *
     * @return bytes from the start of the signature, or -1
     */
    public long offset() {
        return offset;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;

/** Bytes that are not what docs/FORMAT.md allows, or that ask for more than the {@link Limits} grant. */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final long offset;
    private final String reason;

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
        this.reason = reason;
    }

    /**
     * Says of the whole what is wrong with a part of it.
     *
     * @param part what the part is, for a person
     * @param position where the part begins, in bytes from the start of the picture's signature; -1 if that is not known
     * @param fault the fault; one without a place, as entropy coders have, is told to be where the part begins
     * @return a fault that names the part, and its place in the whole if that is known
     */
    public static FormatException in(String part, long position, IOException fault) {
        FormatException placed = fault instanceof FormatException e ? e : new FormatException(-1, fault.getMessage());
        FormatException whole = new FormatException(
                position < 0 ? placed.offset : position + Math.max(0, placed.offset), part + ": " + placed.reason);
        whole.initCause(fault);
        return whole;
    }
}

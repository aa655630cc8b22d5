// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.io.IOException;

/** Coded bytes that no encoder has written; where among them, an entropy coder does not know. */
public final class CorruptDataException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what is wrong.
     *
     * @param reason for a person
     */
    public CorruptDataException(String reason) {
        super(reason);
    }
}

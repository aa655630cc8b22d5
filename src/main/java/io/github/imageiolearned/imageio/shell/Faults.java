// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import java.io.IOException;
import javax.imageio.IIOException;

/** Turns what goes wrong below into the exception that programs using ImageIO expect. */
final class Faults {
    private Faults() {}

    static IIOException of(IOException fault) {
        if (fault instanceof IIOException known) {
            return known;
        }
        String message = fault.getMessage();
        return new IIOException(message == null ? fault.toString() : message, fault);
    }

    /** A decoder that trips over damaged data. */
    static IIOException of(RuntimeException fault) {
        return new IIOException("the picture is damaged: " + fault, fault);
    }
}

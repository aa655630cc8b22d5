// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/** Symbols in contexts, to write or to read. */
interface SymbolPort {
    /**
     * Codes a symbol.
     *
     * @param context number of the context
     * @param symbol the symbol; ignored when reading
     * @return the symbol
     */
    int code(int context, int symbol);

    /**
     * Tells which way the symbols go.
     *
     * @return whether they are read
     */
    boolean decoding();
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import java.util.Locale;

/**
 * What a writer of {@code nnz} pictures can be told: what {@link LearnedImageWriteParam} says of all formats, and the
 * model ({@link #setModel}). The quality has 256 steps. On photographs each gives a larger file of a better picture; on
 * pictures of a few hundred bytes neighbouring steps may change places.
 */
public class NnzImageWriteParam extends LearnedImageWriteParam {
    /** Creates parameters with English descriptions. */
    public NnzImageWriteParam() {
        super("nnz");
    }

    /**
     * Creates parameters.
     *
     * @param locale language of the descriptions, as far as they are translated; null for the default
     */
    public NnzImageWriteParam(Locale locale) {
        super("nnz", locale);
    }
}

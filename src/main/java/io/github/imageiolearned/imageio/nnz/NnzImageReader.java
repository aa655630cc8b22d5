// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.imageio.shell.LearnedImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Reads {@code nnz} pictures. */
public final class NnzImageReader extends LearnedImageReader {
    NnzImageReader(ImageReaderSpi provider) {
        super(provider, new NnzCodec());
    }
}

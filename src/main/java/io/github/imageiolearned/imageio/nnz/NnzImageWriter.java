// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.imageio.shell.LearnedImageWriter;
import javax.imageio.spi.ImageWriterSpi;

/** Writes {@code nnz} pictures. */
public final class NnzImageWriter extends LearnedImageWriter {
    NnzImageWriter(ImageWriterSpi provider) {
        super(provider, new NnzCodec());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageWriterSpi;
import javax.imageio.ImageWriter;

/** Provides writers of {@code nnz} pictures. */
public final class NnzImageWriterSpi extends LearnedImageWriterSpi {
    /** Creates the provider, for the service loader. */
    public NnzImageWriterSpi() {
        super(PictureFormat.NNZ, "Neural codec (nnz)");
    }

    @Override
    public ImageWriter createWriterInstance(Object extension) {
        return new NnzImageWriter(this);
    }
}

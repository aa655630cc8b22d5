// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageReaderSpi;
import javax.imageio.ImageReader;

/** Provides readers of {@code nnz} pictures. */
public final class NnzImageReaderSpi extends LearnedImageReaderSpi {
    /** Creates the provider, for the service loader. */
    public NnzImageReaderSpi() {
        super(PictureFormat.NNZ, "Neural codec (nnz)");
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new NnzImageReader(this);
    }
}

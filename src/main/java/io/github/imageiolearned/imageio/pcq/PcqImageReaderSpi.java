// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageReaderSpi;
import javax.imageio.ImageReader;

/** Provides readers of {@code pcq} pictures. */
public final class PcqImageReaderSpi extends LearnedImageReaderSpi {
    /** Creates the provider, for the service loader. */
    public PcqImageReaderSpi() {
        super(PictureFormat.PCQ, "Principal components (pcq)");
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new PcqImageReader(this);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageWriterSpi;
import javax.imageio.ImageWriter;

/** Provides writers of {@code pcq} pictures. */
public final class PcqImageWriterSpi extends LearnedImageWriterSpi {
    /** Creates the provider, for the service loader. */
    public PcqImageWriterSpi() {
        super(PictureFormat.PCQ, "Principal components (pcq)");
    }

    @Override
    protected boolean takesRasters() {
        return true;
    }

    @Override
    public ImageWriter createWriterInstance(Object extension) {
        return new PcqImageWriter(this);
    }
}

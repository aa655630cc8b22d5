// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageWriterSpi;
import javax.imageio.ImageWriter;

/** Provides writers of {@code kmq} pictures. */
public final class KmqImageWriterSpi extends LearnedImageWriterSpi {
    /** Creates the provider, for the service loader. */
    public KmqImageWriterSpi() {
        super(PictureFormat.KMQ, "K-means palette (kmq)");
    }

    @Override
    public ImageWriter createWriterInstance(Object extension) {
        return new KmqImageWriter(this);
    }
}

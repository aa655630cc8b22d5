// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.shell.LearnedImageReaderSpi;
import javax.imageio.ImageReader;

/** Provides readers of {@code kmq} pictures. */
public final class KmqImageReaderSpi extends LearnedImageReaderSpi {
    /** Creates the provider, for the service loader. */
    public KmqImageReaderSpi() {
        super(PictureFormat.KMQ, "K-means palette (kmq)");
    }

    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new KmqImageReader(this);
    }
}

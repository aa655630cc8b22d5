// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.imageio.shell.LearnedImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Reads {@code kmq} pictures. */
public final class KmqImageReader extends LearnedImageReader {
    KmqImageReader(ImageReaderSpi provider) {
        super(provider, new KmqCodec());
    }
}

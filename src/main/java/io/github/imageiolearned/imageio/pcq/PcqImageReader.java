// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.imageio.shell.LearnedImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Reads {@code pcq} pictures. */
public final class PcqImageReader extends LearnedImageReader {
    PcqImageReader(ImageReaderSpi provider) {
        super(provider, new PcqCodec());
    }
}

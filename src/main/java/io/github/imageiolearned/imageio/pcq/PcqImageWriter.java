// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.imageio.shell.LearnedImageWriter;
import javax.imageio.spi.ImageWriterSpi;

/** Writes {@code pcq} pictures. */
public final class PcqImageWriter extends LearnedImageWriter {
    PcqImageWriter(ImageWriterSpi provider) {
        super(provider, new PcqCodec());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.imageio.shell.LearnedImageWriter;
import javax.imageio.spi.ImageWriterSpi;

/** Writes {@code kmq} pictures. */
public final class KmqImageWriter extends LearnedImageWriter {
    KmqImageWriter(ImageWriterSpi provider) {
        super(provider, new KmqCodec());
    }
}

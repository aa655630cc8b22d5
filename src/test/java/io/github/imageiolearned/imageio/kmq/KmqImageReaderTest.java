// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.imageio.FormatReaderTest;
import javax.imageio.spi.ImageReaderSpi;

class KmqImageReaderTest extends FormatReaderTest<KmqImageReader> {
    KmqImageReaderTest() {
        super("kmq");
    }

    @Override
    protected ImageReaderSpi createProvider() {
        return new KmqImageReaderSpi();
    }
}

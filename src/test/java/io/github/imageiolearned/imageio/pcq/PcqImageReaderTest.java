// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.imageio.FormatReaderTest;
import javax.imageio.spi.ImageReaderSpi;

class PcqImageReaderTest extends FormatReaderTest<PcqImageReader> {
    PcqImageReaderTest() {
        super("pcq");
    }

    @Override
    protected ImageReaderSpi createProvider() {
        return new PcqImageReaderSpi();
    }
}

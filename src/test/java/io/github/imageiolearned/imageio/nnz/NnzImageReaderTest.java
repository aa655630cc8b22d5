// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.imageio.FormatReaderTest;
import javax.imageio.spi.ImageReaderSpi;

class NnzImageReaderTest extends FormatReaderTest<NnzImageReader> {
    NnzImageReaderTest() {
        super("nnz");
    }

    @Override
    protected ImageReaderSpi createProvider() {
        return new NnzImageReaderSpi();
    }
}

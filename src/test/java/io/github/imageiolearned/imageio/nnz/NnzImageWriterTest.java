// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import com.twelvemonkeys.imageio.util.ImageWriterAbstractTest;
import io.github.imageiolearned.imageio.FormatImages;
import java.awt.image.RenderedImage;
import java.util.List;
import javax.imageio.spi.ImageWriterSpi;

/** TwelveMonkeys' conformance suite for writers. */
class NnzImageWriterTest extends ImageWriterAbstractTest<NnzImageWriter> {
    @Override
    protected ImageWriterSpi createProvider() {
        return new NnzImageWriterSpi();
    }

    @Override
    protected List<? extends RenderedImage> getTestData() {
        return FormatImages.usual();
    }
}

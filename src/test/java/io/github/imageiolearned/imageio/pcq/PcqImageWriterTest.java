// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import com.twelvemonkeys.imageio.util.ImageWriterAbstractTest;
import io.github.imageiolearned.imageio.FormatImages;
import java.awt.image.RenderedImage;
import java.util.List;
import javax.imageio.spi.ImageWriterSpi;

/** TwelveMonkeys' conformance suite for writers. */
class PcqImageWriterTest extends ImageWriterAbstractTest<PcqImageWriter> {
    @Override
    protected ImageWriterSpi createProvider() {
        return new PcqImageWriterSpi();
    }

    @Override
    protected List<? extends RenderedImage> getTestData() {
        return FormatImages.usual();
    }
}

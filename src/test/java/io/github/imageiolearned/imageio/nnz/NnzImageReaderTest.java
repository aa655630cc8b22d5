// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import com.twelvemonkeys.imageio.util.ImageReaderAbstractTest;
import io.github.imageiolearned.imageio.FormatImages;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.spi.ImageReaderSpi;

/** TwelveMonkeys' conformance suite for readers. */
class NnzImageReaderTest extends ImageReaderAbstractTest<NnzImageReader> {
    private static final List<byte[]> FILES = new ArrayList<>();

    @Override
    protected ImageReaderSpi createProvider() {
        return new NnzImageReaderSpi();
    }

    @Override
    protected List<TestData> getTestData() {
        List<TestData> data = new ArrayList<>();
        List<BufferedImage> images = FormatImages.usual();
        for (int i = 0; i < images.size(); i++) {
            BufferedImage image = images.get(i);
            data.add(new TestData(
                    new ByteArrayInputStream(file(image, i)), new Dimension(image.getWidth(), image.getHeight())));
        }
        return data;
    }

    private static synchronized byte[] file(BufferedImage image, int number) {
        try {
            if (FILES.size() == number) {
                FILES.add(FormatImages.file(image, "nnz"));
            }
            return FILES.get(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<String> getFormatNames() {
        return List.of("nnz", "NNZ");
    }

    @Override
    protected List<String> getSuffixes() {
        return List.of("nnz");
    }

    @Override
    protected List<String> getMIMETypes() {
        return List.of("image/x-nnz");
    }
}

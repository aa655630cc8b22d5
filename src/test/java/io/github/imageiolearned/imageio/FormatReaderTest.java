// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import com.twelvemonkeys.imageio.util.ImageReaderAbstractTest;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageReader;

/** TwelveMonkeys' conformance suite for readers, for one of the formats. */
public abstract class FormatReaderTest<R extends ImageReader> extends ImageReaderAbstractTest<R> {
    /** The suite asks for its pictures before each test; they are written once. */
    private static final Map<String, List<byte[]>> FILES = new ConcurrentHashMap<>();

    private final String format;

    protected FormatReaderTest(String format) {
        this.format = format;
    }

    @Override
    protected final List<TestData> getTestData() {
        List<BufferedImage> images = FormatImages.usual();
        List<byte[]> files = FILES.computeIfAbsent(format, name -> files(images, name));
        List<TestData> data = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            Dimension size =
                    new Dimension(images.get(i).getWidth(), images.get(i).getHeight());
            data.add(new TestData(new ByteArrayInputStream(files.get(i)), size));
        }
        return data;
    }

    private static List<byte[]> files(List<BufferedImage> images, String format) {
        List<byte[]> files = new ArrayList<>();
        try {
            for (BufferedImage image : images) {
                files.add(FormatImages.file(image, format));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Override
    protected final List<String> getFormatNames() {
        return List.of(format, format.toUpperCase(Locale.ROOT));
    }

    @Override
    protected final List<String> getSuffixes() {
        return List.of(format);
    }

    @Override
    protected final List<String> getMIMETypes() {
        return List.of("image/x-" + format);
    }
}

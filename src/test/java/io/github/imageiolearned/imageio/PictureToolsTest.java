// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.modality.cv.BufferedImageFactory;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.BufferedImageHttpMessageConverter;

/** Picture tools that know nothing of these formats and handle them all the same, since they ask ImageIO. */
class PictureToolsTest {
    private static final int WIDTH = 96;
    private static final int HEIGHT = 72;

    @TempDir
    Path folder;

    private File written(String format) throws IOException {
        Path file = folder.resolve("picture." + format);
        Files.write(file, FormatImages.file(picture(), format));
        return file.toFile();
    }

    private static BufferedImage picture() {
        return FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, WIDTH, HEIGHT);
    }

    private static void assertLooksLike(BufferedImage expected, BufferedImage actual) {
        assertEquals(expected.getWidth(), actual.getWidth());
        assertEquals(expected.getHeight(), actual.getHeight());
        double squares = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (expected.getRGB(x, y) >> shift & 0xff) - (actual.getRGB(x, y) >> shift & 0xff);
                    squares += difference * difference;
                }
            }
        }
        // 24 dB, a long way from what another picture, or one upside down, would have.
        assertTrue(squares / (3.0 * WIDTH * HEIGHT) < 256, "mean squared error " + squares / (3.0 * WIDTH * HEIGHT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void thumbnailatorReads(String format) throws Exception {
        assertLooksLike(picture(), Thumbnails.of(written(format)).scale(1).asBufferedImage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void thumbnailatorWritesTheFormatOfTheName(String format) throws Exception {
        Path small = folder.resolve("small." + format);

        Thumbnails.of(picture()).size(48, 48).toFile(small.toFile());

        BufferedImage thumbnail = ImageIO.read(small.toFile());
        assertEquals(48, thumbnail.getWidth());
        assertEquals(36, thumbnail.getHeight());
        try (ImageInputStream in = ImageIO.createImageInputStream(small.toFile())) {
            assertEquals(format, ImageIO.getImageReaders(in).next().getFormatName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcq", "nnz"})
    void thumbnailatorsQualityIsTheWriters(String format) throws Exception {
        ByteArrayOutputStream low = new ByteArrayOutputStream();
        ByteArrayOutputStream high = new ByteArrayOutputStream();

        Thumbnails.of(picture())
                .scale(1)
                .outputFormat(format)
                .outputQuality(0.1)
                .toOutputStream(low);
        Thumbnails.of(picture())
                .scale(1)
                .outputFormat(format)
                .outputQuality(0.9)
                .toOutputStream(high);

        assertTrue(low.size() * 2 < high.size(), low.size() + " and " + high.size() + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void springConvertsRequestsAndResponses(String format) throws Exception {
        BufferedImageHttpMessageConverter converter = new BufferedImageHttpMessageConverter();
        MediaType type = MediaType.parseMediaType("image/x-" + format);
        assertTrue(converter.canRead(BufferedImage.class, type));
        assertTrue(converter.canWrite(BufferedImage.class, type));
        Written written = new Written();

        converter.write(picture(), type, written);
        byte[] body = written.bytes.toByteArray();

        assertArrayEquals(FormatImages.file(picture(), format), body);
        assertEquals(type, written.headers.getContentType());
        assertLooksLike(picture(), converter.read(BufferedImage.class, new Received(written.headers, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void djlReads(String format) throws Exception {
        Object picture =
                new BufferedImageFactory().fromFile(written(format).toPath()).getWrappedImage();

        assertNotNull(picture);
        assertLooksLike(picture(), (BufferedImage) picture);
    }

    /** A response that is being written. */
    private static final class Written implements HttpOutputMessage {
        private final HttpHeaders headers = new HttpHeaders();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return bytes;
        }
    }

    /** The same message as the other side gets it. */
    private record Received(HttpHeaders headers, byte[] bytes) implements HttpInputMessage {
        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public InputStream getBody() {
            return new ByteArrayInputStream(bytes);
        }
    }
}

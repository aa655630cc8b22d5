// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class StreamTest {
    private static final byte[] BEFORE = {1, 2, 3, 4, 5};

    private final BufferedImage first = TestImages.painted(BufferedImage.TYPE_3BYTE_BGR, 33, 21);
    private final BufferedImage second = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, 1600, 3);

    /** Something else, two pictures, and something else again. */
    private byte[] sandwich() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            out.write(BEFORE);
            ImageWriter writer = RawCodec.writer(RawCodec.PLANE);
            writer.setOutput(out);
            for (BufferedImage image : new BufferedImage[] {first, second}) {
                writer.write(null, new javax.imageio.IIOImage(image, null, null), TestImages.lossless(writer));
            }
            out.write(BEFORE);
        }
        return bytes.toByteArray();
    }

    @Test
    void picturesInTheMiddleOfAStream() throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(sandwich()))) {
            in.seek(BEFORE.length);
            for (BufferedImage image : new BufferedImage[] {first, second}) {
                ImageReader reader = RawCodec.reader(RawCodec.PLANE);
                reader.setInput(in);
                assertEquals(image.getWidth(), reader.getWidth(0));
                assertEquals(image.getHeight(), reader.getHeight(0));
                assertEquals(0, TestImages.difference(image, reader.read(0)));
                assertEquals(0, TestImages.difference(image, reader.read(0)));
            }
            byte[] rest = new byte[BEFORE.length];
            in.readFully(rest);
            assertArrayEquals(BEFORE, rest);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void onlyTheSignatureCountsAndTheStreamStaysAsItWas() throws IOException {
        LearnedImageReaderSpi spi = new LearnedImageReaderSpi(RawCodec.PLANE.format(), "raw") {
            @Override
            public ImageReader createReaderInstance(Object extension) {
                return RawCodec.reader(RawCodec.PLANE);
            }
        };
        byte[] file = TestImages.raw(RawCodec.PLANE, first);
        for (int length : new int[] {0, 7, 8, file.length}) {
            ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(Arrays.copyOf(file, length)));
            in.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            assertEquals(length >= 8, spi.canDecodeInput(in));
            assertEquals(0, in.getStreamPosition());
            assertEquals(ByteOrder.LITTLE_ENDIAN, in.getByteOrder());
        }
        file[3] ^= 1;
        assertFalse(spi.canDecodeInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file))));
        assertFalse(spi.canDecodeInput("a string"));
    }

    @Test
    void aReaderCanBeUsedAgainAndFails() throws IOException {
        ImageReader reader = TestImages.open(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, first));
        assertThrows(IndexOutOfBoundsException.class, () -> reader.getWidth(1));
        assertThrows(IndexOutOfBoundsException.class, () -> reader.read(-1));
        assertEquals(33, reader.getWidth(0));
        reader.setInput(null);
        assertThrows(IllegalStateException.class, () -> reader.getWidth(0));
        assertThrows(IllegalStateException.class, () -> reader.read(0));
        reader.setInput(
                ImageIO.createImageInputStream(new ByteArrayInputStream(TestImages.raw(RawCodec.PLANE, second))));
        assertEquals(1600, reader.read(0).getWidth());
        reader.reset();
        assertThrows(IllegalStateException.class, () -> reader.getHeight(0));
        reader.dispose();
    }

    @Test
    void theSizeNeedsTheHeaderOnly() throws IOException {
        byte[] file = TestImages.raw(RawCodec.PLANE, second);
        ImageReader reader = TestImages.open(RawCodec.PLANE, Arrays.copyOf(file, 60));
        assertEquals(1600, reader.getWidth(0));
        assertEquals(3, reader.getHeight(0));
        assertTrue(reader.getImageTypes(0).hasNext());
        assertThrows(IIOException.class, () -> reader.read(0));
    }

    @Test
    void manyThreadsAtOnce() throws Exception {
        byte[] file = TestImages.raw(RawCodec.PLANE, second);
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            Callable<Integer> task = () -> {
                BufferedImage back = TestImages.read(RawCodec.PLANE, file, null);
                assertArrayEquals(file, TestImages.raw(RawCodec.PLANE, back));
                return TestImages.difference(second, back);
            };
            for (Future<Integer> result :
                    threads.invokeAll(IntStream.range(0, 24).mapToObj(i -> task).toList())) {
                assertEquals(0, result.get());
            }
        } finally {
            threads.shutdown();
        }
    }
}

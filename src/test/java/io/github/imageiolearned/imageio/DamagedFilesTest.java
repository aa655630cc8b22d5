// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.imageiolearned.format.ByteWriter;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gives IIOException and nothing else, soon and in bounded memory. */
class DamagedFilesTest {
    private static final int START = 9;

    private static byte[] file(String format) throws IOException {
        // A smaller picture in kmq lies in the header.
        int scale = format.equals("kmq") ? 3 : 1;
        return FormatImages.file(FormatImages.drawn(BufferedImage.TYPE_INT_ARGB, 70 * scale, 50 * scale), format);
    }

    /** Reads all that can be read of a file; true if the picture came out. */
    private static boolean reads(String format, byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)));
        try {
            reader.getImageMetadata(0);
            reader.read(0);
            return true;
        } catch (IIOException e) {
            assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
            return false;
        } catch (RuntimeException | Error e) {
            return fail(e);
        } finally {
            reader.dispose();
        }
    }

    /** A chunk: where its body begins, and its length. */
    private record Chunk(int head, int body, int length) {}

    private static List<Chunk> chunks(byte[] file) {
        List<Chunk> chunks = new ArrayList<>();
        for (int head = START; head < file.length; ) {
            int at = head + 4;
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                length |= (file[at] & 0x7f) << shift;
                if (file[at++] >= 0) {
                    break;
                }
            }
            chunks.add(new Chunk(head, at, length));
            head = at + length + 4;
        }
        return chunks;
    }

    /** Makes the checksum right again, so that the damage gets past it. */
    private static void repair(byte[] file, Chunk chunk) {
        CRC32C crc = new CRC32C();
        crc.update(file, chunk.head, 4);
        crc.update(file, chunk.body, chunk.length);
        ByteBuffer.wrap(file).putInt(chunk.body + chunk.length, (int) crc.getValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void filesThatEndEarly(String format) throws IOException {
        byte[] file = file(format);
        assertTrue(reads(format, file));
        int step = Math.max(1, file.length / 60);
        for (int length = 0; length < file.length; length += length < 80 ? 1 : step) {
            assertTrue(!reads(format, Arrays.copyOf(file, length)), "read at length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void flippedBits(String format) throws IOException {
        byte[] file = file(format);
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertTrue(!reads(format, damaged));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void flippedBitsUnderRightChecksums(String format) throws IOException {
        byte[] file = file(format);
        List<Chunk> chunks = chunks(file);
        assertEquals(file.length, chunks.get(chunks.size() - 1).body + chunks.get(chunks.size() - 1).length + 4);
        Random random = new Random(6);
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = file.clone();
            Chunk chunk = chunks.get(random.nextInt(chunks.size()));
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                damaged[chunk.body + random.nextInt(chunk.length)] ^= (byte) (1 << random.nextInt(8));
            }
            repair(damaged, chunk);
            refused += reads(format, damaged) ? 0 : 1;
        }
        assertTrue(refused > 100, refused + " of 200 were noticed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void randomTiles(String format) throws IOException {
        byte[] file = file(format);
        List<Chunk> chunks = chunks(file);
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = file.clone();
            Chunk chunk = chunks.get(1 + random.nextInt(chunks.size() - 1));
            byte[] noise = new byte[chunk.length];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, damaged, chunk.body, chunk.length);
            repair(damaged, chunk);
            reads(format, damaged);
        }
    }

    /** The same tiles under a header that says the picture is huge. */
    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void sizesThatLie(String format) throws IOException {
        byte[] file = file(format);
        for (long side : new long[] {1 << 11, 1 << 13, 1 << 16, 1 << 20, 1L << 31}) {
            assertTrue(!reads(format, resized(file, side, side, 0)), side + " pixels a side");
        }
    }

    /** The same file, but for width, height and log2 of the tiles' side, or 0 to keep that, in its header. */
    private static byte[] resized(byte[] file, long width, long height, int tileShift) {
        Chunk head = chunks(file).get(0);
        ByteWriter body = new ByteWriter().varint(width - 1).varint(height - 1);
        int at = head.body;
        for (int numbers = 0; numbers < 2; at++) {
            numbers += file[at] >= 0 ? 1 : 0;
        }
        body.bytes(Arrays.copyOfRange(file, at, head.body + head.length));
        byte[] changed = body.toByteArray();
        int shiftAt = changed.length - (head.body + head.length - at) + 1;
        changed[shiftAt] = tileShift == 0 ? changed[shiftAt] : (byte) tileShift;
        ByteWriter out = new ByteWriter().bytes(Arrays.copyOf(file, head.body - lengthOf(head)));
        int begin = out.varint(changed.length).size();
        out.bytes(changed).u32(0).bytes(Arrays.copyOfRange(file, head.body + head.length + 4, file.length));
        byte[] bytes = out.toByteArray();
        repair(bytes, new Chunk(head.head, begin, changed.length));
        return bytes;
    }

    private static int lengthOf(Chunk chunk) {
        return chunk.body - chunk.head - 4;
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void moreTilesThanCanBeNumbered(String format) throws IOException {
        byte[] file = resized(file(format), 1 << 30, 1 << 29, 6);
        assertTrue(!reads(format, file));
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        IIOException e = assertThrows(IIOException.class, () -> reader.getImageMetadata(0));
        assertTrue(e.getMessage().contains("too many tiles"), e.getMessage());
        reader.dispose();
    }

    @Test
    void manyBandsCountAgainstTheLimit() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("pcq").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(
                    new IIOImage(Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 9, 8, 100, null), null, null));
        }
        // 2^26 pixels would be few enough, were it not for a hundred bands each.
        byte[] file = resized(bytes.toByteArray(), 1 << 13, 1 << 13, 0);
        ImageReader reader = ImageIO.getImageReadersByFormatName("pcq").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        IIOException e = assertThrows(IIOException.class, () -> reader.read(0));
        assertTrue(e.getMessage().contains("of 100 bands, the limit is"), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void otherSignatures(String format) throws IOException {
        byte[] file = file(format);
        file[2] ^= 1;
        assertTrue(!reads(format, file));
        assertEquals(null, ImageIO.read(new ByteArrayInputStream(file)));
        byte[] later = file(format);
        later[8]++;
        assertThrows(IIOException.class, () -> ImageIO.read(new ByteArrayInputStream(later)));
    }
}

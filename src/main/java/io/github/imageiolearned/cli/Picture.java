// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.format.Limits;
import java.awt.Dimension;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture and what was said about it in its file, read and written by nothing but ImageIO.
 *
 * @param image the pixels
 * @param metadata what its reader tells, or null
 * @param format the reader's name of the format, in small letters
 * @param bytes size of the file
 */
record Picture(BufferedImage image, IIOMetadata metadata, String format, long bytes) {
    /**
     * Reads a file of any format that ImageIO knows.
     *
     * @param file the file
     * @param settings changes the parameters of the reader
     * @return the picture
     * @throws IOException if it is no picture, or a broken one
     */
    static Picture read(Path file, Consumer<ImageReadParam> settings) throws IOException {
        return read(Files.readAllBytes(file), settings);
    }

    /**
     * Reads the one picture that a command is about.
     *
     * @param file the file, which is kept from being replaced
     * @return the picture
     * @throws IOException if it is no picture, or a broken one: names the file
     */
    static Picture given(Path file) throws IOException {
        OutputFile.protect(file);
        try {
            return read(file, param -> {});
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + Failures.reason(e), e);
        }
    }

    /**
     * Reads a picture of any format that ImageIO knows.
     *
     * @param bytes the whole file
     * @param settings changes the parameters of the reader
     * @return the picture
     * @throws IOException if it is no picture, or a broken one
     */
    static Picture read(byte[] bytes, Consumer<ImageReadParam> settings) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("not a picture of a known format");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > Limits.ofSystem().maxPixels()) {
                    throw new IOException(
                            "declares " + pixels + " pixels; the system property " + Limits.MAX_PIXELS_PROPERTY
                                    + " allows " + Limits.ofSystem().maxPixels());
                }
                ImageReadParam param = reader.getDefaultReadParam();
                settings.accept(param);
                BufferedImage image = reader.read(0, param);
                return new Picture(
                        image, metadata(reader), reader.getFormatName().toLowerCase(Locale.ROOT), bytes.length);
            } catch (RuntimeException e) {
                // Readers of other formats throw these at broken files.
                throw new IOException("cannot be read: " + Failures.reason(e), e);
            } finally {
                reader.dispose();
            }
        }
    }

    /**
     * Looks at the head of a file.
     *
     * @param file the file
     * @param formatName name of its format
     * @return width and height in pixels
     * @throws IOException if it is no file of this format
     */
    static Dimension size(Path file, String formatName) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(formatName).next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            return new Dimension(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    /**
     * Counts the pictures of a file.
     *
     * @param bytes the whole file
     * @return how many there are: pages, frames, sizes of an icon; at least 1
     */
    static int count(byte[] bytes) {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return 1;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                return Math.max(1, reader.getNumImages(true));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // What is wrong with the file shows when its first picture is read.
            return 1;
        }
    }

    private static IIOMetadata metadata(ImageReader reader) {
        try {
            return reader.getImageMetadata(0);
        } catch (IOException | RuntimeException e) {
            // Some readers stumble over metadata of pictures that they can decode: the pixels are worth more.
            return null;
        }
    }

    /**
     * Tells why a format cannot hold the picture.
     *
     * @param formatName name of the format
     * @return the reason; or nothing if it can
     */
    Optional<String> refusal(String formatName) {
        ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(image);
        if (ImageIO.getImageWriters(type, formatName).hasNext()) {
            return Optional.empty();
        }
        return Optional.of("no writer of " + formatName + " takes pictures "
                + (image.getColorModel().hasAlpha() ? "with alpha" : "of this kind: " + kind()));
    }

    private String kind() {
        int bits = image.getSampleModel().getSampleSize(0);
        int bands = image.getRaster().getNumBands();
        return bands + (bands == 1 ? " band of " : " bands of ") + bits + " bits";
    }

    /**
     * Writes the picture with its metadata.
     *
     * @param formatName name of the format
     * @param settings changes the parameters of the writer
     * @param warnings hears what the writer has to say
     * @return the whole file
     * @throws IOException if the format cannot hold the picture, or writing fails
     */
    byte[] write(String formatName, Consumer<ImageWriteParam> settings, Consumer<String> warnings) throws IOException {
        Optional<String> refusal = refusal(formatName);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        ImageTypeSpecifier type = ImageTypeSpecifier.createFromRenderedImage(image);
        Iterator<ImageWriter> writers = ImageIO.getImageWriters(type, formatName);
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.addIIOWriteWarningListener((source, index, warning) -> warnings.accept(warning));
            ImageWriteParam param = writer.getDefaultWriteParam();
            settings.accept(param);
            IIOMetadata converted = formatName.equals("png") ? PngMetadata.of(writer, type, param, metadata) : null;
            if (converted == null && metadata != null) {
                converted = writer.convertImageMetadata(metadata, type, param);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, (List<BufferedImage>) null, converted), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /**
     * Bits per pixel of a file of this picture.
     *
     * @param size bytes
     * @return bits
     */
    double bitsPerPixel(long size) {
        return 8.0 * size / ((double) image.getWidth() * image.getHeight());
    }
}

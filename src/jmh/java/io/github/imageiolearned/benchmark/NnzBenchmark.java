// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time that {@code nnz} takes to write and to read photographs of camera size, a mosaic of those in testdata. With
 * {@code -t 8} eight threads do so at once.
 */
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class NnzBenchmark extends PictureBenchmark {
    private static final String[] PHOTOS = {"dog", "flowers", "guitar", "nyc", "sunset"};

    /** Width and height in pixels. */
    @Param({"1920x1080", "4000x3000"})
    public String size;

    private BufferedImage image;
    private byte[] bytes;

    /**
     * Reads the photographs and encodes their mosaic.
     *
     * @throws IOException if a photograph cannot be read
     */
    @Setup
    public void prepare() throws IOException {
        ImageIO.setUseCache(false);
        int by = size.indexOf('x');
        image = mosaic(Integer.parseInt(size.substring(0, by)), Integer.parseInt(size.substring(by + 1)));
        bytes = encode();
    }

    private static BufferedImage mosaic(int width, int height) throws IOException {
        BufferedImage mosaic = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = mosaic.createGraphics();
        int next = 0;
        for (int y = 0; y < height; y += 512) {
            for (int x = 0; x < width; ) {
                BufferedImage photo = photograph(PHOTOS[next++ % PHOTOS.length]);
                graphics.drawImage(photo, x, y, null);
                x += photo.getWidth();
            }
        }
        graphics.dispose();
        return mosaic;
    }

    /**
     * Writes the picture.
     *
     * @return the file
     * @throws IOException if there is no writer
     */
    @Benchmark
    public byte[] encode() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "nnz", out)) {
            throw new IOException("no writer of nnz");
        }
        return out.toByteArray();
    }

    /**
     * Reads the picture.
     *
     * @return its pixels
     * @throws IOException never
     */
    @Benchmark
    public BufferedImage decode() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}

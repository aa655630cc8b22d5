// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time to write and to read a picture through ImageIO at the default settings. */
@State(Scope.Benchmark)
public class FormatBenchmark extends PictureBenchmark {
    /** The format; JPEG and PNG of the JDK for comparison. */
    @Param({"kmq", "pcq", "nnz", "jpeg", "png"})
    public String format;

    /** A drawn picture of 512×512, or a photograph of 576×576. */
    @Param({"drawing", "photo"})
    public String picture;

    private BufferedImage image;
    private byte[] bytes;

    /**
     * Makes or reads the picture.
     *
     * @throws IOException if the photograph cannot be read
     */
    @Setup
    public void prepare() throws IOException {
        ImageIO.setUseCache(false);
        image = picture.equals("photo") ? photograph("dog") : drawing();
        bytes = encode();
    }

    private static BufferedImage drawing() {
        BufferedImage image = new BufferedImage(512, 512, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = image.createGraphics();
        for (int i = 0; i < 64; i++) {
            graphics.setColor(Color.getHSBColor(i * 0.381966f % 1, 0.7f, 0.9f));
            graphics.fillOval(i * 97 % 512 - 40, i * 61 % 512 - 40, 40 + i, 80 - i);
        }
        graphics.dispose();
        return image;
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
        if (!ImageIO.write(image, format, out)) {
            throw new IOException("no writer of " + format);
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

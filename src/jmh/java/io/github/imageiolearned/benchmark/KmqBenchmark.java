// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Time to write kmq, palette included, to write it again from its own palette, and to read it, by effort and colours. */
@State(Scope.Benchmark)
public class KmqBenchmark extends PictureBenchmark {
    /** How indices are coded. */
    @Param({"SMALL", "FAST"})
    public LearnedImageWriteParam.Effort effort;

    /** Colours of the palette. */
    @Param({"16", "256"})
    public int colours;

    private BufferedImage photograph;
    private BufferedImage indexed;
    private byte[] bytes;

    /**
     * Reads the photograph of 576×576 pixels and makes a palette picture of it.
     *
     * @throws IOException if it cannot be read
     */
    @Setup
    public void prepare() throws IOException {
        ImageIO.setUseCache(false);
        photograph = photograph("dog");
        bytes = encode(photograph);
        indexed = decode();
    }

    private byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("kmq").next();
        LearnedImageWriteParam param = new LearnedImageWriteParam("kmq");
        param.setColours(colours);
        param.setEffort(effort);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /**
     * Learns a palette and codes.
     *
     * @return the file
     * @throws IOException if it fails
     */
    @Benchmark
    public byte[] learnAndEncode() throws IOException {
        return encode(photograph);
    }

    /**
     * Codes a picture that has no more colours than the palette.
     *
     * @return the file
     * @throws IOException if it fails
     */
    @Benchmark
    public byte[] encodeExact() throws IOException {
        return encode(indexed);
    }

    /**
     * Decodes.
     *
     * @return the picture
     * @throws IOException if it fails
     */
    @Benchmark
    public BufferedImage decode() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pcq.PcqDecoder;
import io.github.imageiolearned.pcq.PcqEncoder;
import io.github.imageiolearned.pcq.PcqOptions;
import io.github.imageiolearned.pixels.ImageLayout;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.RasterSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Time of pcq's blocks alone, on one tile of a photograph. With JMH's gc profiler: what is allocated must hang on the size of
 * the picture and the coded bytes and not on the number of blocks, which grows with the quality.
 */
@State(Scope.Benchmark)
public class BlocksBenchmark extends PictureBenchmark {
    /** The effort. */
    @Param({"SMALL", "FAST"})
    public PcqOptions.Effort effort;

    /** The quality. */
    @Param({"0.1", "0.6"})
    public double quality;

    private Samples samples;
    private CodedPicture coded;
    private PictureHeader header;

    /**
     * Reads and codes the picture.
     *
     * @throws IOException if it cannot be read
     */
    @Setup
    public void prepare() throws IOException {
        BufferedImage image = photograph("dog");
        ImageLayout layout = ImageLayout.ofRaster(image.getSampleModel()).orElseThrow();
        Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
        samples = new RasterSource(image.getRaster(), layout, whole, 1, 1, new int[] {0, 1, 2})
                .read(new Region(0, 0, image.getWidth(), image.getHeight()));
        coded = encode();
        header = new PictureHeader(
                samples.width(),
                samples.height(),
                PictureHeader.Colour.RGB,
                3,
                PictureHeader.Alpha.NONE,
                8,
                PictureHeader.DEFAULT_TILE_SHIFT,
                coded.settings());
    }

    /**
     * Encodes.
     *
     * @return settings and tile
     * @throws IOException never
     */
    @Benchmark
    public CodedPicture encode() throws IOException {
        PcqOptions options = PcqOptions.ofQuality(quality).withEffort(effort);
        return PcqEncoder.encode(PixelSource.of(samples), options, Progress.NONE);
    }

    /**
     * Decodes.
     *
     * @return the last part
     * @throws IOException never
     */
    @Benchmark
    public Samples decode() throws IOException {
        Samples[] last = new Samples[1];
        Region all = new Region(0, 0, samples.width(), samples.height());
        new PcqDecoder(header).decode(i -> coded.tiles().get(i), all, (x, y, part) -> last[0] = part, Progress.NONE);
        return last[0];
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time that the first picture takes in a JVM: classes, and for {@code nnz} the engine and the network, come with it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class FirstReadBenchmark {
    /** A small picture of each format. */
    @Param({"kmq-rgb.kmq", "pcq-rgb.pcq", "nnz-rgb.nnz"})
    public String file;

    /**
     * Reads the picture.
     *
     * @return its pixels
     * @throws IOException never
     */
    @Benchmark
    public BufferedImage read() throws IOException {
        return ImageIO.read(new File("testdata/golden-1/" + file));
    }
}

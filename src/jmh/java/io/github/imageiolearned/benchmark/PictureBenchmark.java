// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.benchmark;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds a picture in a warm JVM: what benchmarks of pictures have in common, unless they say otherwise. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public abstract class PictureBenchmark {
    /** For the benchmarks of this package. */
    PictureBenchmark() {}

    /**
     * Reads one of the photographs in testdata.
     *
     * @param name its name without a suffix
     * @return the photograph
     * @throws IOException if it cannot be read
     */
    static BufferedImage photograph(String name) throws IOException {
        return ImageIO.read(new File("testdata/photos/" + name + ".png"));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Codes pictures, decodes them again, and measures what came of it. */
final class Evaluator {
    private final Failures failures;
    private final boolean thorough;
    private final List<Measurement> measured = new ArrayList<>();
    private final Set<String> warm = new HashSet<>();

    /**
     * Begins with no measurements.
     *
     * @param failures hears of what cannot be coded
     * @param thorough whether times, and the size of decoded kmq as PNG, are wanted too
     */
    Evaluator(Failures failures, boolean thorough) {
        this.failures = failures;
        this.thorough = thorough;
    }

    /**
     * Measures a picture with a coder. Where times are wanted, the first of each format is coded once before the clock is
     * started, so that they are not those of a cold JVM.
     *
     * @param name what the picture is called
     * @param image the picture
     * @param coder the coder
     * @return the decoded picture, if there is one
     */
    Optional<BufferedImage> measure(String name, BufferedImage image, Coder coder) {
        try {
            coder.prepare(image);
            if (thorough && warm.add(coder.format())) {
                coder.decode(coder.encode(image));
            }
            long start = System.nanoTime();
            byte[] coded = coder.encode(image);
            long middle = System.nanoTime();
            BufferedImage decoded = coder.decode(coded);
            long end = System.nanoTime();
            measured.add(new Measurement(
                    name,
                    coder.format(),
                    coder.setting(),
                    coded.length,
                    8.0 * coded.length / ((double) image.getWidth() * image.getHeight()),
                    Psnr.between(image, decoded),
                    MsSsim.between(image, decoded),
                    thorough ? (middle - start) / 1e9 : Double.NaN,
                    thorough ? (end - middle) / 1e9 : Double.NaN,
                    thorough && coder.format().equals("kmq") ? ImageIoCoder.pngBytes(decoded) : -1));
            return Optional.of(decoded);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            failures.add(name + " as " + coder.format() + ", " + coder.setting(), e);
            return Optional.empty();
        }
    }

    /**
     * Returns what was measured so far.
     *
     * @return in the order of measuring
     */
    List<Measurement> measured() {
        return List.copyOf(measured);
    }

    /**
     * Returns what was measured last.
     *
     * @return the last measurement
     */
    Measurement last() {
        return measured.get(measured.size() - 1);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Coded.Quality;
import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.quality.MsSsim;
import io.github.imageiolearned.quality.Psnr;
import java.awt.Dimension;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/**
 * What {@code compress} does with a picture.
 *
 * @param formats formats to write
 * @param loss how much may be lost
 * @param results what is written besides
 * @param writing where to
 * @param failures hears of what fails
 * @param steps hears of what is done
 * @param hints hears of warnings
 */
record Compression(
        List<String> formats,
        LossOptions loss,
        CompressCommand.Results results,
        BatchOptions.Writing writing,
        Failures failures,
        Steps steps,
        PrintWriter hints) {

    /**
     * The work on a picture.
     *
     * @param done hears, for the number of a picture, what was coded; from several threads, but once for each number
     * @return the work
     */
    Batch.Work work(BiConsumer<Integer, List<Coded>> done) {
        return new Batch.Work() {
            @Override
            public boolean needs(Input input) {
                return decodes() || formats.stream().anyMatch(format -> !keeps(file(input, format)));
            }

            @Override
            public void run(int index, Input input, Batch.Content content) {
                done.accept(index, compress(input, content));
            }
        };
    }

    private boolean decodes() {
        return results.metrics || results.reconstruct;
    }

    private Path file(Input input, String format) {
        return writing.output.resolve(input.stem() + "." + format);
    }

    private boolean keeps(Path file) {
        return results.save && !writing.overwrite && Files.exists(file);
    }

    private List<Coded> compress(Input input, Batch.Content content) {
        List<Coded> rows = new ArrayList<>();
        Picture picture = null;
        boolean unreadable = false;
        for (String format : formats) {
            String step = input.name() + " " + format;
            try {
                Path file = file(input, format);
                boolean kept = keeps(file);
                if (kept && !decodes()) {
                    rows.add(kept(input, format, file));
                    steps.done(step + " kept");
                    continue;
                }
                if (picture == null && !unreadable) {
                    try {
                        picture = read(input, content);
                    } catch (IOException | OutOfMemoryError e) {
                        failures.add(input.label(), e);
                        unreadable = true;
                    }
                }
                if (picture == null) {
                    steps.done(step + " failed");
                    continue;
                }
                rows.add(
                        kept
                                ? row(input, picture, format, file, true, Files.readAllBytes(file), Double.NaN)
                                : encode(input, picture, format, file));
                steps.done(kept ? step + " kept" : step);
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                failures.add(input.label() + " as " + format, e);
                steps.done(step + " failed");
            }
        }
        return rows;
    }

    private Picture read(Input input, Batch.Content content) throws IOException {
        byte[] bytes = content.read();
        Picture picture = Picture.read(bytes, param -> {});
        int count = Picture.count(bytes);
        if (count > 1) {
            hint(input.label() + ": has " + count + " pictures, of which the first is taken");
        }
        return picture;
    }

    private synchronized void hint(String text) {
        hints.println(text);
        hints.flush();
    }

    private Coded encode(Input input, Picture picture, String format, Path file) throws IOException {
        List<String> warnings = new ArrayList<>();
        long start = System.nanoTime();
        byte[] coded = picture.write(format, param -> loss.apply(format, param), warnings::add);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (results.save) {
            OutputFile.write(file, coded, writing.overwrite);
        }
        warnings.forEach(warning -> hint(input.label() + " as " + format + ": " + warning));
        return row(input, picture, format, results.save ? file : null, false, coded, seconds);
    }

    /** What can be told of a file without decoding it. */
    private static Coded kept(Input input, String format, Path file) throws IOException {
        Dimension size = Picture.size(file, format);
        long source = input.entry() == null ? Files.size(input.path()) : -1;
        return new Coded(
                input.name(),
                format,
                file,
                true,
                size.width,
                size.height,
                source,
                Files.size(file),
                Quality.UNKNOWN,
                Double.NaN);
    }

    private Coded row(
            Input input, Picture picture, String format, Path file, boolean kept, byte[] coded, double encodeSeconds)
            throws IOException {
        return new Coded(
                input.name(),
                format,
                file,
                kept,
                picture.image().getWidth(),
                picture.image().getHeight(),
                picture.bytes(),
                coded.length,
                decodes() ? decoded(input, picture, format, coded) : Quality.UNKNOWN,
                encodeSeconds);
    }

    private Quality decoded(Input input, Picture picture, String format, byte[] coded) throws IOException {
        long start = System.nanoTime();
        Picture decoded = Picture.read(coded, loss.nnz::apply);
        double seconds = (System.nanoTime() - start) / 1e9;
        Path png = null;
        if (results.reconstruct) {
            String name = String.format(
                    Locale.ROOT,
                    "%s_%sRECON_%.3fbpp.png",
                    input.stem().getFileName(),
                    formats.size() == 1 ? "" : format + "_",
                    picture.bitsPerPixel(coded.length));
            png = writing.output.resolve(input.stem()).resolveSibling(name);
            if (writing.overwrite || !Files.exists(png)) {
                OutputFile.write(png, decoded.write("png", param -> {}, warning -> {}), writing.overwrite);
            }
        }
        return results.metrics
                ? new Quality(
                        Psnr.between(picture.image(), decoded.image()),
                        MsSsim.between(picture.image(), decoded.image()),
                        seconds,
                        png)
                : new Quality(Double.NaN, Double.NaN, seconds, png);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.quality.Psnr;
import io.github.imageiolearned.quality.RateSearch;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Function;

/** Encodes a picture once, or as often as it takes to meet a target size or PSNR. */
final class RateControl {
    private final Codec codec;
    private final PixelSource pixels;
    private final LearnedImageWriteParam param;
    private final Progress progress;
    private final Function<CodedPicture, Encoded> wrapper;
    private int codings;

    /**
     * What came out.
     *
     * @param encoded the file
     * @param complaint what to warn of; null if the target was met
     */
    record Result(Encoded encoded, String complaint) {}

    private record Trial(Encoded encoded, double psnr) {}

    RateControl(
            Codec codec,
            PixelSource pixels,
            LearnedImageWriteParam param,
            Progress progress,
            Function<CodedPicture, Encoded> wrapper) {
        this.codec = codec;
        this.pixels = pixels;
        this.param = param;
        this.progress = progress;
        this.wrapper = wrapper;
    }

    Result run() throws IOException {
        if (param.getTargetBytes() > 0) {
            return forSize(param.getTargetBytes());
        }
        if (param.getTargetPsnr() > 0) {
            return forPsnr(param.getTargetPsnr());
        }
        return new Result(wrapper.apply(codec.encode(pixels, Settings.quality(param), param, progress)), null);
    }

    private Result forSize(long bytes) throws IOException {
        RateSearch.Found<Encoded> found =
                RateSearch.best(0, codec.steps(), bytes, level -> encode(level, share()), Encoded::size);
        String complaint = found.met()
                ? null
                : "the smallest file has " + found.result().size() + " bytes, the target is " + bytes;
        return new Result(found.result(), complaint);
    }

    private Result forPsnr(double decibels) throws IOException {
        RateSearch.Found<Trial> found = RateSearch.smallest(0, codec.steps(), decibels, this::trial, Trial::psnr);
        String complaint = found.met()
                ? null
                : String.format(
                        Locale.ROOT,
                        "the best picture has a PSNR of %.2f dB, the target is %.2f dB",
                        found.result().psnr(),
                        decibels);
        return new Result(found.result().encoded(), complaint);
    }

    private Trial trial(int level) throws IOException {
        Encoded encoded = encode(level, share());
        Psnr psnr = new Psnr(pixels, pixels.coloured() && pixels.bands() % 2 == 0);
        LearnedImageReadParam reading = new LearnedImageReadParam();
        reading.setModel(param.getModel());
        codec.decoder(encoded.header(), reading)
                .decode(
                        encoded.picture().tiles()::get,
                        new Region(0, 0, pixels.width(), pixels.height()),
                        psnr,
                        progress.quiet());
        return new Trial(encoded, psnr.decibels());
    }

    private Encoded encode(int level, Progress share) throws IOException {
        return wrapper.apply(codec.encode(pixels, (double) level / codec.steps(), param, share));
    }

    /** Nobody knows how many codings there will be: each gets half of what is left. */
    private Progress share() {
        float done = 1 - (float) Math.pow(0.5, codings);
        codings++;
        return progress.part(done, 1 - (float) Math.pow(0.5, codings));
    }
}

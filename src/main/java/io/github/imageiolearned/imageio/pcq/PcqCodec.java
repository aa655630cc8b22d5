// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.shell.Codec;
import io.github.imageiolearned.imageio.shell.Settings;
import io.github.imageiolearned.pcq.PcqDecoder;
import io.github.imageiolearned.pcq.PcqEncoder;
import io.github.imageiolearned.pcq.PcqOptions;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Principal components of blocks or rows. */
final class PcqCodec implements Codec {
    @Override
    public PictureFormat format() {
        return PictureFormat.PCQ;
    }

    @Override
    public PictureHeader.Alpha alpha() {
        return PictureHeader.Alpha.PLANE;
    }

    /** So many that neighbours differ by one percent in size, or less. */
    @Override
    public int steps() {
        return 1000;
    }

    @Override
    public boolean takesRasters() {
        return true;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        PcqOptions options = PcqOptions.ofQuality(quality)
                .withType(
                        PcqOptions.Type.valueOf(Settings.compressionType(param).toUpperCase(Locale.ROOT)))
                .withComponents(param.getComponents())
                .withVariance(param.getVarianceRetained())
                .withEffort(
                        param.getEffort() == LearnedImageWriteParam.Effort.FAST
                                ? PcqOptions.Effort.FAST
                                : PcqOptions.Effort.SMALL);
        return PcqEncoder.encode(picture, options, progress);
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) throws FormatException {
        return new PcqDecoder(header)::decode;
    }

    @Override
    public Map<String, String> facts(PictureHeader header) throws FormatException {
        PcqDecoder decoder = new PcqDecoder(header);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("type", decoder.type().name());
        facts.put("components", Integer.toString(decoder.components()));
        if (decoder.type() == PcqOptions.Type.BLOCKS) {
            facts.put("step", Double.toString(decoder.step()));
        }
        if (decoder.bandComponents() > 0) {
            facts.put("bandComponents", Integer.toString(decoder.bandComponents()));
        }
        if (decoder.largestError() > 0) {
            facts.put("largestError", Integer.toString(decoder.largestError()));
        }
        double[] shares = decoder.explainedVariance();
        if (shares.length > 0) {
            String counts = Arrays.toString(decoder.varianceComponents());
            facts.put("varianceComponents", counts.replaceAll("[\\[\\],]", ""));
            facts.put("explainedVariance", list(shares));
            facts.put("cumulativeVariance", list(cumulative(shares)));
        }
        facts.put("effort", decoder.effort().name());
        return facts;
    }

    private static double[] cumulative(double[] shares) {
        double[] sums = shares.clone();
        Arrays.parallelPrefix(sums, Double::sum);
        return sums;
    }

    private static String list(double[] shares) {
        return Arrays.stream(shares)
                .mapToObj(share -> String.format(Locale.ROOT, "%.4f", share))
                .collect(Collectors.joining(" "));
    }
}

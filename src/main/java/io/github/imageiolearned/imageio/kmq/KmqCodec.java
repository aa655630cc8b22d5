// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.shell.Codec;
import io.github.imageiolearned.kmq.KmqDecoder;
import io.github.imageiolearned.kmq.KmqEncoder;
import io.github.imageiolearned.kmq.KmqOptions;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Palettes learned by k-means. */
final class KmqCodec implements Codec {
    @Override
    public PictureFormat format() {
        return PictureFormat.KMQ;
    }

    @Override
    public PictureHeader.Alpha alpha() {
        return PictureHeader.Alpha.CODED;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        KmqOptions options =
                param.getColours() > 0 ? KmqOptions.ofColours(param.getColours()) : KmqOptions.ofQuality(quality);
        return KmqEncoder.encode(picture, options.withEffort(effort(param)), progress);
    }

    private static KmqOptions.Effort effort(LearnedImageWriteParam param) {
        return param.getEffort() == LearnedImageWriteParam.Effort.FAST
                ? KmqOptions.Effort.FAST
                : KmqOptions.Effort.SMALL;
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) throws FormatException {
        return new KmqDecoder(header)::decode;
    }

    @Override
    public Map<String, String> facts(PictureHeader header) throws FormatException {
        KmqDecoder decoder = new KmqDecoder(header);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("colours", Integer.toString(decoder.colours()));
        facts.put("wcss", String.format(Locale.ROOT, "%.6g", decoder.wcss()));
        facts.put("iterations", Integer.toString(decoder.iterations()));
        facts.put("effort", decoder.effort().name());
        return facts;
    }

    @Override
    public boolean lossless(PictureHeader header) throws FormatException {
        return new KmqDecoder(header).exact();
    }

    @Override
    public Optional<int[]> palette(PictureHeader header) throws FormatException {
        return Optional.of(new KmqDecoder(header).palette());
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The raw codec with a palette that it is told. */
record PaletteCodec(int[] colours) implements Codec {
    @Override
    public PictureFormat format() {
        return RawCodec.PLANE.format();
    }

    @Override
    public PictureHeader.Alpha alpha() {
        return PictureHeader.Alpha.CODED;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        return RawCodec.CODED.encode(picture, quality, param, progress);
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) {
        return RawCodec.CODED.decoder(header, param);
    }

    @Override
    public Map<String, String> facts(PictureHeader header) {
        return Map.of();
    }

    @Override
    public Optional<int[]> palette(PictureHeader header) {
        return Optional.of(colours);
    }
}

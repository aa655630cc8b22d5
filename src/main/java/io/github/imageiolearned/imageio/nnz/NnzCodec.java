// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.shell.Codec;
import io.github.imageiolearned.nnz.NnzDecoder;
import io.github.imageiolearned.nnz.NnzEncoder;
import io.github.imageiolearned.nnz.NnzModels;
import io.github.imageiolearned.nnz.NnzOptions;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Neural networks. Models and engine are loaded when the first picture is coded, not before. */
final class NnzCodec implements Codec {
    @Override
    public PictureFormat format() {
        return PictureFormat.NNZ;
    }

    @Override
    public PictureHeader.Alpha alpha() {
        return PictureHeader.Alpha.PLANE;
    }

    @Override
    public int steps() {
        return NnzOptions.MAX_LEVEL;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        NnzOptions options = NnzOptions.ofQuality(quality)
                .withEffort(
                        switch (param.getEffort()) {
                            case FAST -> NnzOptions.Effort.FAST;
                            case SMALL -> NnzOptions.Effort.SMALL;
                            case HIGH -> NnzOptions.Effort.HIGH;
                        });
        if (param.getModel() != null) {
            options = options.withModel(NnzModels.idOf(param.getModel()));
        }
        return new NnzEncoder(models(param.getModel())).encode(picture, options, progress);
    }

    private static NnzModels models(Path place) {
        return place == null ? NnzModels.system() : NnzModels.system().with(place);
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) throws FormatException {
        return new NnzDecoder(header, models(param.getModel()))::decode;
    }

    @Override
    public Map<String, String> facts(PictureHeader header) throws FormatException {
        NnzDecoder decoder = new NnzDecoder(header);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("model", decoder.model());
        facts.put("modelHash", decoder.modelHash());
        facts.put("level", Integer.toString(decoder.level()));
        facts.put("effort", decoder.effort().name());
        return facts;
    }
}

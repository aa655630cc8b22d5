// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Samples;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Random;

/** A hand-made model of twelve cosine channels with a 3x3 blur on both sides, and pictures to code with it. */
final class TinyModel {
    static final String ID = "tiny";

    private TinyModel() {}

    static Path folder() {
        try {
            return Path.of(TinyModel.class.getResource("tiny/model.properties").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static NnzModels models() {
        return NnzModels.system().with(folder());
    }

    static NnzOptions options(double quality, NnzOptions.Effort effort) {
        return NnzOptions.ofQuality(quality).withModel(ID).withEffort(effort);
    }

    /** Smooth shapes with some noise: something to predict and something not. */
    static Samples picture(int width, int height, int bands) {
        Random random = new Random(7);
        Samples samples = new Samples(width, height, bands, 8);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int b = 0; b < bands; b++) {
                    double wave =
                            128 + 70 * Math.sin(x / 23.0 + b) + 40 * Math.cos(y / (17.0 + b)) * Math.sin(x / 90.0);
                    double edge = (x / 37 + y / 51) % 3 == 0 ? 20 : 0;
                    samples.set(x, y, b, (int) Math.max(0, Math.min(255, wave + edge + 4 * random.nextGaussian())));
                }
            }
        }
        return samples;
    }

    static PictureHeader header(CodedPicture coded, int width, int height, int bands, int tileShift) {
        return new PictureHeader(
                width,
                height,
                bands == 1 ? PictureHeader.Colour.GREY : PictureHeader.Colour.RGB,
                bands,
                PictureHeader.Alpha.NONE,
                8,
                tileShift,
                coded.settings());
    }

    /** A sink that copies to a picture. */
    static PixelSink into(Samples picture) {
        return (x, y, part) -> {
            for (int b = 0; b < picture.bands(); b++) {
                for (int row = 0; row < part.height(); row++) {
                    System.arraycopy(
                            part.plane(b),
                            row * part.width(),
                            picture.plane(b),
                            (y + row) * picture.width() + x,
                            part.width());
                }
            }
        };
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefinementTest {
    private static final int SIDE = 64;
    private static final int SHIFT = 6;

    private static CodedPicture encode(Samples picture, NnzOptions.Effort effort) throws IOException {
        return encode(TinyModel.models(), TinyModel.ID, picture, effort);
    }

    private static CodedPicture encode(NnzModels models, String id, Samples picture, NnzOptions.Effort effort)
            throws IOException {
        NnzOptions options = TinyModel.options(0.4, effort).withModel(id);
        return new NnzEncoder(models, SIDE).encode(PixelSource.of(picture), options, Progress.NONE);
    }

    /** Models with the tiny one's networks, but its gradient, as "plain". */
    private static NnzModels withoutGradient(Path folder) throws IOException {
        return withoutGradient(folder, "plain");
    }

    private static NnzModels withoutGradient(Path folder, String id) throws IOException {
        for (String file : new String[] {ModelBundle.ENCODER, ModelBundle.DECODER}) {
            Files.copy(TinyModel.folder().resolve(file), folder.resolve(file));
        }
        List<String> lines = Files.readAllLines(TinyModel.folder().resolve(ModelBundle.PROPERTIES)).stream()
                .filter(line -> !line.startsWith("gradient"))
                .map(line -> line.replace("id=tiny", "id=" + id))
                .toList();
        Files.write(folder.resolve(ModelBundle.PROPERTIES), lines);
        return NnzModels.system().with(folder);
    }

    /** Bits, and bits that the squared error is worth. */
    private static double cost(Samples picture, CodedPicture coded, NnzModels models) throws IOException {
        return cost(picture, coded, models, SHIFT);
    }

    private static double cost(Samples picture, CodedPicture coded, NnzModels models, int shift) throws IOException {
        Samples decoded = new Samples(picture.width(), picture.height(), 3, 8);
        new NnzDecoder(TinyModel.header(coded, picture.width(), picture.height(), 3, shift), models)
                .decode(
                        coded.tiles()::get,
                        new Region(0, 0, picture.width(), picture.height()),
                        TinyModel.into(decoded),
                        Progress.NONE);
        double errors = 0;
        for (int b = 0; b < 3; b++) {
            for (int i = 0; i < picture.plane(b).length; i++) {
                double error = picture.plane(b)[i] - decoded.plane(b)[i];
                errors += error * error;
            }
        }
        double bits = 8.0 * coded.settings().length
                + coded.tiles().stream().mapToInt(tile -> 8 * tile.length).sum();
        return bits + TinyModel.models().find(TinyModel.ID).lambda(0.4) / 3 * errors;
    }

    @Test
    void refinedLatentsCostLessForTheSameDecoder(@TempDir Path folder) throws IOException {
        Samples picture = TinyModel.picture(150, 90, 3);
        CodedPicture plain = encode(withoutGradient(folder), "plain", picture, NnzOptions.Effort.SMALL);
        CodedPicture small = encode(picture, NnzOptions.Effort.SMALL);
        CodedPicture high = encode(picture, NnzOptions.Effort.HIGH);
        assertEquals(
                NnzSettings.parse(small.settings(), 3).effort(),
                NnzSettings.parse(high.settings(), 3).effort(),
                "a decoder sees no difference");
        assertEquals(2, small.tiles().size());
        // The plain model is the same decoder: its latents are those that the encoder gave.
        double before = cost(picture, plain, NnzModels.system().with(folder));
        double one = cost(picture, small, TinyModel.models());
        double many = cost(picture, high, TinyModel.models());
        assertTrue(one < 0.99 * before && many < one, () -> before + ", one step " + one + ", many " + many);
    }

    @Test
    void largePicturesFollowTheGradientOfTheLinearPath(@TempDir Path without, @TempDir Path folder) throws IOException {
        Samples picture = TinyModel.picture(2000, 1000, 3);
        NnzModels plains = withoutGradient(without, "plain");
        CodedPicture plain = encodeWhole(plains, "plain", picture);
        NnzModels linear = withoutGradient(folder, "linear");
        // The tiny decoder has nothing but a linear path.
        byte[] gradient = Files.readAllBytes(TinyModel.folder().resolve(ModelBundle.GRADIENT));
        ModelBundle.install(folder, ModelBundle.LINEAR_GRADIENT, gradient);
        CodedPicture refined = encodeWhole(linear, "linear", picture);
        double before = cost(picture, plain, plains, PictureHeader.DEFAULT_TILE_SHIFT);
        double after = cost(picture, refined, linear, PictureHeader.DEFAULT_TILE_SHIFT);
        assertTrue(after < 0.995 * before, () -> before + ", refined " + after);
        // One pixel less, and it is the other gradient that would be followed, which this model lacks.
        Samples smaller = TinyModel.picture(1999, 1000, 3);
        assertArrayEquals(
                encodeWhole(plains, "plain", smaller).tiles().get(0),
                encodeWhole(linear, "linear", smaller).tiles().get(0));
    }

    private static CodedPicture encodeWhole(NnzModels models, String id, Samples picture) throws IOException {
        NnzOptions options = TinyModel.options(0.4, NnzOptions.Effort.SMALL).withModel(id);
        return new NnzEncoder(models).encode(PixelSource.of(picture), options, Progress.NONE);
    }

    @Test
    void theSamePictureGivesTheSameFile() throws IOException {
        Samples picture = TinyModel.picture(100, 70, 3);
        List<byte[]> once = encode(picture, NnzOptions.Effort.HIGH).tiles();
        List<byte[]> twice = encode(picture, NnzOptions.Effort.HIGH).tiles();
        for (int i = 0; i < once.size(); i++) {
            assertArrayEquals(once.get(i), twice.get(i));
        }
    }

    @Test
    void theGradientTellsHowTheErrorChanges() throws IOException {
        NnzModel model = TinyModel.models().find(TinyModel.ID);
        Random random = new Random(4);
        Network.Tensor latent = Network.Tensor.zeros(model.channels(), 3, 2);
        Network.Tensor original = Network.Tensor.zeros(3, 48, 32);
        for (int i = 0; i < latent.values().capacity(); i++) {
            latent.values().put(i, (float) (3 * random.nextGaussian()));
        }
        for (int i = 0; i < original.values().capacity(); i++) {
            original.values().put(i, random.nextInt(256));
        }
        Network.Tensor gradient =
                model.gradient(latent, 0.5f, original, false, false).gradient();
        for (int i : new int[] {0, 17, 40, 71}) {
            float value = latent.values().get(i);
            latent.values().put(i, value + 1);
            double more = error(model.decode(latent, 0.5f, false), original);
            latent.values().put(i, value - 1);
            double less = error(model.decode(latent, 0.5f, false), original);
            latent.values().put(i, value);
            // The tiny decoder is linear, so the difference over two steps is exact up to rounding.
            assertEquals((more - less) / 2, gradient.values().get(i), 1 + 1e-3 * Math.abs(more - less));
        }
    }

    private static double error(Network.Tensor picture, Network.Tensor original) {
        double sum = 0;
        for (int i = 0; i < original.values().capacity(); i++) {
            double error = picture.values().get(i) - original.values().get(i);
            sum += error * error;
        }
        return sum;
    }

    @Test
    void stepsAwayFromThePredictionCostBits() {
        short[] loud = new short[100];
        short[] quiet = new short[100];
        Random random = new Random(2);
        for (int i = 0; i < loud.length; i++) {
            loud[i] = (short) Math.round(8 * random.nextGaussian());
            quiet[i] = (short) (i % 20 == 0 ? 1 : 0);
        }
        Latents latents = new Latents(2, 10, 10, new short[][] {loud, quiet});
        RateSlopes slopes = RateSlopes.of(latents, LatentPredictor.plain(2), 100, Progress.NONE);
        for (int cell = 0; cell < 100; cell++) {
            for (int low = 0; low < 4; low++) {
                assertTrue(slopes.step(0, cell, low) > 0);
                assertEquals(-slopes.step(0, cell, low), slopes.step(0, cell, -low - 1));
            }
        }
        assertTrue(slopes.step(1, 55, 0) > 2 * slopes.step(0, 55, 0), "where little is expected, a 1 costs more");
    }

    @Test
    void aModelWithoutGradientIsNamed(@TempDir Path folder) throws IOException {
        NnzOptions options = TinyModel.options(0.5, NnzOptions.Effort.HIGH).withModel("plain");
        NnzEncoder encoder = new NnzEncoder(withoutGradient(folder));
        PixelSource picture = PixelSource.of(TinyModel.picture(16, 16, 3));
        IOException e = assertThrows(IOException.class, () -> encoder.encode(picture, options, Progress.NONE));
        assertTrue(e.getMessage().contains("gradient.onnx") && e.getMessage().contains("plain"), e.getMessage());
    }
}

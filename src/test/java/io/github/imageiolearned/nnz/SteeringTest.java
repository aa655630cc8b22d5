// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link Steering}, {@link Structure}, {@link SteeringFitter} and {@link SteeringTrainer}. */
class SteeringTest {
    private static double[][] weights(double size) {
        Random random = new Random(11);
        double[][] weights = new double[Steering.KNOTS][];
        for (int knot = 0; knot < Steering.KNOTS; knot++) {
            weights[knot] = random.doubles(Steering.SIZE, -size, size).toArray();
        }
        return weights;
    }

    @Test
    void weightsComeBackFromTheirFileAndAreInterpolated() throws FormatException {
        double[][] weights = weights(0.5);
        byte[] bytes = Steering.of(weights).toBytes();
        assertEquals(9216, bytes.length);
        Steering read = Steering.parse(bytes);
        assertArrayEquals(bytes, read.toBytes());
        float[] between = read.at(2.25f / 7);
        for (int i = 0; i < Steering.SIZE; i++) {
            assertEquals(weights[0][i], read.at(0)[i], 0.6 / 4096);
            assertEquals(weights[7][i], read.at(1)[i], 0.6 / 4096);
            assertEquals(0.75 * weights[2][i] + 0.25 * weights[3][i], between[i], 0.6 / 4096);
        }
        for (int length : new int[] {0, 1, 9215, 9217}) {
            assertThrows(FormatException.class, () -> Steering.parse(new byte[length]), "length " + length);
        }
    }

    private static double grey(Samples samples, int x, int y) {
        double sum = 0;
        for (int band = 0; band < samples.bands(); band++) {
            sum += at(samples, x, y, band);
        }
        return sum / samples.bands();
    }

    private static int at(Samples samples, int x, int y, int band) {
        return samples.get(
                Math.max(0, Math.min(samples.width() - 1, x)), Math.max(0, Math.min(samples.height() - 1, y)), band);
    }

    /** Section 3.1 of docs/format-nnz.md, word by word. */
    private static double defined(Samples samples, int column, int row, int band, float[] table) {
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int y = row / 4 * 4 - 2; y < row / 4 * 4 + 6; y++) {
            for (int x = column / 4 * 4 - 2; x < column / 4 * 4 + 6; x++) {
                double gx = grey(samples, x + 1, y) - grey(samples, x - 1, y);
                double gy = grey(samples, x, y + 1) - grey(samples, x, y - 1);
                xx += gx * gx / 256;
                yy += gy * gy / 256;
                xy += gx * gy / 256;
            }
        }
        double e = xx + yy + 1;
        double u = (xx - yy) / e;
        double v = 2 * xy / e;
        double p = Math.max(0, Math.min(3, (Math.log(e) / Math.log(2) - 1) / 3));
        double[] s = {1, u, v, u * u - v * v, 2 * u * v, u * u + v * v};
        double sum = at(samples, column, row, band);
        for (int pair = 0; pair < 12; pair++) {
            int[] place = RestorationFilter.PAIRS[pair];
            for (int sign = -1; sign <= 1; sign += 2) {
                double d = at(samples, column + sign * place[0], row + sign * place[1], band)
                        - at(samples, column, row, band);
                for (int level = 0; level < 4; level++) {
                    double share = Math.max(0, 1 - Math.abs(p - level));
                    for (int i = 0; i < 6; i++) {
                        int from = (level * 6 + i) * 24 + pair;
                        sum += share * s[i] * (table[from] * d + table[from + 12] * Math.max(-6, Math.min(6, d)));
                    }
                }
            }
        }
        return Math.max(0, Math.min(255, sum));
    }

    @Test
    void steeredPixelsAreWhatTheFormatSays() throws IOException {
        float[] table = Steering.of(weights(0.05)).at(0.6f);
        for (int[] shape : new int[][] {{37, 22, 3}, {16, 16, 1}, {1, 1, 3}, {5, 3, 1}}) {
            Samples samples = TinyModel.picture(shape[0], shape[1], shape[2]);
            Samples restored = Restorer.restored(samples, RestorationFilter.steering(), table);
            for (int y = 0; y < shape[1]; y++) {
                for (int x = 0; x < shape[0]; x++) {
                    for (int band = 0; band < shape[2]; band++) {
                        assertEquals(defined(samples, x, y, band, table), restored.get(x, y, band), 0.51);
                    }
                }
            }
        }
    }

    @Test
    void partsMakeTheSamePicture() throws IOException {
        Samples samples = TinyModel.picture(40, 27, 3);
        float[][] padded = new float[3][];
        for (int band = 0; band < 3; band++) {
            padded[band] = Restorer.padded(samples, band);
        }
        float[] table = Steering.of(weights(0.05)).at(0.3f);
        Samples whole = Restorer.restored(samples, RestorationFilter.steering(), table);
        for (int parts : new int[] {2, 3, 50}) {
            Samples restored = new Samples(40, 27, 3, 8);
            Restorer.restore(RestorationFilter.steering(), table, padded, restored, parts);
            for (int band = 0; band < 3; band++) {
                assertArrayEquals(whole.plane(band), restored.plane(band));
            }
        }
    }

    private static double error(Samples one, Samples other) {
        double sum = 0;
        for (int band = 0; band < one.bands(); band++) {
            for (int i = 0; i < one.plane(band).length; i++) {
                sum += Math.pow(one.plane(band)[i] - other.plane(band)[i], 2);
            }
        }
        return sum;
    }

    /** Stripes in four directions, blurred along them: only weights that follow the direction can tell noise from stripe. */
    private static Samples stripes(boolean noisy) {
        Samples samples = new Samples(128, 128, 1, 8);
        Random random = new Random(3);
        for (int y = 0; y < 128; y++) {
            for (int x = 0; x < 128; x++) {
                int across = x < 64 ? (y < 64 ? x : y) : (y < 64 ? x + y : x - y + 128);
                double noise = 12 * random.nextGaussian();
                double value = 128 + 70 * Math.sin(across * 0.8) + (noisy ? noise : 0);
                samples.set(x, y, 0, (int) Math.max(0, Math.min(255, Math.rint(value))));
            }
        }
        return samples;
    }

    @Test
    void fittedWeightsFollowTheDirection() throws IOException {
        Samples clean = stripes(false);
        Samples noisy = stripes(true);
        SteeringFitter fitter = new SteeringFitter();
        fitter.add(noisy, clean);
        double[][] knots = new double[Steering.KNOTS][];
        Arrays.fill(knots, fitter.weights());
        float[] table = Steering.of(knots).at(0.5f);
        double steered = error(Restorer.restored(noisy, RestorationFilter.steering(), table), clean);
        RestorationFitter fixed = new RestorationFitter(1, 2);
        fixed.add(noisy, noisy, clean);
        RestorationFilter best = fixed.best(1, 128 * 128);
        assertTrue(best.changes());
        assertFalse(best.steered());
        assertTrue(steered < 0.8 * error(Restorer.restored(noisy, best, null), clean));
        RestorationFitter both = new RestorationFitter(1, 2);
        both.add(noisy, Restorer.restored(noisy, RestorationFilter.steering(), table), clean);
        assertTrue(both.best(1, 128 * 128).steered());
    }

    private static void copy(Path folder) throws IOException {
        for (String file : new String[] {"encoder.onnx", "decoder.onnx", "gradient.onnx", "model.properties"}) {
            Files.copy(TinyModel.folder().resolve(file), folder.resolve(file));
        }
    }

    @Test
    void theTrainerAddsWeightsThatPayAndFilesNeedThem(@TempDir Path folder) throws IOException {
        copy(folder);
        String before = NnzModels.in(folder).hash();
        int size = SteeringTrainer.train(
                folder, 2, i -> PixelSource.of(TinyModel.picture(120, 100 + 8 * i, 3)), Progress.NONE);
        assertEquals(size, Files.size(folder.resolve(ModelBundle.STEERING)));
        NnzModel model = NnzModels.in(folder);
        assertNotEquals(before, model.hash());
        Samples picture = TinyModel.picture(120, 104, 3);
        NnzOptions options = TinyModel.options(0.7, NnzOptions.Effort.SMALL);
        CodedPicture coded =
                new NnzEncoder(NnzModels.system().with(folder)).encode(PixelSource.of(picture), options, Progress.NONE);
        RestorationFilter filter = NnzSettings.parse(coded.settings(), 3).filter();
        assertTrue(filter.steered());
        Region cells = new Region(0, 0, 8, 7);
        float[][] planes = new Analysis(model, PixelSource.of(picture), 0.7f, true).latents(cells);
        Region whole = new Region(0, 0, 120, 104);
        Latents latents = Latents.rounded(planes, 8, 7);
        Samples plain = Synthesis.ofTile(model, latents, whole, 3, 0.7f, cells, true);
        float[] table = model.steering().at(0.7f);
        assertTrue(error(Restorer.restored(plain, filter, table), picture) < error(plain, picture));
        NnzModel bare = TinyModel.models().find(TinyModel.ID);
        assertFalse(bare.steers());
        IOException missing = assertThrows(IOException.class, bare::steering);
        assertTrue(missing.getMessage().contains("lacks steering.bin"), missing.getMessage());
    }
}

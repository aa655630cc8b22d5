// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatentCodingTest {
    private static final int CHANNELS = 20;

    /** Channels of falling size; every odd one follows the even one before, and size is smooth in the plane. */
    private static Latents latents(int width, int height, long seed) {
        Random random = new Random(seed);
        float[][] planes = new float[CHANNELS][width * height];
        for (int c = 0; c < CHANNELS - 3; c++) {
            for (int i = 0; i < planes[c].length; i++) {
                int row = i / width;
                double scale = 6.0 / (1 + c) * (1.2 + Math.sin(i % width / 5.0 + row / 7.0));
                planes[c][i] = (float) (scale * random.nextGaussian());
                if (c % 2 == 1) {
                    planes[c][i] = 0.7f * planes[c - 1][i] + 0.3f * planes[c][i];
                }
            }
        }
        return Latents.rounded(planes, width, height);
    }

    private static void assertSame(Latents expected, Latents actual) {
        for (int c = 0; c < CHANNELS; c++) {
            assertArrayEquals(expected.planes()[c], actual.planes()[c], "channel " + c);
        }
    }

    private static LatentPriors trained() throws IOException {
        List<PriorsTrainer.Example> examples = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            examples.add(new PriorsTrainer.Example(latents(32, 24, 100 + i), 100));
        }
        return PriorsTrainer.train(examples, CHANNELS);
    }

    @ParameterizedTest
    @EnumSource(NnzOptions.Effort.class)
    void roundTripsWithAndWithoutTraining(NnzOptions.Effort effort) throws IOException {
        for (LatentPriors priors : List.of(LatentPriors.untrained(CHANNELS), trained())) {
            TileCodec codec = new TileCodec(priors, 100, effort, Progress.NONE);
            for (int[] size : new int[][] {{1, 1}, {1, 9}, {7, 1}, {13, 11}}) {
                Latents latents = latents(size[0], size[1], 5);
                assertSame(latents, codec.decode(codec.encode(latents), size[0], size[1]));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NnzOptions.Effort.class)
    void codesTheLargestLatents(NnzOptions.Effort effort) throws IOException {
        Latents latents = latents(8, 8, 1);
        latents.planes()[2][5] = Latents.MAX;
        latents.planes()[2][6] = -Latents.MAX;
        latents.planes()[3][0] = -Latents.MAX;
        TileCodec codec = new TileCodec(LatentPriors.untrained(CHANNELS), 255, effort, Progress.NONE);
        assertSame(latents, codec.decode(codec.encode(latents), 8, 8));
    }

    @Test
    void emptyChannelsCostNextToNothing() throws IOException {
        TileCodec codec = new TileCodec(trained(), 100, NnzOptions.Effort.SMALL, Progress.NONE);
        byte[] nothing = codec.encode(new Latents(CHANNELS, 64, 64));
        assertTrue(nothing.length < 24, nothing.length + " bytes for 81920 zeros");
    }

    @Test
    void trainingLearnsWhatTheChannelsTellOfEachOther() throws IOException {
        Latents latents = latents(32, 24, 1);
        LatentPriors priors = trained();
        int plain = new TileCodec(LatentPriors.untrained(CHANNELS), 100, NnzOptions.Effort.SMALL, Progress.NONE)
                .encode(latents)
                .length;
        int small = new TileCodec(priors, 100, NnzOptions.Effort.SMALL, Progress.NONE).encode(latents).length;
        int fast = new TileCodec(priors, 100, NnzOptions.Effort.FAST, Progress.NONE).encode(latents).length;
        assertTrue(small < 0.9 * plain, small + " against " + plain);
        assertTrue(fast < plain, fast + " against " + plain);
        // Channel 1 is 0.7 times channel 0 and some noise.
        LatentPredictor.Value value = priors.predictor().values()[1];
        double weight = 0;
        for (int t = 0; t < value.sources().length; t++) {
            weight += value.places()[t] == 4 ? value.weights()[t] / 4096.0 : 0;
        }
        assertEquals(0.7, weight, 0.05);
    }

    @Test
    void priorsSurviveTheirFile() throws IOException {
        LatentPriors priors = trained();
        LatentPriors read = LatentPriors.parse(priors.toBytes(), CHANNELS);
        Latents latents = latents(16, 16, 9);
        for (NnzOptions.Effort effort : NnzOptions.Effort.values()) {
            assertArrayEquals(
                    new TileCodec(priors, 40, effort, Progress.NONE).encode(latents),
                    new TileCodec(read, 40, effort, Progress.NONE).encode(latents));
        }
        assertThrows(FormatException.class, () -> LatentPriors.parse(priors.toBytes(), CHANNELS + 1));
    }

    @Test
    void corruptPriorsAreRefused() throws IOException {
        byte[] good = trained().toBytes();
        Random random = new Random(1);
        for (int i = 0; i < 100; i++) {
            byte[] cut = java.util.Arrays.copyOf(good, random.nextInt(good.length));
            assertThrows(IOException.class, () -> LatentPriors.parse(cut, CHANNELS));
        }
    }

    @ParameterizedTest
    @EnumSource(NnzOptions.Effort.class)
    void anyBytesAreRefusedOrDecoded(NnzOptions.Effort effort) throws IOException {
        TileCodec codec = new TileCodec(trained(), 100, effort, Progress.NONE);
        byte[] good = codec.encode(latents(10, 10, 2));
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bad = good.clone();
            for (int k = 0; k <= i % 4; k++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                codec.decode(bad, 10, 10);
            } catch (FormatException | CorruptDataException e) {
                refused++;
            }
        }
        // A byte may be replaced by itself; beyond that, stream and checksum catch nearly all.
        assertTrue(refused >= 390, refused + " of 400");
    }

    @ParameterizedTest
    @EnumSource(NnzOptions.Effort.class)
    void bytesThatEndAtOnceCostNoMoreThanAChannel(NnzOptions.Effort effort) throws IOException {
        TileCodec codec = new TileCodec(trained(), 100, effort, Progress.NONE);
        CorruptDataException e = assertThrows(CorruptDataException.class, () -> codec.decode(new byte[6], 10, 10));
        assertEquals("the coded latents end too early", e.getMessage());
    }

    @Test
    void checksumIsCrc16Ccitt() {
        Latents latents = new Latents(2, 3, 1);
        latents.planes()[1] = new short[] {5, -1, 300};
        int crc = 0xffff;
        for (int next : new int[] {0, 1, 0, 5, 0xff, 0xff, 300 >> 8, 300 & 0xff}) {
            crc ^= next << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = ((crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1) & 0xffff;
            }
        }
        assertEquals(crc, latents.checksum());
    }

    @Test
    void trainerAddsPriorsToAModelFolder(@TempDir Path folder) throws IOException {
        for (String file : new String[] {"encoder.onnx", "decoder.onnx", "gradient.onnx", "model.properties"}) {
            Files.copy(TinyModel.folder().resolve(file), folder.resolve(file));
        }
        int size = PriorsTrainer.train(
                folder, 5, i -> PixelSource.of(TinyModel.picture(120 + 8 * i, 100, 3)), Progress.NONE);
        assertEquals(size, Files.size(folder.resolve("priors.bin")));
        NnzModel model = NnzModels.in(folder);
        assertTrue(model.priors().states().length > 0);
        assertTrue(!model.hash().equals(TinyModel.models().find(TinyModel.ID).hash()));
        // Once more: the hash line is replaced, not repeated.
        PriorsTrainer.train(folder, 4, i -> PixelSource.of(TinyModel.picture(120, 90, 3)), Progress.NONE);
        assertEquals(
                1,
                Files.readAllLines(folder.resolve("model.properties")).stream()
                        .filter(line -> line.startsWith("priors.sha256"))
                        .count());
    }
}

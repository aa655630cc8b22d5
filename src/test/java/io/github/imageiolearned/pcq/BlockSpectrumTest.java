// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockSpectrumTest {
    /** What a byte can tell: half a step of the logarithm, and the rounding of samples that the planes do not know. */
    private static final double EXACT = 0.04;

    @ParameterizedTest
    @CsvSource({"0, SMALL, 3", "0.3, SMALL, 1", "0.6, SMALL, 3", "0.2, FAST, 3"})
    void allComponentsExplainWhatIsNotLost(double quality, PcqOptions.Effort effort, int bands) throws IOException {
        Samples scene = Scenes.rough(192, 160, bands);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(quality).withEffort(effort));
        double lost = 1 - sum(decoder(scene, coded).explainedVariance(), 8);
        double expected = error(scene, Scenes.decode(scene, unfiltered(coded))) / variance(scene);
        assertEquals(expected, lost, EXACT * expected);
    }

    @ParameterizedTest
    @CsvSource({"1", "8", "32"})
    void componentsThatAreNotKeptExplainNothing(int components) throws IOException {
        Samples scene = Scenes.rough(192, 160, 3);
        CodedPicture coded = Scenes.encode(scene, PcqOptions.ofQuality(0.5).withComponents(components));
        PcqDecoder decoder = decoder(scene, coded);
        double[] shares = decoder.explainedVariance();
        int[] counts = decoder.varianceComponents();
        for (int k = 0; k < shares.length; k++) {
            assertTrue(shares[k] >= 0);
            assertEquals(counts[k] <= components, k == 0 || shares[k] > 0, counts[k] + " of " + components);
        }
    }

    @ParameterizedTest
    @CsvSource({"64, 63, 0", "64, 64, 8", "8192, 1, 8"})
    void smallPicturesTellNothing(int width, int height, int shares) throws IOException {
        Samples scene = Scenes.rough(width, height, 1);
        PcqDecoder decoder = decoder(scene, Scenes.encode(scene, PcqOptions.ofQuality(0.3)));
        assertEquals(shares, decoder.explainedVariance().length);
        assertEquals(shares, decoder.varianceComponents().length);
    }

    @ParameterizedTest
    @CsvSource({"0", "1"})
    void aFlatPictureIsExplainedByPrediction(double quality) throws IOException {
        Samples scene = new Samples(80, 80, 3, 8);
        for (int band = 0; band < 3; band++) {
            java.util.Arrays.fill(scene.plane(band), (short) 128);
        }
        double[] shares = decoder(scene, Scenes.encode(scene, PcqOptions.ofQuality(quality)))
                .explainedVariance();
        assertArrayEquals(new double[] {1, 0, 0, 0, 0, 0, 0, 0}, shares, 0.02);
    }

    private static PcqDecoder decoder(Samples scene, CodedPicture coded) throws IOException {
        return new PcqDecoder(Scenes.header(scene, coded));
    }

    private static CodedPicture unfiltered(CodedPicture coded) {
        List<byte[]> tiles = coded.tiles().stream().map(byte[]::clone).toList();
        tiles.forEach(tile -> java.util.Arrays.fill(tile, 0, TileFilters.BYTES, (byte) 0));
        return new CodedPicture(coded.settings(), tiles);
    }

    private static double sum(double[] shares, int count) {
        double sum = 0;
        for (int k = 0; k < count; k++) {
            sum += shares[k];
        }
        return sum;
    }

    private static double error(Samples first, Samples second) {
        double sum = 0;
        for (int band = 0; band < first.bands(); band++) {
            for (int i = 0; i < first.plane(band).length; i++) {
                double error = first.plane(band)[i] - second.plane(band)[i];
                sum += error * error;
            }
        }
        return sum;
    }

    private static double variance(Samples scene) {
        double squares = 0;
        for (int band = 0; band < scene.bands(); band++) {
            double sum = 0;
            for (short sample : scene.plane(band)) {
                sum += sample;
            }
            double mean = sum / scene.plane(band).length;
            for (short sample : scene.plane(band)) {
                squares += (sample - mean) * (sample - mean);
            }
        }
        return squares;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Trains the weights that steer the restoration filter of a model, and adds them to the model's folder as
 * {@code steering.bin}. To be run after each export of the networks: the weights mend the errors of this very decoder.
 */
public final class SteeringTrainer {
    /** More pictures would hardly change what is fitted: some hundred weights. */
    private static final int ENOUGH = 128;

    private SteeringTrainer() {}

    /**
     * Trains and writes {@code steering.bin}, and its hash into {@code model.properties}. Each picture is encoded and decoded
     * at those of {@value Steering#KNOTS} qualities that
     * the networks need; there are no weights for the others.
     *
     * @param folder the model's folder
     * @param count number of pictures, of which at most {@value #ENOUGH} are used
     * @param pictures gives them; called by several threads
     * @param progress hears how far it is
     * @return size of {@code steering.bin} in bytes
     * @throws IOException if a picture or the model cannot be read, or the engine is missing or fails
     */
    public static int train(Path folder, int count, PriorsTrainer.Pictures pictures, Progress progress)
            throws IOException {
        NnzModel model = NnzModels.in(folder);
        double[] range = model.qualities();
        int used = Math.min(ENOUGH, count);
        double[][] weights = new double[Steering.KNOTS][];
        Parallel.forEach(Steering.KNOTS, progress, knot -> {
            float quality = (float) knot / (Steering.KNOTS - 1);
            SteeringFitter fitter = new SteeringFitter();
            // Beyond the first knot outside the range none is ever looked at.
            double reach = 1.0 / (Steering.KNOTS - 1);
            if (quality <= range[0] - reach || quality >= range[1] + reach) {
                weights[knot] = fitter.weights();
                return;
            }
            for (int i = 0; i < used; i++) {
                progress.check();
                PixelSource picture = pictures.load((int) ((long) i * count / used));
                Region whole = new Region(0, 0, picture.width(), picture.height());
                int level = Math.round(quality * NnzOptions.MAX_LEVEL);
                Quantiser quantiser = new Quantiser(model, picture, level, NnzOptions.Effort.SMALL, false);
                Samples decoded = Synthesis.ofTile(
                        model,
                        quantiser.latents(quantiser.whole(), Progress.NONE),
                        whole,
                        picture.bands(),
                        quality,
                        quantiser.whole(),
                        false);
                fitter.add(decoded, picture.read(whole));
            }
            weights[knot] = fitter.weights();
        });
        byte[] bytes = Steering.of(weights).toBytes();
        ModelBundle.install(folder, ModelBundle.STEERING, bytes);
        return bytes.length;
    }
}

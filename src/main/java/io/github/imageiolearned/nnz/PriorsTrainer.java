// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.CostMeter;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains what the entropy coder of a model knows before the first latent, and adds it to the model's folder as
 * {@code priors.bin}. To be run after each export of the networks: the priors belong to them.
 *
 * <p>The pictures are encoded, each at one quality, the qualities spread evenly over those that the networks are for; the predictors are fitted to the
 * latents; then the coder walks over all of them, and what its mixers and tables have learned is kept. That is done twice,
 * as the latents of files are refined with priors: with those of the first time for the second.
 */
public final class PriorsTrainer {
    /** Cap of the counters' confidence, so that a picture can still teach them, but one of a few cells need not. */
    private static final int COUNT_CAP = 120;

    /** Qualities follow each other in steps of the golden ratio, so any number of pictures spreads them. */
    private static final double GOLDEN = 0.6180339887498949;

    private PriorsTrainer() {}

    /** Gives the training pictures. */
    @FunctionalInterface
    public interface Pictures {
        /**
         * Loads a picture.
         *
         * @param index its number
         * @return 3 bands of 8 bits
         * @throws IOException if it cannot be read
         */
        PixelSource load(int index) throws IOException;
    }

    /** Latents of a training picture and the quality level that they were made at. */
    record Example(Latents latents, int level) {}

    /**
     * Trains and writes {@code priors.bin}, and its hash into {@code model.properties}.
     *
     * @param folder the model's folder
     * @param count number of pictures; some hundreds are enough
     * @param pictures gives them
     * @param progress hears how far it is
     * @return size of {@code priors.bin} in bytes
     * @throws IOException if a picture or the model cannot be read, or the engine is missing or fails
     */
    public static int train(Path folder, int count, Pictures pictures, Progress progress) throws IOException {
        train(folder, count, pictures, NnzOptions.Effort.FAST, progress.part(0, 0.5f));
        return train(folder, count, pictures, NnzOptions.Effort.SMALL, progress.part(0.5f, 1));
    }

    private static int train(Path folder, int count, Pictures pictures, NnzOptions.Effort effort, Progress progress)
            throws IOException {
        NnzModel model = NnzModels.in(folder);
        double[] range = model.qualities();
        int lowest = (int) Math.round(range[0] * NnzOptions.MAX_LEVEL);
        int highest = (int) Math.round(range[1] * NnzOptions.MAX_LEVEL);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            progress.check();
            double share = i * GOLDEN - Math.floor(i * GOLDEN);
            int level = lowest + (int) (share * (highest - lowest + 1));
            Quantiser quantiser = new Quantiser(model, pictures.load(i), level, effort, true);
            examples.add(new Example(quantiser.latents(quantiser.whole(), progress), level));
            progress.report((i + 1f) / count / 2);
        }
        byte[] priors = train(examples, model.channels()).toBytes();
        ModelBundle.install(folder, ModelBundle.PRIORS, priors);
        progress.report(1);
        return priors.length;
    }

    /** Trains on latents. */
    static LatentPriors train(List<Example> examples, int channels) throws IOException {
        List<Latents> tiles = examples.stream().map(Example::latents).toList();
        LatentPredictor.Value[] values = new ValueFitter(tiles, channels).fit();
        LatentPredictor.Energy[] energies = new EnergyFitter(tiles, values, channels).fit();
        return learn(examples, new LatentPredictor(values, energies));
    }

    /** Lets the coder walk over the examples. */
    static LatentPriors learn(List<Example> examples, LatentPredictor predictor) throws IOException {
        int channels = predictor.values().length;
        StaticTables.Counter counter = new StaticTables.Counter();
        MixingCoder mixing =
                new MixingCoder(new CostMeter(), new LatentPriors(predictor, StaticTables.plain(), new byte[0][]));
        for (Example example : examples) {
            Latents latents = example.latents();
            for (LatentWalk.Coder coder : new LatentWalk.Coder[] {counter, mixing}) {
                new LatentWalk(predictor, channels, latents.width(), latents.height(), example.level())
                        .run(latents, coder, Progress.NONE);
            }
        }
        return new LatentPriors(predictor, counter.tables(), mixing.save(COUNT_CAP));
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.nnz.PriorsTrainer;
import io.github.imageiolearned.nnz.SteeringTrainer;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Samples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains what an exported model has besides its networks; see docs/models.md. */
@Command(
        name = "train-priors",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Trains the entropy coder's starting states and the weights of the restoration filter for a model, and adds"
                        + " them to its folder.")
final class TrainPriorsCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "folder with encoder.onnx and model.properties")
    Path model;

    @Parameters(index = "1", paramLabel = "PICTURES", description = "folder with training pictures")
    Path pictures;

    @Option(names = "--count", defaultValue = "400", description = "most pictures to use (default: ${DEFAULT-VALUE})")
    int count;

    @Option(
            names = "--keep-priors",
            description =
                    "fit the weights of the restoration filter alone: the starting states still fit where only the decoder"
                            + " has changed")
    boolean keepPriors;

    @Mixin
    Console console;

    /** Made by picocli. */
    TrainPriorsCommand() {}

    @Override
    public Integer call() throws IOException {
        Failures failures = new Failures();
        JsonObject document = new JsonObject();
        List<Path> all = Inputs.list(List.of(pictures), true, Trainer.SUFFIXES::contains, failures).stream()
                .map(Inputs.Input::path)
                .toList();
        List<Path> chosen = new ArrayList<>();
        int used = Math.max(0, Math.min(count, all.size()));
        for (int i = 0; i < used; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / used)));
        }
        if (chosen.isEmpty()) {
            failures.add(pictures, new IOException("no pictures"));
        } else {
            if (!keepPriors) {
                int size = PriorsTrainer.train(model, chosen.size(), i -> load(chosen.get(i)), Progress.NONE);
                document.addProperty("priors", model.resolve("priors.bin").toString());
                document.addProperty("bytes", size);
                console.out().println(model.resolve("priors.bin") + ": " + size + " bytes");
            }
            int size = SteeringTrainer.train(model, chosen.size(), i -> load(chosen.get(i)), Progress.NONE);
            document.addProperty("steering", model.resolve("steering.bin").toString());
            document.addProperty("steeringBytes", size);
            console.out().println(model.resolve("steering.bin") + ": " + size + " bytes");
        }
        return console.finish(document, failures);
    }

    /** A picture as 8-bit RGB. */
    static PixelSource load(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        if (image == null) {
            throw new IOException(file + " is no picture");
        }
        int width = image.getWidth();
        int height = image.getHeight();
        int[] row = new int[width];
        Samples samples = new Samples(width, height, 3, 8);
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                for (int band = 0; band < 3; band++) {
                    samples.set(x, y, band, row[x] >>> 16 - 8 * band & 0xff);
                }
            }
        }
        return PixelSource.of(samples);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonObject;
import io.github.imageiolearned.nnz.RefinedLatents;
import io.github.imageiolearned.pixels.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Encodes training pictures for a decoder to be trained with; see models/training/README.md. */
@Command(
        name = "train-latents",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Writes beside each picture of a folder the latents that a model's encoder makes of it, at levels spread"
                        + " over those that its networks are for.")
final class TrainLatentsCommand implements Callable<Integer> {
    private static final String SUFFIX = ".latents";

    @Parameters(index = "0", paramLabel = "MODEL", description = "folder with encoder.onnx and model.properties")
    Path model;

    @Parameters(index = "1", paramLabel = "PICTURES", description = "folder with PNGs; their latents go beside them")
    Path pictures;

    @Mixin
    Console console;

    /** Made by picocli. */
    TrainLatentsCommand() {}

    @Override
    public Integer call() throws IOException {
        Failures failures = new Failures();
        List<Path> found = Inputs.list(List.of(pictures), false, Set.of("png")::contains, failures).stream()
                .map(Inputs.Input::path)
                .toList();
        if (found.isEmpty()) {
            failures.add(pictures, new IOException("no pictures"));
        }
        List<Path> files = found.stream()
                .map(picture -> picture.resolveSibling(picture.getFileName() + SUFFIX))
                .toList();
        RefinedLatents.write(model, i -> TrainPriorsCommand.load(found.get(i)), files, Progress.NONE);
        JsonObject document = new JsonObject();
        document.addProperty("pictures", files.size());
        console.out().println(pictures + ": latents of " + files.size() + " pictures");
        return console.finish(document, failures);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.nnz.NnzModel;
import io.github.imageiolearned.nnz.NnzModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the models of nnz that are installed, prints their cards, verifies them. */
@Command(
        name = "models",
        mixinStandardHelpOptions = true,
        header = "Lists the models of nnz, prints their cards, and verifies them.",
        description = {
            "",
            "A file in nnz names its model by id and hash, and is readable only where that very model is: inside the"
                    + " library, in a folder of the system property imageio.learned.models"
                    + " (LEARNED_OPTS=-Dimageio.learned.models=DIR), or where --model names it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned models",
            "  learned models --verify --model my-models",
            "      also those of a folder; every file is checked against its SHA-256",
            "  learned models --card photo-1",
            "      what the model was trained on, how, and what it is bad at"
        })
final class ModelsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "only models of these ids")
    List<String> ids = List.of();

    @Option(
            names = {"-ckpt", "--model"},
            paramLabel = "PATH",
            description = "a further bundle, or a folder of bundles; may be repeated")
    List<Path> places = List.of();

    @Option(names = "--verify", description = "check the files of every model against its hashes")
    boolean verify;

    @Option(names = "--card", description = "print the cards")
    boolean card;

    @Mixin
    Console console;

    /** Made by picocli. */
    ModelsCommand() {}

    @Override
    public Integer call() throws IOException {
        Failures failures = new Failures();
        JsonArray models = new JsonArray();
        Table table = verify
                ? new Table("id", "hash", "licence", "date", "bytes", "place")
                : new Table("id", "hash", "licence", "date", "place");
        NnzModels all = NnzModels.system();
        for (int i = places.size(); i > 0; i--) {
            all = all.with(places.get(i - 1));
        }
        for (Path path : all.installed()) {
            try {
                add(NnzModels.open(path), models, table);
            } catch (IOException e) {
                failures.add(path, e);
            }
        }
        try {
            add(NnzModels.ofLibrary(), models, table);
        } catch (IOException e) {
            failures.add("the library", e);
        }
        for (String id : ids) {
            if (models.asList().stream()
                    .noneMatch(m -> id.equals(m.getAsJsonObject().get("id").getAsString()))) {
                failures.add(id, new IOException("no such model is installed"));
            }
        }
        if (!card && table.size() > 0) {
            table.print(console.out());
            if (verify && failures.isEmpty()) {
                console.out().println("all files are what their models declare");
            }
        }
        JsonObject document = new JsonObject();
        document.add("models", models);
        return console.finish(document, failures);
    }

    private void add(NnzModel model, JsonArray models, Table table) throws IOException {
        if (!ids.isEmpty() && !ids.contains(model.id())) {
            return;
        }
        JsonObject object = new JsonObject();
        object.addProperty("id", model.id());
        object.addProperty("hash", model.hash());
        object.addProperty("place", model.place());
        JsonObject properties = new JsonObject();
        model.properties().forEach(properties::addProperty);
        object.add("properties", properties);
        long bytes = 0;
        if (verify) {
            JsonObject files = new JsonObject();
            for (Map.Entry<String, Integer> file : model.verify().entrySet()) {
                files.addProperty(file.getKey(), file.getValue());
                bytes += file.getValue();
            }
            object.add("verified", files);
        }
        if (card) {
            String text = model.card();
            object.addProperty("card", text);
            print(model, text);
        }
        models.add(object);
        String hash = model.hash().substring(0, 8);
        String licence = model.properties().get("licence");
        String date = model.properties().get("date");
        if (verify) {
            table.add(model.id(), hash, licence, date, bytes, model.place());
        } else {
            table.add(model.id(), hash, licence, date, model.place());
        }
    }

    private void print(NnzModel model, String text) {
        PrintWriter out = console.out();
        out.println(text == null ? model.id() + " in " + model.place() + " has no card" : text);
    }
}

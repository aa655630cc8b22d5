// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.imageiolearned.cli.ChunkList.Chunk;
import io.github.imageiolearned.cli.ChunkList.Listing;
import io.github.imageiolearned.cli.Inputs.Input;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says all that a file says of itself, without decoding the picture. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        header = "Says what is in kmq, pcq and nnz files, without decoding them.",
        description = {"", "Header, codec settings, ICC profile, EXIF, XMP, chunks and their sizes."},
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned info photo.nnz",
            "  learned info --chunks --xmp photo.pcq",
            "      every chunk with its place, and the XMP packet in full",
            "  learned info small --json | jq '.files[] | [.file, .bitsPerPixel]'",
            "      for a program; JSON holds everything always"
        })
final class InfoCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PATH",
            arity = "1..*",
            description = "kmq, pcq and nnz files, folders of them, and patterns")
    List<String> paths;

    @Option(
            names = {"-r", "--recursive"},
            description = "also folders in folders")
    boolean recursive;

    @Option(names = "--chunks", description = "list every chunk and not only the sum for each type")
    boolean all;

    @Option(names = "--counted", description = "decode as well: kmq says the share of the pixels of each colour")
    boolean counted;

    @Option(names = "--xmp", description = "print the XMP packet")
    boolean xmp;

    @Mixin
    Console console;

    /** Made by picocli. */
    InfoCommand() {}

    @Override
    public Integer call() {
        Failures failures = new Failures();
        JsonArray described = new JsonArray();
        List<Input> inputs = new Inputs(recursive, CompressCommand.FORMATS::contains, failures).find(paths);
        for (Input input : inputs) {
            try {
                JsonObject file = describe(input.path());
                described.add(file);
                print(file);
                long missing = file.get("bytesMissing").getAsLong();
                if (missing > 0) {
                    failures.add(
                            input.label(), new IOException("the file ends early: " + missing + " bytes are missing"));
                }
            } catch (IOException | RuntimeException e) {
                failures.add(input.label(), e);
            }
        }
        if (inputs.isEmpty() && failures.isEmpty()) {
            failures.add(String.join(" ", paths), new IOException("no kmq, pcq or nnz pictures found"));
        }
        JsonObject document = new JsonObject();
        document.add("files", described);
        return console.finish(document, failures);
    }

    private JsonObject describe(Path file) throws IOException {
        long size = Files.size(file);
        Listing listing = ChunkList.of(file);
        JsonObject object = new JsonObject();
        object.addProperty("file", file.toString());
        object.addProperty("format", listing.format());
        object.addProperty("version", listing.version());
        object.addProperty("bytes", size);
        for (Node node = metadata(file, listing.format()).getFirstChild(); node != null; node = node.getNextSibling()) {
            switch (node.getNodeName()) {
                case "Header" -> header(node.getAttributes(), size, object);
                case "Codec" -> object.add("codec", facts(node));
                default -> {
                    if (node instanceof IIOMetadataNode carried && carried.getUserObject() instanceof byte[] bytes) {
                        object.add(node.getNodeName().toLowerCase(Locale.ROOT), carried(node.getNodeName(), bytes));
                    }
                }
            }
        }
        JsonArray chunks = new JsonArray();
        for (Chunk chunk : listing.chunks()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("type", chunk.type());
            entry.addProperty("offset", chunk.offset());
            entry.addProperty("length", chunk.length());
            chunks.add(entry);
        }
        object.add("chunks", chunks);
        object.addProperty("bytesBehind", listing.rest());
        object.addProperty("bytesMissing", listing.missing());
        return object;
    }

    private Node metadata(Path file, String format) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
            try {
                reader.setInput(in);
                IIOMetadata metadata = counted
                        ? reader.getImageMetadata(0, LearnedMetadataFormat.NAME, Set.of("Counted"))
                        : reader.getImageMetadata(0);
                return metadata.getAsTree(LearnedMetadataFormat.NAME);
            } finally {
                reader.dispose();
            }
        }
    }

    private static void header(NamedNodeMap attributes, long size, JsonObject object) {
        for (int i = 0; i < attributes.getLength(); i++) {
            String value = attributes.item(i).getNodeValue();
            if (value.matches("[0-9]{1,18}")) {
                object.addProperty(attributes.item(i).getNodeName(), Long.parseLong(value));
            } else {
                object.addProperty(attributes.item(i).getNodeName(), value);
            }
        }
        double pixels = object.get("width").getAsDouble() * object.get("height").getAsDouble();
        object.addProperty("bitsPerPixel", 8.0 * size / pixels);
    }

    private static JsonObject facts(Node codec) {
        JsonObject facts = new JsonObject();
        for (Node fact = codec.getFirstChild(); fact != null; fact = fact.getNextSibling()) {
            NamedNodeMap attributes = fact.getAttributes();
            facts.addProperty(
                    attributes.getNamedItem("name").getNodeValue(),
                    attributes.getNamedItem("value").getNodeValue());
        }
        return facts;
    }

    private static JsonObject carried(String kind, byte[] bytes) {
        JsonObject object = new JsonObject();
        object.addProperty("bytes", bytes.length);
        switch (kind) {
            case "ICC" -> object.addProperty("description", CarriedText.profile(bytes));
            case "XMP" -> object.addProperty("text", new String(bytes, StandardCharsets.UTF_8));
            case "EXIF" -> {
                JsonObject tags = new JsonObject();
                try {
                    CarriedText.exif(bytes).forEach(tags::addProperty);
                } catch (IOException e) {
                    object.addProperty("damaged", Failures.reason(e));
                }
                object.add("tags", tags);
            }
            default -> {}
        }
        return object;
    }

    private void print(JsonObject file) {
        PrintWriter out = console.out();
        out.println(file.get("file").getAsString());
        line("format", text(file, "format") + ", version " + text(file, "version"));
        line("size", text(file, "width") + "x" + text(file, "height") + " pixels");
        double bpp = file.get("bitsPerPixel").getAsDouble();
        line("file", String.format(Locale.ROOT, "%s bytes, %.4f bits per pixel", text(file, "bytes"), bpp));
        line("colour", text(file, "colour"));
        line("alpha", text(file, "alpha"));
        line("bit depth", text(file, "bitDepth"));
        line("tiles", text(file, "tiles") + " of side " + text(file, "tileSide"));
        file.getAsJsonObject("codec").asMap().forEach((name, value) -> line(name, value.getAsString()));
        for (String kind : List.of("icc", "exif", "xmp")) {
            if (file.has(kind)) {
                print(kind, file.getAsJsonObject(kind));
            }
        }
        chunks(file.getAsJsonArray("chunks"));
        if (file.get("bytesMissing").getAsLong() > 0) {
            line("behind", text(file, "bytesBehind") + " bytes of a chunk that lacks " + text(file, "bytesMissing"));
        } else if (file.get("bytesBehind").getAsLong() > 0) {
            line("behind", text(file, "bytesBehind") + " bytes that are no chunk");
        }
        out.flush();
    }

    private void print(String kind, JsonObject carried) {
        String more = carried.has("description")
                ? ", " + text(carried, "description")
                : carried.has("damaged") ? ", " + text(carried, "damaged") : "";
        line(kind.toUpperCase(Locale.ROOT), text(carried, "bytes") + " bytes" + more);
        if (carried.has("tags")) {
            carried.getAsJsonObject("tags").asMap().forEach((name, value) -> line("  " + name, value.getAsString()));
        }
        if (xmp && carried.has("text")) {
            text(carried, "text").lines().forEach(l -> console.out().println("    " + harmless(l)));
        }
    }

    private void chunks(JsonArray chunks) {
        Map<String, long[]> sums = new LinkedHashMap<>();
        for (JsonElement element : chunks) {
            JsonObject chunk = element.getAsJsonObject();
            String type = text(chunk, "type");
            if (all) {
                line("chunk " + type, text(chunk, "length") + " bytes at " + text(chunk, "offset"));
            } else {
                long[] sum = sums.computeIfAbsent(type, key -> new long[2]);
                sum[0]++;
                sum[1] += chunk.get("length").getAsLong();
            }
        }
        sums.forEach(
                (type, sum) -> line("chunk " + type, (sum[0] == 1 ? "" : sum[0] + " times, ") + sum[1] + " bytes"));
    }

    private static String text(JsonObject object, String name) {
        JsonElement value = object.get(name);
        return value == null ? "" : value.getAsString();
    }

    private void line(String name, String value) {
        console.out().printf("  %-22s %s%n", name, harmless(value));
    }

    /** Text from a file without what would command the terminal. */
    private static String harmless(String text) {
        return text.replaceAll("\\p{Cc}", "?");
    }
}

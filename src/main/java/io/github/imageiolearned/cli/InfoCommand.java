// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ChunkList.Chunk;
import io.github.imageiolearned.cli.ChunkList.Listing;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says all that a file says of itself, without decoding the picture. */
@Command(
        name = "info",
        mixinStandardHelpOptions = true,
        description =
                "Says what is in kmq, pcq and nnz files: header, codec settings, metadata, chunks and their sizes.")
final class InfoCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "kmq, pcq and nnz files")
    List<Path> files;

    @Option(names = "--chunks", description = "list every chunk and not only the sum for each type")
    boolean all;

    /** Made by picocli. */
    InfoCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Failures failures = new Failures();
        for (Path file : files) {
            try {
                describe(file, out);
            } catch (IOException | RuntimeException e) {
                failures.add(file, e);
            }
            out.flush();
        }
        return failures.report(spec.commandLine().getErr());
    }

    private void describe(Path file, PrintWriter out) throws IOException {
        long size = Files.size(file);
        Listing listing = ChunkList.of(file);
        out.printf("%s%n", file);
        line(out, "format", listing.format() + ", version " + listing.version());
        Node root = metadata(file, listing.format());
        if (root != null) {
            header(root, size, out);
        }
        chunks(listing, out);
    }

    private static Node metadata(Path file, String format) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
            try {
                reader.setInput(in);
                return reader.getImageMetadata(0).getAsTree(LearnedMetadataFormat.NAME);
            } finally {
                reader.dispose();
            }
        }
    }

    private static void header(Node root, long size, PrintWriter out) {
        for (Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            NamedNodeMap attributes = node.getAttributes();
            switch (node.getNodeName()) {
                case "Header" -> {
                    long width = Long.parseLong(attribute(attributes, "width"));
                    long height = Long.parseLong(attribute(attributes, "height"));
                    line(out, "size", width + "x" + height + " pixels");
                    line(
                            out,
                            "file",
                            String.format(
                                    Locale.ROOT, "%d bytes, %.4f bits per pixel", size, 8.0 * size / (width * height)));
                    line(out, "colour", attribute(attributes, "colour"));
                    line(out, "alpha", attribute(attributes, "alpha"));
                    line(out, "bit depth", attribute(attributes, "bitDepth"));
                    line(
                            out,
                            "tiles",
                            attribute(attributes, "tiles") + " of side " + attribute(attributes, "tileSide"));
                }
                case "Codec" -> {
                    for (Node fact = node.getFirstChild(); fact != null; fact = fact.getNextSibling()) {
                        line(out, attribute(fact.getAttributes(), "name"), attribute(fact.getAttributes(), "value"));
                    }
                }
                default -> {
                    if (node instanceof IIOMetadataNode carried && carried.getUserObject() instanceof byte[] bytes) {
                        line(out, node.getNodeName(), bytes.length + " bytes");
                    }
                }
            }
        }
    }

    private static String attribute(NamedNodeMap attributes, String name) {
        Node node = attributes.getNamedItem(name);
        return node == null ? "" : node.getNodeValue();
    }

    private void chunks(Listing listing, PrintWriter out) {
        if (all) {
            for (Chunk chunk : listing.chunks()) {
                line(out, "chunk " + chunk.type(), chunk.length() + " bytes at " + chunk.offset());
            }
        } else {
            Map<String, long[]> sums = new LinkedHashMap<>();
            for (Chunk chunk : listing.chunks()) {
                long[] sum = sums.computeIfAbsent(chunk.type(), type -> new long[2]);
                sum[0]++;
                sum[1] += chunk.length();
            }
            sums.forEach((type, sum) ->
                    line(out, "chunk " + type, (sum[0] == 1 ? "" : sum[0] + " times, ") + sum[1] + " bytes"));
        }
        if (listing.rest() > 0) {
            line(out, "behind", listing.rest() + " bytes that are no chunk");
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("  %-22s %s%n", name, value);
    }
}

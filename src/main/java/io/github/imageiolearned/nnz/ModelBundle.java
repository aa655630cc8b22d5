// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the {@code model.properties} of a bundle say, and where its other files are.
 *
 * @param id name of the model: lower-case letters, digits and {@code - . _}, at most 32
 * @param place where it lies, for messages
 * @param properties all properties
 * @param hash SHA-256 over the binary SHA-256 of encoder, decoder, priors and steering, in this order, and over the hashes of
 *     what is in {@code further}; a model without priors counts 32 zero bytes for them, one without steering none
 * @param further bundles inside this one, by the quality level from which they stand in for it
 * @param files gives the bundle's files
 */
record ModelBundle(
        String id,
        String place,
        Properties properties,
        byte[] hash,
        NavigableMap<Integer, ModelBundle> further,
        Files files) {
    static final String PROPERTIES = "model.properties";
    static final String ENCODER = "encoder.onnx";
    static final String DECODER = "decoder.onnx";
    static final String PRIORS = "priors.bin";
    static final String STEERING = "steering.bin";

    /** What is appended to the decoder to make the graph of its gradient; no decoder of files needs it. */
    static final String GRADIENT = "gradient.onnx";

    /** The same for the gradient through the decoder's linear path alone, with what its network adds taken as given. */
    static final String LINEAR_GRADIENT = "gradient-linear.onnx";

    /** Property: the quality levels from which other networks are used, rising, separated by commas. */
    private static final String FROM = "from";

    static final int MAX_PROPERTIES = 1 << 16;
    static final int MAX_NETWORK = 1 << 28;
    static final int MAX_PRIORS = 1 << 24;

    /** Gives the files of a bundle by name. */
    @FunctionalInterface
    interface Files {
        /** Reads a file of at most so many bytes; null if there is none. */
        byte[] read(String name, int limit) throws IOException;
    }

    /** Reads the properties; null if the place has none. */
    static ModelBundle at(String place, Files files) throws IOException {
        return at(place, files, true);
    }

    private static ModelBundle at(String place, Files files, boolean whole) throws IOException {
        byte[] text = files.read(PROPERTIES, MAX_PROPERTIES);
        if (text == null) {
            return null;
        }
        Properties properties = new Properties();
        try (InputStreamReader reader = new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IllegalArgumentException e) {
            throw new IOException(place + ": malformed " + PROPERTIES + ": " + e.getMessage(), e);
        }
        String id = properties.getProperty("id", "");
        if (!validId(id)) {
            throw new IOException(place + ": \"" + id + "\" is no id of a model");
        }
        MessageDigest all = sha256();
        for (String name : new String[] {ENCODER, DECODER, PRIORS, STEERING}) {
            String declared = properties.getProperty(key(name));
            if (declared != null) {
                all.update(parse(declared, place));
            } else if (name.equals(PRIORS)) {
                all.update(new byte[32]);
            } else if (!name.equals(STEERING)) {
                throw new IOException(place + ": " + PROPERTIES + " lacks " + key(name));
            }
        }
        NavigableMap<Integer, ModelBundle> further = further(place, properties, files, whole);
        further.values().forEach(part -> all.update(part.hash()));
        return new ModelBundle(id, place, properties, all.digest(), further, files);
    }

    private static NavigableMap<Integer, ModelBundle> further(
            String place, Properties properties, Files files, boolean whole) throws IOException {
        NavigableMap<Integer, ModelBundle> further = new TreeMap<>();
        String levels = properties.getProperty(FROM);
        if (levels == null) {
            return further;
        }
        if (!whole) {
            throw new IOException(place + ": a model inside a model has none inside itself");
        }
        for (String text : levels.split(",", -1)) {
            int level = number(place, FROM, text, further.isEmpty() ? 1 : further.lastKey() + 1, NnzOptions.MAX_LEVEL);
            String folder = folder(level);
            ModelBundle part = at(place + '/' + folder, (name, limit) -> files.read(folder + name, limit), false);
            if (part == null) {
                throw new IOException(place + " lacks " + folder + PROPERTIES);
            }
            further.put(level, part);
        }
        return further;
    }

    /** Beginning of the names of the files for quality levels from this one on. */
    static String folder(int level) {
        return FROM + '-' + level + '/';
    }

    /** Whether the name of a file or folder is that of what a bundle has inside. */
    static boolean inside(String name) {
        return name.startsWith(FROM + '-');
    }

    /** Adds a file to the folder of a model, and its hash to the model's properties. */
    static void install(Path folder, String name, byte[] bytes) throws IOException {
        java.nio.file.Files.write(folder.resolve(name), bytes);
        Path declared = folder.resolve(PROPERTIES);
        List<String> lines = new ArrayList<>(java.nio.file.Files.readAllLines(declared, StandardCharsets.UTF_8));
        lines.removeIf(line -> line.startsWith(key(name)));
        lines.add(key(name) + "=" + hex(sha256().digest(bytes)));
        java.nio.file.Files.writeString(declared, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
    }

    static boolean validId(String id) {
        return id.matches("[a-z0-9._-]{1,32}") && !id.startsWith(".");
    }

    /** The first four bytes of the hash, which a file names. */
    int hashPrefix() {
        return (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
    }

    /** Reads one of the files whose hash the properties declare, and checks it; null for one that is not declared. */
    byte[] verified(String name) throws IOException {
        String declared = properties.getProperty(key(name));
        if (declared == null) {
            return null;
        }
        byte[] bytes = files.read(name, name.endsWith(".bin") ? MAX_PRIORS : MAX_NETWORK);
        if (bytes == null) {
            throw new IOException(place + ": the model " + id + " lacks " + name);
        }
        if (!MessageDigest.isEqual(sha256().digest(bytes), parse(declared, place))) {
            throw new IOException(place + ": " + name + " is not the file whose SHA-256 " + PROPERTIES + " declares");
        }
        return bytes;
    }

    /** A number from the properties. */
    int number(String key, int low, int high) throws IOException {
        return number(place, key, properties.getProperty(key, ""), low, high);
    }

    private static int number(String place, String key, String text, int low, int high) throws IOException {
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IOException(place + ": " + key + " is \"" + text + "\"", e);
        }
        throw new IOException(place + ": " + key + " is " + text + ", not from " + low + " to " + high);
    }

    static String key(String file) {
        return file.substring(0, file.indexOf('.')) + ".sha256";
    }

    static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] parse(String hash, String place) throws IOException {
        String text = hash.trim().toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IOException(place + ": \"" + hash + "\" is no SHA-256");
        }
        return HexFormat.of().parseHex(text);
    }
}

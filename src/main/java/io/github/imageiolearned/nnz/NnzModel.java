// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Properties;
import java.util.TreeMap;

/**
 * A model: an encoder network, a decoder network and the starting states of the entropy coder; for ranges of quality it may have
 * others of each: {@link #at}. What the engine needs is verified and loaded when it is first used. May be shared by threads.
 */
public final class NnzModel {
    /** Pixels a side that one latent cell stands for. */
    static final int STRIDE = 16;

    private static final int MAX_CARD = 1 << 20;
    private static final String LAMBDA = "quality.lambda";
    private static final String RANGE = "quality.range";

    private final ModelBundle bundle;
    private final int channels;
    private final int encoderMargin;
    private final int decoderMargin;
    private final NavigableMap<Integer, NnzModel> further = new TreeMap<>();
    private final Network[] encoders = new Network[2];
    private final Network[] decoders = new Network[2];
    private final Network[] gradients = new Network[2];
    private final Network[] linearGradients = new Network[2];
    private LatentPriors priors;
    private Steering steering;
    private volatile boolean damaged;

    /** Cells that so many pixels take, at least 1. */
    static int cells(int pixels) {
        return (pixels - 1) / STRIDE + 1;
    }

    NnzModel(ModelBundle bundle) throws IOException {
        this.bundle = bundle;
        channels = bundle.number("channels", 1, 1024);
        bundle.number("stride", STRIDE, STRIDE);
        encoderMargin = (bundle.number("encoder.margin", 0, 512) + STRIDE - 1) / STRIDE * STRIDE;
        decoderMargin = bundle.number("decoder.margin", 0, 32);
        for (Map.Entry<Integer, ModelBundle> part : bundle.further().entrySet()) {
            further.put(part.getKey(), new NnzModel(part.getValue()));
        }
    }

    /**
     * The networks, priors and weights for a quality level: the model's own, or those that it has for levels from some level on.
     *
     * @param level 0 to 255
     */
    NnzModel at(int level) {
        Map.Entry<Integer, NnzModel> part = further.floorEntry(level);
        return part == null ? this : part.getValue();
    }

    /**
     * Returns the name of the model.
     *
     * @return its id
     */
    public String id() {
        return bundle.id();
    }

    /**
     * Returns the hash of the model.
     *
     * @return 64 hexadecimal digits, of which a file names the first eight
     */
    public String hash() {
        return ModelBundle.hex(bundle.hash());
    }

    /**
     * Returns where the model was found.
     *
     * @return a path, for a person
     */
    public String place() {
        return bundle.place();
    }

    /**
     * Returns what {@code model.properties} say: licence, date and training of the model among others.
     *
     * @return properties by name
     */
    public Map<String, String> properties() {
        Map<String, String> all = new TreeMap<>();
        Properties properties = bundle.properties();
        for (String name : properties.stringPropertyNames()) {
            all.put(name, properties.getProperty(name));
        }
        return all;
    }

    /**
     * Checks all files of the model against the hashes that {@code model.properties} declare, without the engine.
     *
     * @return bytes of the files by name
     * @throws IOException if one is missing, or is not the file that was declared
     */
    public Map<String, Integer> verify() throws IOException {
        Map<String, Integer> sizes = new LinkedHashMap<>();
        for (String name : List.of(
                ModelBundle.ENCODER,
                ModelBundle.DECODER,
                ModelBundle.GRADIENT,
                ModelBundle.LINEAR_GRADIENT,
                ModelBundle.PRIORS,
                ModelBundle.STEERING)) {
            byte[] bytes = bundle.verified(name);
            if (bytes != null) {
                sizes.put(name, bytes.length);
            }
        }
        for (Map.Entry<Integer, NnzModel> part : further.entrySet()) {
            part.getValue().verify().forEach((name, size) -> sizes.put(ModelBundle.folder(part.getKey()) + name, size));
        }
        return sizes;
    }

    /**
     * Returns the model's card.
     *
     * @return the text of README.md, or null if the bundle has none
     * @throws IOException if it cannot be read
     */
    public String card() throws IOException {
        byte[] text = bundle.files().read("README.md", MAX_CARD);
        return text == null ? null : new String(text, StandardCharsets.UTF_8);
    }

    /** The first four bytes of the hash. */
    int hashPrefix() {
        return bundle.hashPrefix();
    }

    /** Number of latent channels. */
    int channels() {
        return channels;
    }

    /** Pixels around a window that its latents depend on; a multiple of the stride. */
    int encoderMargin() {
        return encoderMargin;
    }

    /** Latent cells around a window that its pixels depend on. */
    int decoderMargin() {
        return decoderMargin;
    }

    /** The starting states of the entropy coder. */
    synchronized LatentPriors priors() throws IOException {
        if (priors == null) {
            byte[] bytes = verified(ModelBundle.PRIORS);
            try {
                priors = bytes == null ? LatentPriors.untrained(channels) : LatentPriors.parse(bytes, channels);
            } catch (IOException e) {
                throw new IOException(place() + ": " + ModelBundle.PRIORS + ": " + e.getMessage(), e);
            }
        }
        return priors;
    }

    /** Whether the model has weights to steer the restoration filter with: {@link #steering}. */
    boolean steers() {
        return bundle.properties().containsKey(ModelBundle.key(ModelBundle.STEERING));
    }

    /**
     * Returns the weights that steer the restoration filter.
     *
     * @throws IOException if the model lacks them
     */
    synchronized Steering steering() throws IOException {
        if (steering == null) {
            byte[] bytes = verified(ModelBundle.STEERING);
            if (bytes == null) {
                throw new IOException(place() + ": the model " + id() + " lacks " + ModelBundle.STEERING);
            }
            try {
                steering = Steering.parse(bytes);
            } catch (IOException e) {
                throw new IOException(place() + ": " + ModelBundle.STEERING + ": " + e.getMessage(), e);
            }
        }
        return steering;
    }

    private byte[] verified(String file) throws IOException {
        try {
            return bundle.verified(file);
        } catch (IOException e) {
            damaged = true;
            throw e;
        }
    }

    /** Whether a file was found missing or changed: the same model at another place may be whole. */
    boolean damaged() {
        return damaged || further.values().stream().anyMatch(NnzModel::damaged);
    }

    /**
     * Runs the encoder.
     *
     * @param picture [1, 3, H, W], 0 to 255
     * @param quality 0 to 1
     * @param alone whether the run may use all processors
     * @return latents [1, channels, H/16, W/16], not rounded
     */
    Network.Tensor encode(Network.Tensor picture, float quality, boolean alone) throws IOException {
        Network.Tensor latent = run(encoders, ModelBundle.ENCODER, "picture", picture, quality, alone);
        return checked(latent, channels, picture.height() / STRIDE, picture.width() / STRIDE);
    }

    /**
     * Runs the decoder.
     *
     * @param latent [1, c, h, w], integers of the first c channels; the others are 0, and need no multiplications then
     * @param quality 0 to 1
     * @param alone whether the run may use all processors
     * @return picture [1, 3, 16h, 16w], about 0 to 255
     */
    Network.Tensor decode(Network.Tensor latent, float quality, boolean alone) throws IOException {
        Network.Tensor picture = run(decoders, ModelBundle.DECODER, "latent", latent, quality, alone);
        return checked(picture, 3, latent.height() * STRIDE, latent.width() * STRIDE);
    }

    /** Whether the model can say how its pixels follow from its latents: {@link #gradient}. */
    boolean differentiable(boolean linear) {
        return bundle.properties().containsKey(ModelBundle.key(gradient(linear)));
    }

    private static String gradient(boolean linear) {
        return linear ? ModelBundle.LINEAR_GRADIENT : ModelBundle.GRADIENT;
    }

    /** Whether the model tells what its networks were trained for: {@link #lambda}. */
    boolean tellsLambda() {
        return bundle.properties().containsKey(LAMBDA);
    }

    /**
     * Returns what the networks were trained for.
     *
     * @param quality 0 to 1
     * @return bits that a mean squared error of 1 in a pixel's samples is worth
     * @throws IOException if the model does not tell
     */
    double lambda(double quality) throws IOException {
        double[] range = pair(LAMBDA, "");
        if (range[0] > 0 && range[1] > 0) {
            return range[0] * Math.pow(range[1] / range[0], quality);
        }
        throw new IOException(bundle.place() + ": " + LAMBDA + " is no pair of positive numbers");
    }

    /**
     * Returns the qualities that the networks were trained for.
     *
     * @return the lowest and the highest, 0 to 1
     * @throws IOException if the model tells others
     */
    double[] qualities() throws IOException {
        double[] range = pair(RANGE, "0,1");
        if (range[0] >= 0 && range[0] <= range[1] && range[1] <= 1) {
            return range;
        }
        throw new IOException(bundle.place() + ": " + RANGE + " is no range from 0 to 1");
    }

    private double[] pair(String key, String otherwise) throws IOException {
        String[] texts = bundle.properties().getProperty(key, otherwise).split(",", -1);
        try {
            double[] pair = {Double.parseDouble(texts[0]), Double.parseDouble(texts[texts.length - 1])};
            if (texts.length == 2 && Double.isFinite(pair[0]) && Double.isFinite(pair[1])) {
                return pair;
            }
        } catch (NumberFormatException e) {
            throw new IOException(bundle.place() + ": " + key + " is no pair of numbers", e);
        }
        throw new IOException(bundle.place() + ": " + key + " is no pair of numbers");
    }

    /**
     * Runs the decoder forwards and backwards.
     *
     * @param latent [1, c, h, w], the first c channels, not necessarily integers; the others are 0
     * @param quality 0 to 1
     * @param original picture [1, 3, 16h, 16w], 0 to 255
     * @param linear whether what the decoder's network adds to its linear path is taken for constant, which is a third of the work
     * @param alone whether the run may use all processors
     * @return the picture, and the derivative of the sum of its squared differences from the original by each of these latents
     */
    Network.Differentiated gradient(
            Network.Tensor latent, float quality, Network.Tensor original, boolean linear, boolean alone)
            throws IOException {
        Network[] networks = linear ? linearGradients : gradients;
        Network network = network(networks, gradient(linear), "latent", alone);
        Network.Differentiated result = network.gradient(latent, quality, original);
        checked(result.picture(), 3, original.height(), original.width());
        checked(result.gradient(), latent.channels(), latent.height(), latent.width());
        return result;
    }

    private Network.Tensor checked(Network.Tensor tensor, int depth, int height, int width) throws IOException {
        if (tensor.channels() != depth || tensor.height() != height || tensor.width() != width) {
            throw new IOException("the model " + id() + " gives " + tensor.channels() + "x" + tensor.height() + "x"
                    + tensor.width() + " values where " + depth + "x" + height + "x" + width + " belong");
        }
        return tensor;
    }

    private Network.Tensor run(
            Network[] networks, String file, String input, Network.Tensor tensor, float quality, boolean alone)
            throws IOException {
        return network(networks, file, input, alone).run(tensor, quality);
    }

    private Network network(Network[] networks, String file, String input, boolean alone) throws IOException {
        String name = id() + "/" + file;
        try {
            synchronized (networks) {
                int kind = alone ? 1 : 0;
                if (networks[kind] == null) {
                    int threads = alone ? Runtime.getRuntime().availableProcessors() : 1;
                    networks[kind] = Network.load(name, graph(file), input, threads);
                }
                return networks[kind];
            }
        } catch (LinkageError e) {
            throw new IOException(MissingEngine.reason(name, e), e);
        }
    }

    private byte[] graph(String file) throws IOException {
        byte[] bytes = verified(file);
        if (file.equals(ModelBundle.ENCODER) || file.equals(ModelBundle.DECODER)) {
            return bytes;
        }
        // Protobuf messages merge when they are concatenated: the decoder's graph, then the nodes of its gradient.
        byte[] decoder = verified(ModelBundle.DECODER);
        byte[] both = Arrays.copyOf(decoder, decoder.length + bytes.length);
        System.arraycopy(bytes, 0, both, decoder.length, bytes.length);
        return both;
    }
}

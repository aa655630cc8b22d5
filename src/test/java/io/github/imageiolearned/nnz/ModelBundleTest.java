// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles that are not what they should be: each gives an IOException that says where and why. */
class ModelBundleTest {
    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new HashMap<>();

    @BeforeEach
    void readTiny() throws IOException {
        for (String name :
                List.of(ModelBundle.ENCODER, ModelBundle.DECODER, ModelBundle.GRADIENT, ModelBundle.PROPERTIES)) {
            files.put(name, Files.readAllBytes(TinyModel.folder().resolve(name)));
        }
    }

    /** Puts a line into the properties in place of the one with its key, if there is one. */
    private void property(String key, String value) {
        String text = new String(files.get(ModelBundle.PROPERTIES), StandardCharsets.UTF_8);
        text = text.replaceAll("(?m)^" + key.replace(".", "\\.") + "=.*\\R?", "") + key + '=' + value + '\n';
        files.put(ModelBundle.PROPERTIES, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces a file and declares its hash. */
    private void replace(String name, byte[] bytes) {
        files.put(name, bytes);
        property(ModelBundle.key(name), ModelBundle.hex(ModelBundle.sha256().digest(bytes)));
    }

    private byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private Path written(byte[] zip) throws IOException {
        return Files.write(folder.resolve("model.zip"), zip);
    }

    private static CodedPicture encode(NnzModels models) throws IOException {
        return new NnzEncoder(models)
                .encode(
                        PixelSource.of(TinyModel.picture(40, 30, 3)),
                        TinyModel.options(0.5, NnzOptions.Effort.SMALL),
                        Progress.NONE);
    }

    private String complaint(byte[] zip) throws IOException {
        NnzModels models = NnzModels.system().with(written(zip));
        String message = assertThrows(IOException.class, () -> encode(models)).getMessage();
        assertTrue(message != null && !message.isBlank());
        return message;
    }

    @Test
    void truncatedAndDamagedZipFilesAreRefused() throws IOException {
        byte[] whole = zip();
        for (int length : new int[] {0, 1, 30, whole.length / 2, whole.length - 30, whole.length - 1}) {
            complaint(java.util.Arrays.copyOf(whole, length));
        }
        Random random = new Random(5);
        for (int i = 0; i < 100; i++) {
            byte[] bad = whole.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                encode(NnzModels.system().with(written(bad)));
            } catch (IOException e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank());
            }
        }
    }

    @Test
    void wrongShapesAreNamed() throws IOException {
        property("channels", "13");
        property("decoder.margin", "2");
        replace(ModelBundle.PRIORS, LatentPriors.untrained(13).toBytes());
        assertTrue(complaint(zip()).contains("gives 12x2x3 values where 13x2x3 belong"), complaint(zip()));
        // A network that takes other tensors than it should.
        replace(ModelBundle.ENCODER, files.get(ModelBundle.DECODER));
        assertTrue(complaint(zip()).contains("tiny/encoder.onnx"), complaint(zip()));
    }

    @Test
    void decoderOfOtherChannelsIsRefusedToo() throws IOException {
        property("channels", "13");
        replace(ModelBundle.PRIORS, LatentPriors.untrained(13).toBytes());
        NnzModel model = NnzModels.in(unpacked());
        IOException refused =
                assertThrows(IOException.class, () -> model.decode(Network.Tensor.zeros(13, 2, 2), 0.5f, true));
        assertTrue(refused.getMessage().contains("tiny/decoder.onnx"), refused.getMessage());
    }

    /** Zeros of the last channels are the same as none: not a bit of a pixel may differ. */
    @Test
    void lastChannelsOfZerosCanBeLeftOut() throws IOException {
        NnzModel model = TinyModel.models().find("tiny");
        Network.Tensor all = Network.Tensor.zeros(12, 3, 2);
        Network.Tensor first = Network.Tensor.zeros(5, 3, 2);
        for (int i = 0; i < 5 * 6; i++) {
            all.values().put(i, i % 7 - 3);
            first.values().put(i, i % 7 - 3);
        }
        assertEquals(
                model.decode(all, 0.5f, true).values(),
                model.decode(first, 0.5f, true).values());
        Network.Tensor original = Network.Tensor.zeros(3, 48, 32);
        Network.Tensor gradient =
                model.gradient(first, 0.5f, original, false, true).gradient();
        assertEquals(5, gradient.channels());
        assertEquals(
                model.gradient(all, 0.5f, original, false, true)
                        .gradient()
                        .values()
                        .slice(0, 5 * 6),
                gradient.values());
    }

    private Path unpacked() throws IOException {
        Path place = Files.createDirectories(folder.resolve("unpacked"));
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(place.resolve(file.getKey()), file.getValue());
        }
        return place;
    }

    @Test
    void priorsThatAreMissingCutOrOfAnotherModelAreRefused() throws IOException {
        byte[] good = LatentPriors.untrained(12).toBytes();
        replace(ModelBundle.PRIORS, good);
        files.remove(ModelBundle.PRIORS);
        assertTrue(complaint(zip()).contains("lacks priors.bin"), complaint(zip()));
        // The same model, whole this time, at another place.
        files.put(ModelBundle.PRIORS, good);
        encode(NnzModels.system().with(unpacked()));
        for (int length : new int[] {0, 1, 40, good.length - 1}) {
            replace(ModelBundle.PRIORS, java.util.Arrays.copyOf(good, length));
            assertTrue(complaint(zip()).contains("model.zip"), complaint(zip()));
        }
        replace(ModelBundle.PRIORS, LatentPriors.untrained(11).toBytes());
        assertTrue(complaint(zip()).contains("11 channels do not fit a model of 12"), complaint(zip()));
        files.put(ModelBundle.PRIORS, good);
        assertTrue(complaint(zip()).contains("SHA-256"), complaint(zip()));
    }

    /** The engine sees nothing of a network whose hash is wrong: not even its name is looked at. */
    @Test
    void networksAreCheckedBeforeTheyAreLoadedAndLoadedOnce() throws Exception {
        Map<String, Integer> reads = new ConcurrentHashMap<>();
        ModelBundle bundle = ModelBundle.at("here", (name, limit) -> {
            reads.merge(name, 1, Integer::sum);
            return files.get(name);
        });
        NnzModel model = new NnzModel(bundle);
        assertEquals(Map.of(ModelBundle.PROPERTIES, 1), reads);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Network.Tensor>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(threads.submit(() -> model.decode(Network.Tensor.zeros(12, 3, 3), 0.5f, false)));
            }
            for (Future<Network.Tensor> one : all) {
                assertEquals(48, one.get().width());
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(Map.of(ModelBundle.PROPERTIES, 1, ModelBundle.DECODER, 1), reads);
    }

    @Test
    void latentsOfAnotherChecksumAreAnError() throws IOException {
        CodedPicture coded = encode(TinyModel.models());
        byte[] tile = coded.tiles().get(0).clone();
        tile[1] ^= 1;
        NnzDecoder decoder = new NnzDecoder(TinyModel.header(coded, 40, 30, 3, 10), TinyModel.models());
        IOException refused = assertThrows(
                IOException.class,
                () -> decoder.decode(index -> tile, new Region(0, 0, 40, 30), (x, y, samples) -> {}, Progress.NONE));
        assertTrue(refused.getMessage().contains("checksum"), refused.getMessage());
    }
}

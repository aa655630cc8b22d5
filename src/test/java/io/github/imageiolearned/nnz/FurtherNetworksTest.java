// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models with other networks from some quality level on. */
class FurtherNetworksTest {
    private static final String INSIDE = "from-128/";

    @TempDir
    Path folder;

    private final Map<String, byte[]> files = new TreeMap<>();

    /** The tiny model, and from level 128 on the same networks with other priors. */
    @BeforeEach
    void make() throws IOException {
        for (String name :
                List.of(ModelBundle.ENCODER, ModelBundle.DECODER, ModelBundle.GRADIENT, ModelBundle.PROPERTIES)) {
            byte[] bytes = Files.readAllBytes(TinyModel.folder().resolve(name));
            files.put(name, bytes);
            files.put(INSIDE + name, bytes);
        }
        property("", "from", "128");
        byte[] priors = priors();
        files.put(INSIDE + ModelBundle.PRIORS, priors);
        property(
                INSIDE,
                ModelBundle.key(ModelBundle.PRIORS),
                ModelBundle.hex(ModelBundle.sha256().digest(priors)));
    }

    /** Priors that expect other sizes than those of a model without any. */
    private static byte[] priors() throws IOException {
        LatentPriors plain = LatentPriors.untrained(12);
        LatentPredictor.Energy[] energies = plain.predictor().energies().clone();
        for (int c = 0; c < energies.length; c++) {
            LatentPredictor.Energy one = energies[c];
            energies[c] =
                    new LatentPredictor.Energy((short) 512, one.own(), one.activity(), one.sources(), one.weights());
        }
        return new LatentPriors(
                        new LatentPredictor(plain.predictor().values(), energies), plain.tables(), new byte[0][])
                .toBytes();
    }

    private void property(String where, String key, String value) {
        String name = where + ModelBundle.PROPERTIES;
        String text = new String(files.get(name), StandardCharsets.UTF_8);
        text = text.replaceAll("(?m)^" + key + "=.*\\R?", "") + key + '=' + value + '\n';
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path unpacked() throws IOException {
        Path place = folder.resolve("unpacked");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = place.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
        return place;
    }

    private static CodedPicture encode(NnzModels models, int level) throws IOException {
        NnzOptions options = TinyModel.options((double) level / NnzOptions.MAX_LEVEL, NnzOptions.Effort.SMALL);
        assertEquals(level, options.level());
        return new NnzEncoder(models).encode(PixelSource.of(TinyModel.picture(40, 30, 3)), options, Progress.NONE);
    }

    private static Samples decode(NnzModels models, CodedPicture coded) throws IOException {
        Samples picture = new Samples(40, 30, 3, 8);
        new NnzDecoder(TinyModel.header(coded, 40, 30, 3, 10), models)
                .decode(coded.tiles()::get, new Region(0, 0, 40, 30), TinyModel.into(picture), Progress.NONE);
        return picture;
    }

    @Test
    void levelsBelowAreThoseOfTheModelItselfAndOthersOfWhatIsInside() throws IOException {
        NnzModels models = NnzModels.system().with(unpacked());
        for (int level : new int[] {0, 127}) {
            assertArrayEquals(
                    encode(TinyModel.models(), level).tiles().get(0),
                    encode(models, level).tiles().get(0));
        }
        for (int level : new int[] {128, 255}) {
            CodedPicture coded = encode(models, level);
            CodedPicture plain = encode(TinyModel.models(), level);
            assertFalse(Arrays.equals(plain.tiles().get(0), coded.tiles().get(0)), "other priors, other bytes");
            // The same networks, so the same pixels.
            assertArrayEquals(
                    decode(TinyModel.models(), plain).plane(0),
                    decode(models, coded).plane(0));
        }
    }

    @Test
    void hashCoversWhatIsInside() throws IOException {
        NnzModel model = NnzModels.in(unpacked());
        assertNotEquals(TinyModel.models().find(TinyModel.ID).hash(), model.hash());
        assertEquals(
                List.of(
                        "encoder.onnx",
                        "decoder.onnx",
                        "gradient.onnx",
                        "from-128/encoder.onnx",
                        "from-128/decoder.onnx",
                        "from-128/gradient.onnx",
                        "from-128/priors.bin"),
                List.copyOf(model.verify().keySet()));
        files.get(INSIDE + ModelBundle.PRIORS)[5] ^= 1;
        IOException refused =
                assertThrows(IOException.class, () -> NnzModels.in(unpacked()).verify());
        assertTrue(refused.getMessage().contains("from-128"), refused.getMessage());
        byte[] changed = files.get(INSIDE + ModelBundle.PRIORS);
        property(
                INSIDE,
                ModelBundle.key(ModelBundle.PRIORS),
                ModelBundle.hex(ModelBundle.sha256().digest(changed)));
        assertNotEquals(model.hash(), NnzModels.in(unpacked()).hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tiny/"})
    void zipFilesHoldThemToo(String prefix) throws IOException {
        Path zip = folder.resolve("model.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(prefix + file.getKey()));
                out.write(file.getValue());
            }
        }
        String expected = NnzModels.in(unpacked()).hash();
        NnzModel model = NnzModels.open(zip);
        assertEquals(expected, model.hash());
        assertEquals(7, model.verify().size());
    }

    /** A zip file whose only model.properties lie in a folder of further networks is no bundle. */
    @Test
    void whatIsInsideIsNoModelAlone() throws IOException {
        Path zip = folder.resolve("model.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(INSIDE + ModelBundle.PROPERTIES));
            out.write(files.get(INSIDE + ModelBundle.PROPERTIES));
        }
        assertThrows(IOException.class, () -> NnzModels.open(zip));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "256", "x", "128,128", "128,90", "128,"})
    void levelsThatAreNoneAreRefused(String levels) throws IOException {
        property("", "from", levels);
        Path place = unpacked();
        IOException refused = assertThrows(IOException.class, () -> NnzModels.in(place));
        assertTrue(refused.getMessage().contains("from"), refused.getMessage());
    }

    @Test
    void whatIsMissingInsideIsNamed() throws IOException {
        property("", "from", "100");
        Path place = unpacked();
        IOException missing = assertThrows(IOException.class, () -> NnzModels.in(place));
        assertTrue(missing.getMessage().contains("from-100/model.properties"), missing.getMessage());
        property("", "from", "128");
        property(INSIDE, "from", "200");
        Path nested = unpacked();
        IOException refused = assertThrows(IOException.class, () -> NnzModels.in(nested));
        assertTrue(refused.getMessage().contains("inside"), refused.getMessage());
    }
}

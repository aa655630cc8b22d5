// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NnzModelsTest {
    private static final String[] FILES = {"encoder.onnx", "decoder.onnx", "gradient.onnx", "model.properties"};

    @TempDir
    Path folder;

    private Path copy(String name) throws IOException {
        Path copy = Files.createDirectories(folder.resolve(name));
        for (String file : FILES) {
            Files.copy(TinyModel.folder().resolve(file), copy.resolve(file));
        }
        return copy;
    }

    @Test
    void hashCoversTheFilesAsDocumented() throws Exception {
        MessageDigest all = MessageDigest.getInstance("SHA-256");
        for (String file : new String[] {"encoder.onnx", "decoder.onnx"}) {
            all.update(MessageDigest.getInstance("SHA-256")
                    .digest(Files.readAllBytes(TinyModel.folder().resolve(file))));
        }
        all.update(new byte[32]);
        String expected = ModelBundle.hex(all.digest());
        NnzModel model = TinyModel.models().find(TinyModel.ID);
        assertEquals(expected, model.hash());
        assertEquals((int) Long.parseLong(expected.substring(0, 8), 16), model.hashPrefix());
        assertSame(model, TinyModel.models().find(TinyModel.ID, model.hashPrefix()));
    }

    @Test
    void findsBundlesInFoldersAndZipFilesAndThroughTheProperty() throws IOException {
        NnzModel known = TinyModel.models().find(TinyModel.ID);
        copy(TinyModel.ID);
        assertSame(known, NnzModels.system().with(folder).find(TinyModel.ID));
        for (String prefix : new String[] {"", "inner/"}) {
            Path zip = folder.resolve(prefix.length() + ".zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                for (String file : FILES) {
                    out.putNextEntry(new ZipEntry(prefix + file));
                    out.write(Files.readAllBytes(TinyModel.folder().resolve(file)));
                }
            }
            assertSame(known, NnzModels.system().with(zip).find(TinyModel.ID));
        }
        String before = System.getProperty(NnzModels.PROPERTY);
        try {
            System.setProperty(NnzModels.PROPERTY, folder.toString());
            assertSame(known, NnzModels.system().find(TinyModel.ID));
        } finally {
            if (before == null) {
                System.clearProperty(NnzModels.PROPERTY);
            } else {
                System.setProperty(NnzModels.PROPERTY, before);
            }
        }
    }

    @Test
    void unknownModelIsNamedWithHashAndPlaces() throws IOException {
        NnzModels models = NnzModels.system().with(folder);
        IOException missing = assertThrows(IOException.class, () -> models.find("no-such-model", 0x1234abcd));
        assertTrue(missing.getMessage().contains("no-such-model"), missing.getMessage());
        assertTrue(missing.getMessage().contains("1234abcd"), missing.getMessage());
        assertTrue(missing.getMessage().contains(folder.toString()), missing.getMessage());
        assertTrue(missing.getMessage().contains(NnzModels.PROPERTY), missing.getMessage());
        int other = TinyModel.models().find(TinyModel.ID).hashPrefix() + 1;
        IOException wrong =
                assertThrows(IOException.class, () -> TinyModel.models().find(TinyModel.ID, other));
        assertTrue(wrong.getMessage().contains("found: tiny with hash"), wrong.getMessage());
        assertThrows(IOException.class, () -> models.find("../" + TinyModel.ID));
    }

    @Test
    void aDamagedPlaceDoesNotKeepAnotherFromBeingUsed() throws IOException {
        Path changed = copy("changed-too");
        byte[] bytes = Files.readAllBytes(changed.resolve("encoder.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(changed.resolve("encoder.onnx"), bytes);
        Path junk = Files.writeString(folder.resolve("junk.zip"), "no zip file");
        for (Path damaged : new Path[] {changed, junk}) {
            // Loaded already, a model needs no place; so this one has an id of its own.
            Path own = copy("own-" + damaged.getFileName());
            Path file = own.resolve("model.properties");
            Files.writeString(file, Files.readString(file).replace("id=tiny", "id=own"));
            if (damaged == changed) {
                Files.copy(file, changed.resolve("model.properties"), StandardCopyOption.REPLACE_EXISTING);
            }
            NnzModels models = NnzModels.system().with(own).with(damaged);
            assertEquals("own", models.find("own").id());
            IOException missing = assertThrows(
                    IOException.class, () -> NnzModels.system().with(damaged).find("other", 1));
            assertTrue(missing.getMessage().contains("no model other"), missing.getMessage());
        }
        IOException missing = assertThrows(
                IOException.class, () -> NnzModels.system().with(junk).find("other", 1));
        assertTrue(
                missing.getMessage().contains("damaged") && missing.getMessage().contains("junk.zip"),
                missing.getMessage());
    }

    @Test
    void changedNetworkNeverReachesTheEngine() throws IOException {
        Path copy = copy("changed");
        byte[] bytes = Files.readAllBytes(copy.resolve("decoder.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy.resolve("decoder.onnx"), bytes);
        NnzModel model = NnzModels.in(copy);
        Network.Tensor latent = Network.Tensor.zeros(12, 1, 1);
        IOException refused = assertThrows(IOException.class, () -> model.decode(latent, 0.5f, true));
        assertTrue(refused.getMessage().contains("SHA-256"), refused.getMessage());
    }

    @Test
    void fileThatIsNoNetworkIsRefused() throws IOException {
        Path copy = copy("broken");
        byte[] junk = "no network".getBytes(StandardCharsets.US_ASCII);
        Files.write(copy.resolve("decoder.onnx"), junk);
        String text = Files.readString(copy.resolve("model.properties"))
                .replaceAll(
                        "decoder.sha256=.*",
                        "decoder.sha256=" + ModelBundle.hex(ModelBundle.sha256().digest(junk)));
        Files.writeString(copy.resolve("model.properties"), text);
        NnzModel model = NnzModels.in(copy);
        Network.Tensor latent = Network.Tensor.zeros(12, 1, 1);
        assertThrows(IOException.class, () -> model.decode(latent, 0.5f, true));
    }

    @Test
    void malformedPropertiesAreRefused() throws IOException {
        Path copy = copy("malformed");
        String good = Files.readString(copy.resolve("model.properties"));
        for (String bad : new String[] {
            "",
            good.replace("id=tiny", "id=../tiny"),
            good.replace("channels=12", "channels=-3"),
            good.replace("channels=12", "channels=many"),
            good.replace("stride=16", "stride=8"),
            good.replaceAll("encoder.sha256=.*", "encoder.sha256=abc"),
            good.replaceAll("decoder.sha256=.*", ""),
            "id=\\u12"
        }) {
            Files.writeString(copy.resolve("model.properties"), bad);
            assertThrows(IOException.class, () -> NnzModels.in(copy), bad);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "api-, ai.djl:api",
        "onnxruntime-engine-, ai.djl.onnxruntime:onnxruntime-engine",
        "onnxruntime-1, com.microsoft.onnxruntime:onnxruntime"
    })
    void missingArtifactIsNamed(String jar, String artifact) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!Path.of(entry).getFileName().toString().startsWith(jar)) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Callable<?> encode = (Callable<?>) loader.loadClass(EncodeOnce.class.getName())
                    .getConstructor()
                    .newInstance();
            assertEquals("nnz pictures need the artifact " + artifact + " on the class path", encode.call());
        }
    }

    @Test
    void nativeLibraryIsNamedWithThePlatform() {
        // All are on the test's class path: then it is the native library, and the platform is named.
        String reason = MissingEngine.reason("x", new UnsatisfiedLinkError("no libonnxruntime"));
        assertTrue(reason.contains("com.microsoft.onnxruntime:onnxruntime"), reason);
        assertTrue(reason.contains(System.getProperty("os.arch")), reason);
        assertEquals(
                "the network x cannot be loaded: bad graph",
                MissingEngine.reason("x", new IllegalStateException("bad graph")));
    }
}

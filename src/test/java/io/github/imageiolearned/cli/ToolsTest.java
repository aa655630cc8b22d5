// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs of others: found or not, obedient or not. The stand-ins are scripts, so there are none on Windows. */
class ToolsTest {
    @TempDir
    Path folder;

    private Path place;

    @BeforeEach
    void needShell() throws IOException {
        assumeTrue(File.separatorChar == '/', "no shell");
        place = Files.createDirectories(folder.resolve("it's a \"strange\" $place; touch oops"));
    }

    private void script(String name, String body) throws IOException {
        Path script = place.resolve(name);
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        assertTrue(script.toFile().setExecutable(true));
    }

    private Tools tools(int seconds) {
        return new Tools(folder + File.pathSeparator + place, Duration.ofSeconds(seconds));
    }

    @Test
    void nothingIsFoundWhereNothingIs() {
        try (Tools tools = new Tools(null, Tools.LIMIT)) {
            assertEquals(Set.of(), Peer.present(tools));
        }
    }

    @Test
    void aPeerNeedsBothProgramsAndAConvertOfAnotherMakerIsNone() throws IOException {
        script("cwebp", "echo 9.8.7");
        script("avifenc", "echo 'Version: 1.2.3 (aom [enc/dec]:v3.4.5)'");
        script("avifdec", "echo 'Version: 1.2.3'");
        script("convert", "echo 'Converts FAT volumes to NTFS 10.0'");
        try (Tools tools = tools(5)) {
            assertEquals(EnumSet.of(Peer.AVIF), Peer.present(tools));
            assertEquals(
                    "1.2.3 (libaom 3.4.5)",
                    Versions.of(Set.of(Peer.AVIF), tools).get("avifenc"));
        }
    }

    @Test
    void aCoderPassesFilesAndNothingIsLeftBehind() throws IOException {
        script("cwebp", "for last; do :; done; [ \"$1\" = -version ] && echo 1.0 || cp \"$6\" \"$last\"");
        script("dwebp", "[ \"$1\" = -version ] && echo 1.0 || cp \"$2\" \"$4\"");
        BufferedImage picture = TestPictures.drawn(20, 10, false);
        Path temporary;
        try (Tools tools = tools(10)) {
            Coder coder = PeerCoder.of(Peer.WEBP, List.of(0.5f), tools).get(0);
            coder.prepare(picture);
            byte[] file = coder.encode(picture);
            BufferedImage decoded = coder.decode(file);
            assertEquals(picture.getRGB(7, 3), decoded.getRGB(7, 3));
            assertEquals("q 50", coder.setting());
            temporary = tools.file("x").getParent();
            assertTrue(Files.exists(temporary.resolve("picture.png")));
        }
        assertFalse(Files.exists(temporary));
        assertFalse(Files.exists(Path.of("oops")));
    }

    @Test
    void failureIsToldInTheProgramsWords() throws IOException {
        script("cwebp", "[ \"$1\" = -version ] && echo 1.0 || { echo first; echo 'no such colour' >&2; exit 3; }");
        try (Tools tools = tools(10)) {
            Coder coder = PeerCoder.of(Peer.WEBP, List.of(0.5f), tools).get(0);
            BufferedImage picture = TestPictures.drawn(8, 8, false);
            IOException e = assertThrows(IOException.class, () -> coder.encode(picture));
            assertEquals("cwebp failed (3): no such colour", e.getMessage());
        }
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithItsChildren() throws Exception {
        Path pid = folder.resolve("pid");
        script(
                "cwebp",
                "[ \"$1\" = -version ] && echo 1.0 && exit; sleep 600 & echo $! > '" + pid + "~' && mv '" + pid + "~' '"
                        + pid + "'; wait");
        // On a busy machine the shell may not have started its child within a second: then it gets more time.
        for (int seconds = 1; !Files.exists(pid) && seconds <= 64; seconds *= 4) {
            try (Tools tools = tools(seconds)) {
                Coder coder = PeerCoder.of(Peer.WEBP, List.of(0.5f), tools).get(0);
                BufferedImage picture = TestPictures.drawn(8, 8, false);
                IOException e = assertThrows(IOException.class, () -> coder.encode(picture));
                assertEquals("cwebp took longer than " + seconds + " s", e.getMessage());
            }
        }
        long child = Long.parseLong(Files.readString(pid).strip());
        Instant patience = Instant.now().plusSeconds(60);
        while (alive(child) && Instant.now().isBefore(patience)) {
            Thread.sleep(20);
        }
        assertFalse(alive(child));
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** With the real programs, where they are. */
    @ParameterizedTest
    @EnumSource(Peer.class)
    void aBetterQualityIsALargerAndBetterFile(Peer peer) throws IOException {
        try (Tools tools = Tools.onPath()) {
            assumeTrue(Peer.present(tools).contains(peer), peer.format() + " is not on the PATH");
            Failures failures = new Failures();
            Evaluator evaluator = new Evaluator(failures, false);
            BufferedImage picture = TestPictures.drawn(96, 64, false);
            PeerCoder.of(peer, List.of(0.2f, 0.8f), tools).forEach(c -> evaluator.measure("one", picture, c));
            assertTrue(failures.isEmpty());
            Measurement low = evaluator.measured().get(0);
            Measurement high = evaluator.measured().get(1);
            assertTrue(high.bytes() > low.bytes() && high.psnr() > low.psnr(), low + " " + high);
            // A decoder that gave the source back would be found out.
            assertTrue(high.psnr() < 60, high::toString);
        }
    }

    @Test
    void curvesOfOthersAreReadAndNonsenseIsRefused() throws IOException {
        Path file = folder.resolve("curves.json");
        Files.writeString(file, "{\"a\": {\"q\": [1, 2], \"bpp\": [0.5, 1], \"psnr\": [30, 34.5]}}");
        PeerCurves.Curve curve = PeerCurves.read(file).get(0);
        assertEquals("a", curve.name());
        assertEquals(34.5, curve.points().get(1).psnr());
        Map<String, String> nonsense = Map.of(
                "not JSON", "nonsense",
                "an array", "[]",
                "unequal", "{\"a\": {\"bpp\": [1], \"psnr\": []}}",
                "no arrays", "{\"a\": {\"bpp\": 3, \"psnr\": 4}}",
                "no rate", "{\"a\": {\"bpp\": [0], \"psnr\": [4]}}",
                "words", "{\"a\": {\"bpp\": [\"x\"], \"psnr\": [4]}}",
                "nothing", "{\"a\": {}}");
        for (Map.Entry<String, String> entry : nonsense.entrySet()) {
            Files.writeString(file, entry.getValue());
            assertThrows(IOException.class, () -> PeerCurves.read(file), entry.getKey());
        }
    }
}

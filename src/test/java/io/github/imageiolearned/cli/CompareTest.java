// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompareTest {
    private static final Pattern FIGURE = Pattern.compile(
            "<figure data-name=\"([^\"]+)\" data-told=\"([^\"]+)\">\\s*<img src=\"data:image/png;base64,([^\"]+)\""
                    + " width=\"(\\d+)\" height=\"(\\d+)\"");

    @TempDir
    Path folder;

    private static List<BufferedImage> pictures(String page) throws IOException {
        List<BufferedImage> pictures = new ArrayList<>();
        Matcher matcher = FIGURE.matcher(page);
        while (matcher.find()) {
            pictures.add(
                    ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(matcher.group(3)))));
        }
        return pictures;
    }

    private static int[] pixels(BufferedImage image, int x, int y, int width, int height) {
        return image.getRGB(x, y, width, height, null, 0, width);
    }

    @Test
    void saysWhichFormatsCannotBeAsSmallAsThat() throws IOException {
        Path file = TestPictures.write(folder.resolve("picture.png"), TestPictures.drawn(96, 64, false));

        CommandRun run = CommandRun.of(
                "compare", file, "--at-size", "400", "-f", "nnz,jpeg", "--points", "0", "-o", folder.resolve("p.html"));

        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().matches("(?s).*\\bjpeg takes \\d+ bytes at the least, more than 400\\b.*"), run.err());
        assertFalse(run.err().contains("nnz takes"), run.err());
    }

    @Test
    void thePageHoldsThePicturesTheFiguresAndTheCurvesAndNeedsNothingElse() throws IOException {
        // A name that would break out of the markup if it were not escaped.
        String name = "<b>&'one'.png";
        BufferedImage picture = TestPictures.drawn(96, 64, false);
        Path file = TestPictures.write(folder.resolve("in").resolve(name), picture);
        Path page = folder.resolve("out/page.html");

        CommandRun run = CommandRun.of("compare", file, "--at-size", "0.7KB", "-o", page, "--points", "3", "--json");

        assertEquals(0, run.code(), run.err());
        String html = Files.readString(page);
        assertTrue(
                html.contains("<title>&lt;b&gt;&amp;&#39;one&#39;.png at 700 bytes</title>"), html.substring(0, 900));
        assertFalse(html.contains("<b>&'one'"));
        List<BufferedImage> pictures = pictures(html);
        assertEquals(5, pictures.size());
        assertArrayEquals(pixels(picture, 0, 0, 96, 64), pixels(pictures.get(0), 0, 0, 96, 64));
        assertEquals(4, html.split("<tr><th scope=\"row\">", -1).length - 1);
        assertEquals(2, html.split("<svg xmlns", -1).length - 1);
        assertFalse(Pattern.compile("(src|href)=\"(?!data:)|url\\(|@import")
                .matcher(html)
                .find());
        assertFalse(Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)")
                .matcher(html)
                .find());
        assertFalse(html.contains("{{"));
        for (var row : JsonParser.parseString(run.out()).getAsJsonObject().getAsJsonArray("pictures")) {
            String format = row.getAsJsonObject().get("format").getAsString();
            int bytes = row.getAsJsonObject().get("bytes").getAsInt();
            assertTrue(bytes <= 700 || html.contains(format + " has no smaller file"), row::toString);
        }
    }

    @Test
    void formatsEffortCropAndThePageWithoutCurvesCanBeChosen() throws IOException {
        BufferedImage picture = TestPictures.drawn(80, 60, true);
        Path file = TestPictures.write(folder.resolve("a picture.png"), picture);
        Path page = folder.resolve("page.html");
        Path strip = folder.resolve("pictures/strip.png");

        CommandRun run = CommandRun.of(
                "compare",
                file,
                "--strip",
                strip,
                "-o",
                page,
                "-f",
                "kmq,pcq",
                "--effort",
                "fast",
                "--crop",
                "30x20+40+10",
                "--points",
                "0");

        assertEquals(0, run.code(), run.err());
        String html = Files.readString(page);
        List<BufferedImage> pictures = pictures(html);
        assertEquals(3, pictures.size());
        assertArrayEquals(pixels(picture, 40, 10, 30, 20), pixels(pictures.get(0), 0, 0, 30, 20));
        assertFalse(html.contains("<svg xmlns"));
        BufferedImage side = ImageIO.read(strip.toFile());
        assertEquals(3 * 120 + 2 * 6, side.getWidth());
        assertTrue(html.contains("id=\"stage\" class=\"alpha\""));
        assertTrue(html.contains("Shown are 30×20 of them, from 40, 10"), html);
        assertTrue(run.out().contains("written to " + page), run.out());
    }

    @Test
    void formatsWithoutAlphaAreLeftOutAndSaidToBe() throws IOException {
        Path file = TestPictures.write(folder.resolve("alpha.png"), TestPictures.drawn(40, 30, true));
        Path page = folder.resolve("page.html");

        CommandRun run = CommandRun.of("compare", file, "-o", page, "-f", "kmq,jpeg", "--points", "0");

        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("left out: no writer of jpeg takes pictures with alpha"), run.err());
        String html = Files.readString(page);
        assertTrue(html.contains("Left out: no writer of jpeg takes pictures with alpha."), html);
        assertEquals(2, pictures(html).size());
        run = CommandRun.of("compare", file, "-o", page, "-f", "jpeg", "--points", "0");
        assertEquals(1, run.code());
        assertTrue(run.err().contains("none of the formats takes this picture"), run.err());
    }

    @Test
    void aModelAndThePeersThatAreThereTakePart() throws IOException {
        Path file = TestPictures.write(folder.resolve("one.png"), TestPictures.drawn(64, 48, false));
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of(
                "compare", file, "-o", page, "-f", "nnz", "--peers", "-m", TestPictures.model(), "--points", "2");
        assertEquals(0, run.code(), run.err());
        try (Tools tools = Tools.onPath()) {
            assertEquals(
                    2 + Peer.present(tools).size(),
                    pictures(Files.readString(page)).size());
        }
        assertEquals(
                1,
                CommandRun.of("compare", file, "-o", page, "-f", "nnz", "--points", "0", "-m", folder.resolve("no"))
                        .code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare",
                "compare x.png -f nosuchformat",
                "compare x.png --points 1",
                "compare x.png --at-size big",
                "compare x.png --crop 10x10",
            })
    void wrongCommandLinesAreRefused(String line) {
        assertEquals(2, CommandRun.of((Object[]) line.split(" ")).code());
    }

    @Test
    void aCropBesideThePictureAndAMissingPictureAreRefused() throws IOException {
        Path file = TestPictures.write(folder.resolve("one.png"), TestPictures.drawn(16, 16, false));
        CommandRun run = CommandRun.of("compare", file, "--crop", "5x5+16+0", "-o", folder.resolve("p.html"));
        assertEquals(2, run.code());
        assertEquals(1, CommandRun.of("compare", folder.resolve("none.png")).code());
        assertFalse(Files.exists(folder.resolve("p.html")));
    }

    @Test
    void theScriptShowsThePicturesInABrowser() throws Exception {
        Optional<Path> chromium = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH");
        Path file = TestPictures.write(folder.resolve("one.png"), TestPictures.drawn(96, 64, false));
        Path page = folder.resolve("page.html");
        CommandRun run = CommandRun.of("compare", file, "-o", page, "-f", "kmq,pcq,jpeg", "--points", "0");
        assertEquals(0, run.code(), run.err());

        String wipe = dom(chromium.get(), page.toUri() + "#zoom=2");
        assertTrue(wipe.contains("<section id=\"viewer\" aria-label=\"Pictures\">"), wipe);
        assertTrue(wipe.contains("<section id=\"pictures\" hidden=\"\">"), wipe);
        assertEquals(2, wipe.split("scale\\(2\\)", -1).length - 1, wipe);
        assertTrue(wipe.contains("clip-path: inset(0px 0px 0px 50%)"), wipe);

        String all = dom(chromium.get(), page.toUri() + "#mode=all&difference");
        assertEquals(4, all.split("<div class=\"pane single\">", -1).length - 1, all);
        assertEquals(3, all.split("difference × 8", -1).length - 1, all);
    }

    /** What the page has become, as markup without the pictures. */
    private String dom(Path chromium, String address) throws Exception {
        Path markup = folder.resolve("dom.html");
        Process browser = new ProcessBuilder(
                        chromium.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=3000",
                        "--dump-dom",
                        address)
                .redirectOutput(markup.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertTrue(browser.waitFor(60, TimeUnit.SECONDS), "the browser does not end");
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        return Files.readString(markup).replaceAll("data:image/png;base64,[^\"]*", "");
    }
}

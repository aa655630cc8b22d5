// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.imageiolearned.cli.EvaluationReport.Interval;
import io.github.imageiolearned.cli.PeerCurves.Curve;
import io.github.imageiolearned.quality.BdRate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluateTest {
    @TempDir
    Path folder;

    private Path pictures;

    @BeforeEach
    void draw() throws IOException {
        pictures = folder.resolve("pictures");
        TestPictures.write(pictures.resolve("one.png"), TestPictures.drawn(64, 48, false));
        TestPictures.write(pictures.resolve("inner/two.png"), TestPictures.drawn(48, 40, false));
    }

    @Test
    void theDocumentNamesVersionsAndComparesWithPeersAndWithCurvesOfAFile() throws IOException {
        Path curves = folder.resolve("curves.json");
        Files.writeString(curves, "{\"elsewhere\": {\"bpp\": [0.5, 2, 6], \"psnr\": [20, 30, 40]}}");
        Path chart = folder.resolve("charts/chart.svg");

        CommandRun run = CommandRun.of(
                "evaluate",
                pictures,
                "-r",
                "-f",
                "pcq,jpeg",
                "-q",
                "0.2,0.5,0.8,pcq=0.02,pcq=0.15,pcq=0.3",
                "--effort",
                "fast",
                "--peers",
                "--peers-from",
                curves,
                "--psnr-range",
                "20,40",
                "--chart",
                chart,
                "--json");

        assertEquals(0, run.code(), run.err());
        JsonObject document = JsonParser.parseString(run.out()).getAsJsonObject();
        assertTrue(document.getAsJsonObject("versions").has("JDK"));
        assertEquals("20 to 40 dB", document.get("interval").getAsString());
        // Two pictures, two formats and three qualities of each; peers that are there have seven.
        assertEquals(12, document.getAsJsonArray("measurements").size() % 14);
        JsonObject first = document.getAsJsonArray("bdRates").get(0).getAsJsonObject();
        assertEquals("pcq", first.get("anchor").getAsString());
        assertEquals("jpeg", first.get("test").getAsString());
        JsonObject means = document.getAsJsonArray("bdRatesOfMeans").get(0).getAsJsonObject();
        assertTrue(means.get("to elsewhere").getAsString().endsWith(" %"), means::toString);
        String svg = Files.readString(chart);
        assertTrue(svg.startsWith("<svg xmlns") && svg.contains(">elsewhere</text>"), svg);
    }

    @Test
    void picturesOfOneNameAreNotMixedUp() throws IOException {
        TestPictures.write(pictures.resolve("inner/one.png"), TestPictures.drawn(40, 48, false));
        TestPictures.write(folder.resolve("other/one.png"), TestPictures.drawn(56, 48, false));
        CommandRun run =
                CommandRun.of("evaluate", pictures, folder.resolve("other"), "-r", "-f", "jpeg", "-q", "0.5", "--json");
        assertEquals(0, run.code(), run.err());
        Set<String> names = new HashSet<>();
        run.json()
                .getAsJsonArray("measurements")
                .forEach(row -> names.add(row.getAsJsonObject().get("picture").getAsString()));
        Path second = folder.resolve("other/one.png");
        assertEquals(
                Set.of(
                        "one.png",
                        Path.of("inner/one.png").toString(),
                        Path.of("inner/two.png").toString(),
                        second.toString()),
                names);
    }

    @Test
    void formatsThatCannotHoldAPictureAreLeftOut() throws IOException {
        Path alpha = folder.resolve("alpha.png");
        TestPictures.write(alpha, TestPictures.drawn(32, 24, true));
        CommandRun run = CommandRun.good("evaluate", alpha, "-f", "pcq,jpeg", "-q", "0.5");
        assertTrue(run.err().contains("left out: alpha.png: no writer of jpeg takes pictures with alpha"), run.err());
        assertEquals(
                1, CommandRun.of("evaluate", alpha, "-f", "jpeg", "-q", "0.5").code());
    }

    @Test
    void detailsAreOneLineForEachMeasurement() {
        CommandRun run = CommandRun.of("evaluate", pictures, "-f", "jpeg", "-q", "0.5,0.9,jpeg=0.25", "--details");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("one.png") && run.out().contains("q 0.25"), run.out());
        assertFalse(run.out().contains("q 0.50"), run.out());
        assertTrue(run.out().contains("JDK " + Runtime.version()), run.out());
    }

    @Test
    void aModelIsUsedAndAMissingOneIsAFailure() throws IOException {
        CommandRun own = CommandRun.of("evaluate", pictures, "-f", "nnz", "-q", "0.5", "-m", TestPictures.model());
        assertEquals(0, own.code(), own.err());
        Path missing = folder.resolve("no-model");
        CommandRun none = CommandRun.of("evaluate", pictures, "-f", "nnz", "-q", "0.5", "-m", missing);
        assertEquals(1, none.code(), none.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--psnr-range 30", "--psnr-range 38,27", "--psnr-range 30,30.5", "--peers-from"})
    void wrongCommandLinesAreRefused(String options) {
        List<Object> args = new ArrayList<>(List.of("evaluate", pictures));
        args.addAll(List.of(options.split(" ")));
        assertEquals(2, CommandRun.of(args.toArray()).code());
    }

    /** The mean over pictures, not the rate of the sum: halves of one picture and doubles of another are +25 %. */
    @Test
    void bdRateIsTheMeanOfThePictures() {
        List<Measurement> measured = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            measured.add(measurement("a", "x", 1000 << i, 27 + 4 * i));
            measured.add(measurement("a", "y", 500 << i, 27 + 4 * i));
            measured.add(measurement("b", "x", 10 << i, 27 + 4 * i));
            measured.add(measurement("b", "y", 20 << i, 27 + 4 * i));
        }
        EvaluationReport report = new EvaluationReport(
                List.of("x", "y"),
                measured,
                Interval.USUAL,
                List.of(new Curve("z", List.of(new BdRate.Point(1, 27), new BdRate.Point(2, 40)))));
        EvaluationReport.Delta delta = report.bdRate("x", "y");
        assertEquals(25, delta.percent(), 1e-9);
        assertEquals(2, delta.pictures());
        assertEquals(
                List.of("x", "y", "z"),
                report.curves().stream().map(Curve::name).toList());
    }

    private static Measurement measurement(String picture, String format, long bytes, double psnr) {
        return new Measurement(picture, format, bytes + "", bytes, bytes / 1000.0, psnr, 0.9, 1, 1, -1);
    }
}

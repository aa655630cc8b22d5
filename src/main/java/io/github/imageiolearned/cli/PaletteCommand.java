// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.kmq.KmqOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Learns the palette of a picture and shows it. */
@Command(
        name = "palette",
        mixinStandardHelpOptions = true,
        header = "Learns the palette of a picture and shows it.",
        description = {
            "",
            "Prints the colours with the share of the pixels that each has, the most frequent first, and saves a plot of"
                    + " the picture's colours before and after."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned palette photo.jpg -k 16",
            "      swatches on the terminal, plot in photo.palette.png",
            "  learned palette photo.jpg -k 8 --colour-space oklab --plain",
            "      hexadecimal numbers only, for other programs and for compress --palette"
        })
final class PaletteCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Parameters(paramLabel = "PICTURE", description = "a picture of any format that ImageIO reads")
    Path picture;

    @Option(
            names = {"-k", "--colours", "--colors"},
            paramLabel = "N",
            defaultValue = "16",
            description = "number of colours, 2 to 256; 16 unless said otherwise")
    int colours;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where the plot goes, as PNG; NAME.palette.png beside you unless said otherwise")
    Path output;

    @Option(names = "--no-plot", description = "save no plot")
    boolean plotless;

    @Option(names = "--plain", description = "print #rrggbb (or #rrggbbaa) only, one a line, and save no plot")
    boolean plain;

    @Mixin
    PaletteFlags flags;

    @Mixin
    Console console;

    /** Made by picocli. */
    PaletteCommand() {}

    @Override
    public Integer call() throws IOException {
        LearnedImageWriteParam param = new LearnedImageWriteParam("kmq");
        try {
            KmqOptions.checkColours(colours);
            param.setColours(colours);
            param.setPaletteOptions(flags.options());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        param.setEffort(LearnedImageWriteParam.Effort.FAST);
        Picture source = Picture.given(picture);
        LearnedColours learned = LearnedColours.of(source.image(), param);
        Path plot = output != null ? output : Path.of(Inputs.withoutSuffix(picture.getFileName()) + ".palette.png");
        if (!plain && !plotless) {
            ColourScatter.write(plot, source.image(), learned);
        }
        for (LearnedColours.Entry entry : learned.entries()) {
            console.out().println(plain ? entry.hex() : line(entry));
        }
        if (!plain) {
            learned.facts().forEach((name, value) -> console.out().printf("  %-12s %s%n", name, value));
            if (!plotless) {
                console.out().println("  plot         " + plot);
            }
        }
        return console.finish(json(learned), new Failures());
    }

    /** On a terminal with a swatch in true colour, drawn over a chequerboard's grey where the colour is transparent. */
    private static String line(LearnedColours.Entry entry) {
        int argb = entry.argb();
        int alpha = argb >>> 24;
        StringBuilder swatch = new StringBuilder();
        if (Steps.onTerminal() && System.getenv("NO_COLOR") == null) {
            swatch.append("\u001b[48;2");
            for (int shift = 16; shift >= 0; shift -= 8) {
                swatch.append(';').append(((argb >>> shift & 0xff) * alpha + 128 * (255 - alpha)) / 255);
            }
            swatch.append("m      \u001b[0m ");
        }
        int bar = (int) Math.round(40 * entry.share());
        return swatch
                + String.format(Locale.ROOT, "%-9s %7.3f %%  ", entry.hex(), 100 * entry.share())
                + "#".repeat(bar);
    }

    private static JsonObject json(LearnedColours learned) {
        JsonObject document = new JsonObject();
        learned.facts().forEach(document::addProperty);
        JsonArray entries = new JsonArray();
        for (LearnedColours.Entry entry : learned.entries()) {
            JsonObject object = new JsonObject();
            object.addProperty("colour", entry.hex());
            object.addProperty("share", entry.share());
            entries.add(object);
        }
        document.add("entries", entries);
        return document;
    }
}

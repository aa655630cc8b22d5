// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.imageiolearned.pcq.RowSpectrum;
import io.github.imageiolearned.pixels.ImageLayout;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.RasterSource;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how much of a picture the principal components of its rows tell. */
@Command(
        name = "components",
        mixinStandardHelpOptions = true,
        header = "Shows how much of a picture the principal components of its rows tell.",
        description = {
            "",
            "Prints the share of the variance that the first components explain together, how many explain 90 to 99.9 %%,"
                    + " and what storing so many saves: 1 - k(1+h+w)/(hw) of the numbers. Saves the curve as a plot."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  learned components photo.jpg",
            "      table and curve on the terminal, plot in photo.components.png",
            "  learned compress photo.jpg -f pcq --variance 0.98",
            "      keeps as many components as explain 98 %%"
        })
final class ComponentsCommand implements Callable<Integer> {
    private static final int[] COUNTS = {1, 2, 5, 10, 20, 50, 100, 150, 200, 300, 500, 1000};
    private static final double[] SHARES = {0.9, 0.95, 0.98, 0.99, 0.995, 0.999};
    private static final int BAR = 40;

    @Parameters(paramLabel = "PICTURE", description = "a picture of any format that ImageIO reads")
    Path picture;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where the plot goes, as PNG; NAME.components.png beside you unless said otherwise")
    Path output;

    @Option(names = "--no-plot", description = "save no plot")
    boolean plotless;

    @Mixin
    Console console;

    /** Made by picocli. */
    ComponentsCommand() {}

    @Override
    public Integer call() throws IOException {
        BufferedImage image = Picture.given(picture).image();
        double[] cumulative = RowSpectrum.cumulative(source(image), Progress.NONE);
        int width = image.getWidth();
        int height = image.getHeight();
        Table counts = new Table("components", "variance %", "numbers saved %", "");
        for (int count : COUNTS) {
            if (count <= cumulative.length) {
                String bar = "#".repeat((int) Math.round(BAR * cumulative[count - 1]));
                counts.add(count, percent(cumulative[count - 1], 3), percent(saved(count, width, height), 1), bar);
            }
        }
        Table shares = new Table("variance %", "components", "numbers saved %");
        for (double share : SHARES) {
            int count = fewest(cumulative, share);
            shares.add(
                    percent(share, 1),
                    count == 0 ? "over " + cumulative.length : count,
                    count == 0 ? "" : percent(saved(count, width, height), 1));
        }
        console.out().printf(Locale.ROOT, "%s, %dx%d pixels%n%n", picture, width, height);
        counts.print(console.out());
        console.out().println();
        shares.print(console.out());
        if (!plotless) {
            Path plot =
                    output == null ? Path.of(Inputs.withoutSuffix(picture.getFileName()) + ".components.png") : output;
            VarianceChart.write(plot, cumulative);
            console.out().printf("%nplot in %s%n", plot);
        }
        return console.finish(json(cumulative, width, height), new Failures());
    }

    private static PixelSource source(BufferedImage image) throws IOException {
        ImageLayout layout = ImageLayout.of(image.getColorModel(), image.getSampleModel())
                .orElseThrow(() -> new IOException("its samples are not integers"));
        Rectangle all = new Rectangle(image.getWidth(), image.getHeight());
        PixelSource source = new RasterSource(image, layout, all, 1, 1, null, 16);
        return layout.hasAlpha() ? source.bands(0, layout.colourBands()) : source;
    }

    /** Fewest components that explain a share; 0 if those that were found do not. */
    private static int fewest(double[] cumulative, double share) {
        for (int i = 0; i < cumulative.length; i++) {
            if (cumulative[i] >= share) {
                return i + 1;
            }
        }
        return 0;
    }

    private static double saved(int count, int width, int height) {
        return 1 - count * (1.0 + height + width) / ((double) height * width);
    }

    private static String percent(double share, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", 100 * share);
    }

    private JsonObject json(double[] cumulative, int width, int height) {
        JsonObject document = new JsonObject();
        document.addProperty("file", picture.toString());
        document.addProperty("width", width);
        document.addProperty("height", height);
        JsonArray shares = new JsonArray();
        for (double share : cumulative) {
            shares.add(share);
        }
        document.add("cumulativeVariance", shares);
        return document;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import io.github.imageiolearned.nnz.GoldenLatents;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes the golden files: coded pictures and what they decode to. Run it once for a new version of a format, never to
 * make a failing test pass: golden files of released versions decode bit for bit for ever.
 */
final class GoldenFiles {
    /** Where they are. */
    static final Path FOLDER = Path.of("testdata", "golden-1");

    /** What the name of the file that tells a golden file's latents ends with. */
    static final String LATENTS = ".latents.txt";

    private GoldenFiles() {}

    /** A picture and how it is written. */
    private record Recipe(String format, IIOImage image, Consumer<LearnedImageWriteParam> settings) {
        Recipe(String format, BufferedImage image, Consumer<LearnedImageWriteParam> settings) {
            this(format, new IIOImage(image, null, null), settings);
        }
    }

    /**
     * Writes those that are missing.
     *
     * @param arguments none
     * @throws IOException if writing fails
     */
    public static void main(String[] arguments) throws IOException {
        Files.createDirectories(FOLDER);
        for (Map.Entry<String, Recipe> entry : recipes().entrySet()) {
            Recipe recipe = entry.getValue();
            Path file = FOLDER.resolve(entry.getKey() + '.' + recipe.format);
            if (Files.notExists(file)) {
                write(recipe, file);
                BufferedImage decoded = flat(ImageIO.read(file.toFile()));
                ImageIO.write(
                        decoded,
                        "png",
                        FOLDER.resolve(file.getFileName() + ".png").toFile());
                if (recipe.format.equals("nnz")) {
                    Files.writeString(
                            FOLDER.resolve(file.getFileName() + LATENTS), GoldenLatents.of(Files.readAllBytes(file)));
                }
            }
        }
    }

    /** An image that PNG can hold: bands without colours below one another. */
    static BufferedImage flat(BufferedImage image) {
        int bands = image.getRaster().getNumBands();
        if (bands <= 4) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        BufferedImage below = new BufferedImage(width, height * bands, BufferedImage.TYPE_BYTE_GRAY);
        for (int band = 0; band < bands; band++) {
            int[] samples = image.getRaster().getSamples(0, 0, width, height, band, (int[]) null);
            below.getRaster().setSamples(0, band * height, width, height, 0, samples);
        }
        return below;
    }

    private static void write(Recipe recipe, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(recipe.format).next();
        LearnedImageWriteParam param = (LearnedImageWriteParam) writer.getDefaultWriteParam();
        recipe.settings.accept(param);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, recipe.image, param);
        }
        writer.dispose();
    }

    private static Map<String, Recipe> recipes() {
        BufferedImage rgb = FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 101, 67);
        BufferedImage argb = FormatImages.drawn(BufferedImage.TYPE_4BYTE_ABGR, 64, 48);
        BufferedImage grey = FormatImages.drawn(BufferedImage.TYPE_BYTE_GRAY, 33, 50);
        BufferedImage wide = FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 1600, 24);
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        for (String format : new String[] {"kmq", "pcq", "nnz"}) {
            recipes.put(format + "-rgb", new Recipe(format, rgb, param -> {}));
            recipes.put(format + "-rgb-fast", new Recipe(format, rgb, GoldenFiles::fast));
            recipes.put(format + "-alpha", new Recipe(format, argb, param -> {}));
            recipes.put(format + "-grey", new Recipe(format, grey, param -> {}));
            recipes.put(format + "-tiles", new Recipe(format, wide, param -> {}));
        }
        recipes.put("kmq-tiles-fast", new Recipe("kmq", wide, GoldenFiles::fast));
        recipes.put("kmq-few", new Recipe("kmq", argb, param -> param.setColours(5)));
        recipes.put("pcq-low", new Recipe("pcq", rgb, param -> quality(param, 0.1f)));
        recipes.put("pcq-high", new Recipe("pcq", rgb, param -> quality(param, 0.95f)));
        recipes.put("pcq-rows", new Recipe("pcq", rgb, GoldenFiles::rows));
        recipes.put("pcq-best", new Recipe("pcq", rgb, param -> quality(param, 1)));
        recipes.put("pcq-grey16", new Recipe("pcq", deep(BufferedImage.TYPE_USHORT_GRAY), param -> {}));
        recipes.put(
                "pcq-grey16-best", new Recipe("pcq", deep(BufferedImage.TYPE_USHORT_GRAY), param -> quality(param, 1)));
        recipes.put(
                "pcq-bands", new Recipe("pcq", new IIOImage(spectrum(), null, null), param -> quality(param, 0.7f)));
        return recipes;
    }

    /** A picture of 16 bits that uses all of them. */
    private static BufferedImage deep(int type) {
        BufferedImage image = new BufferedImage(90, 50, type);
        for (int y = 0; y < 50; y++) {
            for (int x = 0; x < 90; x++) {
                int value = x * 653 + y * y * 3 + (x * y % 23 == 0 ? 2000 : 0);
                image.getRaster().setSample(x, y, 0, Math.min(65535, value));
            }
        }
        return image;
    }

    /** Twelve bands of two materials. */
    private static Raster spectrum() {
        WritableRaster raster = Raster.createBandedRaster(DataBuffer.TYPE_BYTE, 60, 40, 12, null);
        for (int band = 0; band < 12; band++) {
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 60; x++) {
                    int share = Math.min(60, Math.abs(x - y) * 2);
                    raster.setSample(x, y, band, share * (4 + band) / 5 + (60 - share) * (14 - band) / 5 + x % 7);
                }
            }
        }
        return raster;
    }

    private static void fast(LearnedImageWriteParam param) {
        param.setEffort(LearnedImageWriteParam.Effort.FAST);
    }

    private static void quality(LearnedImageWriteParam param, float quality) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
    }

    private static void rows(LearnedImageWriteParam param) {
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("Rows");
    }
}

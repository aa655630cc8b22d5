// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import java.awt.image.BufferedImage;
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

    private GoldenFiles() {}

    /** A picture and how it is written. */
    private record Recipe(String format, BufferedImage image, Consumer<LearnedImageWriteParam> settings) {}

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
                BufferedImage decoded = ImageIO.read(file.toFile());
                ImageIO.write(
                        decoded,
                        "png",
                        FOLDER.resolve(file.getFileName() + ".png").toFile());
            }
        }
    }

    private static void write(Recipe recipe, Path file) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(recipe.format).next();
        LearnedImageWriteParam param = (LearnedImageWriteParam) writer.getDefaultWriteParam();
        recipe.settings.accept(param);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(recipe.image, null, null), param);
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
        recipes.put("kmq-few", new Recipe("kmq", argb, param -> param.setColours(5)));
        recipes.put("pcq-low", new Recipe("pcq", rgb, param -> quality(param, 0.1f)));
        recipes.put("pcq-high", new Recipe("pcq", rgb, param -> quality(param, 0.95f)));
        recipes.put("pcq-rows", new Recipe("pcq", rgb, GoldenFiles::rows));
        return recipes;
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

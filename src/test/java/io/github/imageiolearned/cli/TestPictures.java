// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Small drawn pictures: quick to code, and not flat. */
final class TestPictures {
    private TestPictures() {}

    static BufferedImage drawn(int width, int height, boolean alpha) {
        int type = alpha ? BufferedImage.TYPE_4BYTE_ABGR : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage picture = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = (int) (128 + 100 * Math.sin(x * 0.21) * Math.cos(y * 0.13));
                int green = 255 * y / height;
                int blue = (x / 9 + y / 7) % 2 * 60 + 255 * x / (2 * width);
                int opaque = alpha ? Math.min(255, 4 * x) : 255;
                picture.setRGB(x, y, opaque << 24 | red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    /** A released model's folder, as a user names it. */
    static Path model() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("models"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("model.properties")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    static Path write(Path file, BufferedImage picture) throws IOException {
        Files.createDirectories(file.getParent());
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}

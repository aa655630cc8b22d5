// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.pcq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcqTargetTest {
    @ParameterizedTest
    @ValueSource(ints = {2_048, 6_144, 12_288})
    void targetSizeIsMetWithinTwoPercent(int target) throws IOException {
        BufferedImage photo = ImageIO.read(new File("testdata/photos/dog.png")).getSubimage(100, 100, 300, 260);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("pcq").next();
        LearnedImageWriteParam param = (LearnedImageWriteParam) writer.getDefaultWriteParam();
        param.setTargetBytes(target);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(photo, null, null), param);
        } finally {
            writer.dispose();
        }
        assertTrue(bytes.size() <= target && bytes.size() >= 0.98 * target, () -> bytes.size() + " bytes");
    }
}

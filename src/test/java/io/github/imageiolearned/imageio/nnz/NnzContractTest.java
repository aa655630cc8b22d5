// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.imageio.FormatImages;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.NnzImageWriteParam;
import io.github.imageiolearned.nnz.NnzModels;
import io.github.imageiolearned.quality.Psnr;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs may rely on, through ImageIO alone. */
class NnzContractTest {
    private static NnzImageWriteParam param() {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("nnz").next();
        try {
            return assertInstanceOf(NnzImageWriteParam.class, writer.getDefaultWriteParam());
        } finally {
            writer.dispose();
        }
    }

    static NnzImageWriteParam quality(float quality) {
        NnzImageWriteParam param = param();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        return param;
    }

    static byte[] write(BufferedImage image, NnzImageWriteParam param) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("nnz").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage read(byte[] file, Path model) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("nnz").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        LearnedImageReadParam param = (LearnedImageReadParam) reader.getDefaultReadParam();
        param.setModel(model);
        try {
            return reader.read(0, param);
        } finally {
            reader.dispose();
        }
    }

    private static BufferedImage photo(String name) throws IOException {
        return ImageIO.read(new File("testdata/photos", name));
    }

    private static double psnr(BufferedImage image, byte[] file) throws IOException {
        return Psnr.between(image, read(file, null));
    }

    private static Path tiny() throws URISyntaxException {
        return Path.of(NnzModels.class.getResource("tiny/model.properties").toURI())
                .getParent();
    }

    @ParameterizedTest
    @ValueSource(floats = {0.05f, 0.4f, 0.9f})
    void theGridOfBlocksDoesNotShow(float quality) throws Exception {
        GridSteps steps = new GridSteps();
        for (String name : List.of("dog.png", "sunset.png")) {
            BufferedImage image = photo(name);
            steps.add(image, read(write(image, quality(quality)), null));
        }
        assertEquals(1, steps.ratio(), 0.05);
    }

    @Test
    void unknownModelIsAnIIOExceptionThatNamesItAndWhereItWasLookedFor() throws Exception {
        BufferedImage image = FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 40, 30);
        NnzImageWriteParam param = param();
        param.setModel(tiny());
        byte[] file = write(image, param);
        String hash = NnzModels.system().with(tiny()).find("tiny").hash().substring(0, 8);
        IIOException unknown = assertThrows(IIOException.class, () -> read(file, null));
        for (String said : List.of("tiny", hash, "the library", NnzModels.PROPERTY)) {
            assertTrue(unknown.getMessage().contains(said), unknown.getMessage());
        }
        Path elsewhere = Path.of("no", "such", "place");
        unknown = assertThrows(IIOException.class, () -> read(file, elsewhere));
        assertTrue(unknown.getMessage().contains(elsewhere.toString()), unknown.getMessage());
        assertEquals(40, read(file, tiny()).getWidth());
        String before = System.getProperty(NnzModels.PROPERTY);
        System.setProperty(NnzModels.PROPERTY, tiny().toString());
        try {
            assertEquals(30, read(file, null).getHeight());
        } finally {
            if (before == null) {
                System.clearProperty(NnzModels.PROPERTY);
            } else {
                System.setProperty(NnzModels.PROPERTY, before);
            }
        }
    }

    @Test
    void missingModelStopsTheWriterToo() {
        NnzImageWriteParam param = param();
        param.setModel(Path.of("no-such-model"));
        BufferedImage image = FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 9, 9);
        IIOException missing = assertThrows(IIOException.class, () -> write(image, param));
        assertTrue(missing.getMessage().contains("no-such-model"), missing.getMessage());
    }

    /** 33 steps of the quality, on a part of a photograph. */
    @Test
    void everyStepOfQualityIsLargerAndCloser() throws IOException {
        BufferedImage image = photo("nyc.png").getSubimage(96, 160, 256, 256);
        int bytes = 0;
        double psnr = 0;
        for (int step = 0; step <= 32; step++) {
            byte[] file = write(image, quality(step / 32f));
            double reached = psnr(image, file);
            int at = step;
            assertTrue(file.length > bytes, () -> "size at step " + at);
            assertTrue(reached > psnr, () -> "PSNR at step " + at);
            bytes = file.length;
            psnr = reached;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dog.png", "flowers.png", "guitar.png", "nyc.png", "sunset.png"})
    void targetSizeIsMetWithinThreePercent(String name) throws IOException {
        NnzImageWriteParam param = param();
        param.setTargetBytes(12_288);
        int bytes = write(photo(name), param).length;
        assertTrue(bytes <= 12_288 && bytes >= 0.97 * 12_288, () -> bytes + " bytes");
    }

    @Test
    void targetPsnrIsReachedByTheSmallestStep() throws IOException {
        BufferedImage image = photo("guitar.png").getSubimage(100, 100, 200, 160);
        NnzImageWriteParam param = param();
        param.setTargetPsnr(32);
        byte[] file = write(image, param);
        double reached = psnr(image, file);
        // 255 steps lie less than 0.15 dB apart.
        assertTrue(reached >= 32 && reached < 32.15, () -> reached + " dB");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,40", "33,1", "17,19", "129,15"})
    void oddSizesGreyAndAlphaComeBack(int width, int height) throws IOException {
        for (int type : new int[] {
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_INT_ARGB_PRE
        }) {
            BufferedImage image = FormatImages.drawn(type, width, height);
            BufferedImage back = read(write(image, quality(1)), null);
            assertEquals(width, back.getWidth());
            assertEquals(height, back.getHeight());
            assertEquals(image.getColorModel().hasAlpha(), back.getColorModel().hasAlpha());
            assertEquals(
                    type == BufferedImage.TYPE_BYTE_GRAY
                            ? 1
                            : image.getColorModel().hasAlpha() ? 4 : 3,
                    back.getRaster().getNumBands());
            if (image.getColorModel().hasAlpha()) {
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        assertEquals(image.getRGB(x, y) >>> 24, back.getRGB(x, y) >>> 24);
                    }
                }
            } else {
                assertTrue(Psnr.between(image, back) > 26, () -> Psnr.between(image, back) + " dB");
            }
        }
    }

    /** The format has 8 bits: what has more is rounded, and what is no picture is refused. */
    @Test
    void sixteenBitsBecomeEight() throws IOException {
        BufferedImage image = new BufferedImage(60, 40, BufferedImage.TYPE_USHORT_GRAY);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 60; x++) {
                image.getRaster().setSample(x, y, 0, 257 * (40 + 2 * x + y) + 60);
            }
        }
        BufferedImage back = read(write(image, quality(1)), null);
        assertEquals(8, back.getColorModel().getComponentSize(0));
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 60; x++) {
                assertEquals(40 + 2 * x + y, back.getRaster().getSample(x, y, 0), 12);
            }
        }
    }

    @Test
    void eightThreadsReadTheSamePicture() throws Exception {
        BufferedImage image = FormatImages.drawn(BufferedImage.TYPE_3BYTE_BGR, 120, 90);
        byte[] file = write(image, param());
        BufferedImage expected = read(file, null);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<BufferedImage>> all = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                all.add(threads.submit(() -> ImageIO.read(new ByteArrayInputStream(file))));
            }
            for (Future<BufferedImage> one : all) {
                assertTrue(Psnr.between(expected, one.get()) > 50);
            }
        } finally {
            threads.shutdown();
        }
    }
}

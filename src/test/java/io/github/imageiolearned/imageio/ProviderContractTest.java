// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation of javax.imageio asks of providers, readers and writers, and base classes leave to them. */
class ProviderContractTest {
    private static ImageReader reader(String format) {
        return ImageIO.getImageReadersByFormatName(format).next();
    }

    private static ImageWriter writer(String format) {
        return ImageIO.getImageWritersByFormatName(format).next();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void providersRefuseNull(String format) {
        assertThrows(
                IllegalArgumentException.class,
                () -> reader(format).getOriginatingProvider().canDecodeInput(null));
        assertThrows(
                IllegalArgumentException.class,
                () -> writer(format).getOriginatingProvider().canEncodeImage((ImageTypeSpecifier) null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void whoOnlyGoesForwardCannotSearch(String format) {
        ImageReader reader = reader(format);
        reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(new byte[0])), true);
        assertThrows(IllegalStateException.class, () -> reader.getNumImages(true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kmq", "pcq", "nnz"})
    void writersOfferTheLanguagesThatTheyKnow(String format) {
        ImageWriter writer = writer(format);
        writer.setLocale(Locale.GERMAN);
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertEquals("Kleine Datei", param.getCompressionQualityDescriptions()[0]);
        assertEquals(3, writer.getAvailableLocales().length);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

class LearnedImageWriteParamTest {
    @Test
    void qualityAloneWorksAsTheTypeIsPreset() {
        LearnedImageWriteParam param = new LearnedImageWriteParam("kmq");
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertEquals("Palette", param.getCompressionType());
        assertEquals(1, param.getCompressionQuality());
        param.setCompressionQuality(0.3f);
        assertEquals(0.3f, param.getCompressionQuality());
        assertFalse(param.isCompressionLossless());
        param.unsetCompression();
        assertEquals(1, param.getCompressionQuality());
    }

    @Test
    void typesOfEachFormat() {
        assertArrayEquals(new String[] {"Blocks", "Rows"}, new LearnedImageWriteParam("PCQ").getCompressionTypes());
        assertArrayEquals(new String[] {"Neural"}, new LearnedImageWriteParam("nnz").getCompressionTypes());
        assertThrows(IllegalArgumentException.class, () -> new LearnedImageWriteParam("png"));
        LearnedImageWriteParam param = new LearnedImageWriteParam("pcq");
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionType("Rows");
        assertEquals("Rows", param.getCompressionType());
        assertThrows(IllegalArgumentException.class, () -> param.setCompressionType("Columns"));
    }

    @Test
    void descriptionsFollowTheLocale() {
        assertEquals("Small file", descriptions(Locale.ENGLISH)[0]);
        assertEquals("Kleine Datei", descriptions(Locale.GERMANY)[0]);
        assertEquals(descriptions(Locale.FRENCH).length + 1, qualities().length);
    }

    private static String[] descriptions(Locale locale) {
        LearnedImageWriteParam param = new LearnedImageWriteParam("nnz", locale);
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        return param.getCompressionQualityDescriptions();
    }

    private static float[] qualities() {
        LearnedImageWriteParam param = new LearnedImageWriteParam("nnz");
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        return param.getCompressionQualityValues();
    }

    @Test
    void oneWayAtATimeToSayHowMuchMayBeLost() {
        LearnedImageWriteParam param = new LearnedImageWriteParam("pcq");
        param.setTargetBytes(1000);
        param.setTargetBytes(2000);
        assertThrows(IllegalStateException.class, () -> param.setTargetPsnr(30));
        assertThrows(IllegalStateException.class, () -> param.setVarianceRetained(0.9));
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertThrows(IllegalStateException.class, () -> param.setCompressionQuality(0.5f));
        param.setTargetBytes(0);
        param.setCompressionQuality(0.5f);
        assertThrows(IllegalStateException.class, () -> param.setComponents(20));
        param.unsetCompression();
        param.setComponents(20);
        assertEquals(20, param.getComponents());
        assertThrows(IllegalStateException.class, () -> param.setTargetBytes(20));
    }

    @Test
    void aQualityThatNoLongerCountsIsNotInTheWay() {
        LearnedImageWriteParam param = new LearnedImageWriteParam("pcq");
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(0.9f);
        param.setCompressionMode(ImageWriteParam.MODE_DEFAULT);
        param.setTargetBytes(1000);
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertEquals(0.5f, param.getCompressionQuality());
        assertThrows(IllegalStateException.class, () -> param.setCompressionQuality(0.5f));
    }

    @Test
    void valuesOutOfRangeAndForeignSettingsAreRefused() {
        LearnedImageWriteParam kmq = new LearnedImageWriteParam("kmq");
        assertThrows(IllegalArgumentException.class, () -> kmq.setColours(1));
        assertThrows(IllegalArgumentException.class, () -> kmq.setColours(257));
        assertThrows(IllegalArgumentException.class, () -> kmq.setTargetBytes(-1));
        assertThrows(IllegalArgumentException.class, () -> kmq.setTargetPsnr(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> kmq.setEffort(null));
        kmq.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        assertThrows(IllegalArgumentException.class, () -> kmq.setCompressionQuality(Float.NaN));
        assertThrows(IllegalArgumentException.class, () -> kmq.setCompressionQuality(1.01f));
        assertThrows(UnsupportedOperationException.class, () -> kmq.setComponents(3));
        assertThrows(UnsupportedOperationException.class, () -> kmq.setModel(Path.of("model")));
        LearnedImageWriteParam pcq = new LearnedImageWriteParam("pcq");
        assertThrows(UnsupportedOperationException.class, () -> pcq.setColours(3));
        assertThrows(IllegalArgumentException.class, () -> pcq.setVarianceRetained(1));
        assertThrows(IllegalArgumentException.class, () -> pcq.setComponents(5000));
    }
}

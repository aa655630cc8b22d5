// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;

/** What the metadata that a file carries says, in words. */
final class CarriedText {
    private static final int MAX_VALUE = 200;

    private CarriedText() {}

    /**
     * Reads EXIF.
     *
     * @param exif a TIFF structure
     * @return values by the names of their tags, or by their numbers where they have none
     * @throws IOException if it is damaged
     */
    static Map<String, String> exif(byte[] exif) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(exif))) {
            add(new TIFFReader().read(in), values);
        } catch (RuntimeException e) {
            throw new IOException("damaged EXIF: " + Failures.reason(e), e);
        }
        return values;
    }

    private static void add(Directory directory, Map<String, String> values) {
        for (Entry entry : directory) {
            if (entry.getValue() instanceof Directory inner) {
                add(inner, values);
            } else {
                String name = entry.getFieldName() == null ? "tag " + entry.getIdentifier() : entry.getFieldName();
                String value = String.valueOf(entry.getValueAsString());
                values.putIfAbsent(name, value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "..." : value);
            }
        }
    }

    /**
     * Reads the name of an ICC profile.
     *
     * @param icc a profile
     * @return what its description says, or nothing if it has none
     */
    static String profile(byte[] icc) {
        try {
            byte[] tag = ICC_Profile.getInstance(icc).getData(ICC_Profile.icSigProfileDescriptionTag);
            if (tag == null) {
                return "";
            }
            ByteBuffer bytes = ByteBuffer.wrap(tag);
            boolean several = new String(tag, 0, 4, StandardCharsets.US_ASCII).equals("mluc");
            // ICC.1:2022, 10.15 multiLocalizedUnicodeType: the first record; ICC.1:2001, 6.5.17 textDescriptionType.
            int length = bytes.getInt(several ? 20 : 8);
            int offset = several ? bytes.getInt(24) : 12;
            Charset charset = several ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII;
            return new String(tag, offset, length, charset).replace("\0", "").strip();
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return "damaged profile";
        }
    }
}

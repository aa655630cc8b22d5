// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/** The orientation that EXIF notes, in the words of ImageIO's standard metadata. */
final class ExifOrientation {
    private static final List<String> NAMES =
            List.of("Normal", "FlipH", "Rotate180", "FlipV", "FlipVRotate90", "Rotate270", "FlipHRotate90", "Rotate90");

    private ExifOrientation() {}

    /** Name of the orientation; Normal if there is none or EXIF is malformed. */
    static String standardName(byte[] exif) {
        if (exif != null) {
            try (ImageInputStream in = new ByteArrayImageInputStream(exif)) {
                Directory directory = new TIFFReader().read(in);
                Entry entry = directory.getEntryById(TIFF.TAG_ORIENTATION);
                Object value = entry == null ? null : entry.getValue();
                if (value instanceof Number orientation) {
                    int number = orientation.intValue();
                    if (number >= 1 && number <= NAMES.size()) {
                        return NAMES.get(number - 1);
                    }
                }
            } catch (IOException | RuntimeException e) {
                // EXIF is carried, not checked: a camera's mistake must not make a picture unreadable.
                return NAMES.get(0);
            }
        }
        return NAMES.get(0);
    }
}

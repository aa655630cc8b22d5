// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.IFD;
import com.twelvemonkeys.imageio.metadata.tiff.Rational;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFEntry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.ExifParentTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes EXIF of a TIFF picture's fields: in a TIFF file they stand among those that describe how the picture is stored,
 * which must not come along.
 */
final class TiffExif {
    /** Fields that hold places in the old file: the directory of interoperability, and a maker's notes. */
    private static final Set<Integer> BOUND_TO_THE_FILE = Set.of(40965, 37500);

    /** What EXIF 2.32, table 4, allows in the first directory and does not describe how the pixels are stored. */
    private static final Set<Integer> FIRST = Set.of(
            BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION,
            BaselineTIFFTagSet.TAG_MAKE,
            BaselineTIFFTagSet.TAG_MODEL,
            BaselineTIFFTagSet.TAG_ORIENTATION,
            BaselineTIFFTagSet.TAG_X_RESOLUTION,
            BaselineTIFFTagSet.TAG_Y_RESOLUTION,
            BaselineTIFFTagSet.TAG_RESOLUTION_UNIT,
            BaselineTIFFTagSet.TAG_SOFTWARE,
            BaselineTIFFTagSet.TAG_DATE_TIME,
            BaselineTIFFTagSet.TAG_ARTIST,
            BaselineTIFFTagSet.TAG_COPYRIGHT,
            ExifParentTIFFTagSet.TAG_EXIF_IFD_POINTER,
            ExifParentTIFFTagSet.TAG_GPS_INFO_IFD_POINTER);

    /** Nearly every TIFF has these, and alone they are not worth the bytes. */
    private static final Set<Integer> RESOLUTION = Set.of(
            BaselineTIFFTagSet.TAG_X_RESOLUTION,
            BaselineTIFFTagSet.TAG_Y_RESOLUTION,
            BaselineTIFFTagSet.TAG_RESOLUTION_UNIT);

    private TiffExif() {}

    /**
     * Collects the fields.
     *
     * @param metadata metadata with the JDK's format of TIFF
     * @return a TIFF structure, or nothing (no bytes) if there is nothing to tell
     */
    static byte[] of(IIOMetadata metadata) {
        try {
            List<Entry> entries = entries(TIFFDirectory.createFromMetadata(metadata), FIRST::contains);
            if (entries.stream().allMatch(entry -> RESOLUTION.contains(entry.getIdentifier()))) {
                return new byte[0];
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                new TIFFWriter().write(entries, out);
            }
            return bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            // Fields that contradict themselves are not worth a picture.
            return new byte[0];
        }
    }

    private static List<Entry> entries(TIFFDirectory directory, IntPredicate wanted) {
        List<Entry> entries = new ArrayList<>();
        for (TIFFField field : directory.getTIFFFields()) {
            Entry entry = wanted.test(field.getTagNumber()) ? entry(field) : null;
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The field for the writer; null if it cannot come along. */
    private static Entry entry(TIFFField field) {
        int tag = field.getTagNumber();
        if (field.hasDirectory()) {
            List<Entry> inner = entries(field.getDirectory(), number -> !BOUND_TO_THE_FILE.contains(number));
            return inner.isEmpty() ? null : new TIFFEntry(tag, (short) TIFFTag.TIFF_LONG, new IFD(inner));
        }
        boolean pointer = tag == ExifParentTIFFTagSet.TAG_EXIF_IFD_POINTER
                || tag == ExifParentTIFFTagSet.TAG_GPS_INFO_IFD_POINTER;
        Object value = pointer || field.getCount() == 0 ? null : value(field);
        return value == null ? null : new TIFFEntry(tag, (short) field.getType(), value);
    }

    /** The values as the writer wants them; null for kinds that EXIF does not have. */
    private static Object value(TIFFField field) {
        int count = field.getCount();
        return switch (field.getType()) {
            case TIFFTag.TIFF_BYTE, TIFFTag.TIFF_UNDEFINED -> field.getAsBytes();
            case TIFFTag.TIFF_ASCII -> field.getAsString(0);
            case TIFFTag.TIFF_SHORT -> {
                short[] values = new short[count];
                for (int i = 0; i < count; i++) {
                    values[i] = (short) field.getAsInt(i);
                }
                yield values;
            }
            case TIFFTag.TIFF_LONG, TIFFTag.TIFF_SLONG -> {
                int[] values = new int[count];
                Arrays.setAll(values, i -> (int) field.getAsLong(i));
                yield values;
            }
            case TIFFTag.TIFF_RATIONAL, TIFFTag.TIFF_SRATIONAL -> {
                Rational[] values = new Rational[count];
                Arrays.setAll(values, i -> rational(field, i));
                yield values;
            }
            default -> null;
        };
    }

    private static Rational rational(TIFFField field, int index) {
        if (field.getType() == TIFFTag.TIFF_SRATIONAL) {
            int[] value = field.getAsSRational(index);
            return new Rational(value[0], value[1]);
        }
        long[] value = field.getAsRational(index);
        return new Rational(value[0], value[1]);
    }
}

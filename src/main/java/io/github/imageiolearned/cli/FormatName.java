// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.util.Locale;
import javax.imageio.ImageIO;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a format that ImageIO can write, in capitals or not. */
final class FormatName implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
        // Names are looked up and compared as they are written, and nearly all are known in small letters.
        String small = value.toLowerCase(Locale.ROOT);
        String name = ImageIO.getImageWritersByFormatName(small).hasNext() ? small : value;
        if (!ImageIO.getImageWritersByFormatName(name).hasNext()) {
            throw new TypeConversionException("no writer of " + value);
        }
        return name;
    }
}

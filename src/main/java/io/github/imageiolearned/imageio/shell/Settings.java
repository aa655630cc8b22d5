// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageWriteParam;

/** What write parameters of any kind mean to a format. */
public final class Settings {
    private Settings() {}

    /**
     * The parameters as this library's own.
     *
     * @throws IIOException if they ask for what the format cannot do
     */
    static LearnedImageWriteParam of(ImageWriteParam param, PictureFormat format) throws IIOException {
        if (param != null
                && param.canWriteCompressed()
                && param.getCompressionMode() == ImageWriteParam.MODE_DISABLED) {
            throw new IIOException("compression cannot be disabled");
        }
        if (param instanceof LearnedImageWriteParam own) {
            if (!own.getFormatName().equals(format.name().toLowerCase(Locale.ROOT))) {
                throw new IIOException("the parameters are for " + own.getFormatName() + ", not for " + format);
            }
            return own;
        }
        LearnedImageWriteParam taken = new LearnedImageWriteParam(format.name());
        if (param != null
                && param.canWriteCompressed()
                && param.getCompressionMode() == ImageWriteParam.MODE_EXPLICIT
                && hasQuality(param)) {
            taken.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            taken.setCompressionQuality(param.getCompressionQuality());
        }
        return taken;
    }

    /** Where there are compression types, a quality exists only once one of them is chosen. */
    private static boolean hasQuality(ImageWriteParam param) {
        return param.getCompressionTypes() == null || param.getCompressionType() != null;
    }

    /** The quality asked for, or the default. */
    static double quality(LearnedImageWriteParam param) {
        return param.getCompressionMode() == ImageWriteParam.MODE_EXPLICIT
                ? param.getCompressionQuality()
                : param.getDefaultQuality();
    }

    /**
     * The compression type asked for, or the preset one.
     *
     * @param param parameters of a format
     * @return one of their compression types
     */
    public static String compressionType(LearnedImageWriteParam param) {
        return param.getCompressionMode() == ImageWriteParam.MODE_EXPLICIT
                ? param.getCompressionType()
                : param.getCompressionTypes()[0];
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.spi.ImageReaderSpiBase;
import io.github.imageiolearned.format.PictureFormat;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.stream.ImageInputStream;

/** Recognises files by their signature alone. */
public abstract class LearnedImageReaderSpi extends ImageReaderSpiBase {
    private final PictureFormat pictureFormat;
    private final String description;

    /**
     * Creates a provider.
     *
     * @param pictureFormat the format it provides
     * @param description what the format is, in English
     */
    protected LearnedImageReaderSpi(PictureFormat pictureFormat, String description) {
        super(new LearnedProviderInfo(pictureFormat));
        vendorName = LearnedProviderInfo.VENDOR;
        version = LearnedProviderInfo.VERSION;
        this.pictureFormat = pictureFormat;
        this.description = description;
    }

    @Override
    public boolean canDecodeInput(Object source) throws IOException {
        if (source == null) {
            throw new IllegalArgumentException("source == null");
        }
        if (!(source instanceof ImageInputStream stream)) {
            return false;
        }
        byte[] start = new byte[PictureFormat.SIGNATURE_LENGTH];
        stream.mark();
        try {
            stream.readFully(start);
            return Arrays.equals(start, pictureFormat.signature());
        } catch (EOFException e) {
            return false;
        } finally {
            stream.reset();
        }
    }

    @Override
    public String getDescription(Locale locale) {
        return description + " image reader";
    }
}

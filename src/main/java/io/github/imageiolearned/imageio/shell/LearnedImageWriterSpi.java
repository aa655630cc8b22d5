// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.spi.ImageWriterSpiBase;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.pixels.ImageLayout;
import java.util.Locale;
import javax.imageio.ImageTypeSpecifier;

/** Offers to write every image of integers; more than 8 bits a sample become 8 where a format has no more. */
public abstract class LearnedImageWriterSpi extends ImageWriterSpiBase {
    private final String description;

    /**
     * Creates a provider.
     *
     * @param pictureFormat the format it provides
     * @param description what the format is, in English
     */
    protected LearnedImageWriterSpi(PictureFormat pictureFormat, String description) {
        super(new LearnedProviderInfo(pictureFormat));
        vendorName = LearnedProviderInfo.VENDOR;
        version = LearnedProviderInfo.VERSION;
        this.description = description;
    }

    @Override
    public boolean canEncodeImage(ImageTypeSpecifier type) {
        if (type == null) {
            throw new IllegalArgumentException("type == null");
        }
        return ImageLayout.of(type.getColorModel(), type.getSampleModel())
                .filter(layout -> layout.coloured() || takesRasters())
                .isPresent();
    }

    /**
     * Tells whether images of bands without a colour meaning can be written.
     *
     * @return false unless overridden
     */
    protected boolean takesRasters() {
        return false;
    }

    @Override
    public String getDescription(Locale locale) {
        return description + " image writer";
    }
}

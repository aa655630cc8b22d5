// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.nnz;

import io.github.imageiolearned.imageio.NnzImageWriteParam;
import io.github.imageiolearned.imageio.shell.LearnedImageWriter;
import java.util.Locale;
import javax.imageio.ImageWriteParam;
import javax.imageio.spi.ImageWriterSpi;

/** Writes {@code nnz} pictures. */
public final class NnzImageWriter extends LearnedImageWriter {
    NnzImageWriter(ImageWriterSpi provider) {
        super(provider, new NnzCodec());
    }

    @Override
    public ImageWriteParam getDefaultWriteParam() {
        Locale language = getLocale();
        return new NnzImageWriteParam(language == null ? Locale.getDefault() : language);
    }
}

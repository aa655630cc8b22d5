// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.spi.ReaderWriterProviderInfo;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.imageio.LearnedMetadataFormat;
import java.lang.module.ModuleDescriptor;
import java.util.Locale;
import java.util.Optional;

/** Names of a format and of its classes. Touches none of them. */
public final class LearnedProviderInfo extends ReaderWriterProviderInfo {
    /** Who provides: the same in a jar, in a module and in a folder of classes. */
    static final String VENDOR = "imageio-learned";

    /** Which version provides: from the jar's manifest, or from the module where there is no manifest. */
    static final String VERSION = version();

    private static final String ROOT = "io.github.imageiolearned.imageio.";

    /**
     * Describes the providers of a format.
     *
     * @param format the format; its classes are in the subpackage of its name and begin with its name
     */
    public LearnedProviderInfo(PictureFormat format) {
        this(format.name().toLowerCase(Locale.ROOT));
    }

    private static String version() {
        String version = LearnedProviderInfo.class.getPackage().getImplementationVersion();
        ModuleDescriptor module = LearnedProviderInfo.class.getModule().getDescriptor();
        return version != null
                ? version
                : Optional.ofNullable(module)
                        .flatMap(ModuleDescriptor::rawVersion)
                        .orElse("Unspecified");
    }

    private LearnedProviderInfo(String name) {
        this(name, ROOT + name + '.' + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
    }

    private LearnedProviderInfo(String name, String classes) {
        super(
                LearnedProviderInfo.class,
                new String[] {name, name.toUpperCase(Locale.ROOT)},
                new String[] {name},
                new String[] {"image/x-" + name},
                classes + "ImageReader",
                new String[] {classes + "ImageReaderSpi"},
                classes + "ImageWriter",
                new String[] {classes + "ImageWriterSpi"},
                false,
                null,
                null,
                null,
                null,
                true,
                LearnedMetadataFormat.NAME,
                LearnedMetadataFormat.class.getName(),
                null,
                null);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.util.Optional;

/** Metadata that is carried as it is, deflated, in an ancillary chunk. */
public enum Metadata {
    /** An ICC profile. */
    ICC("iccp"),
    /** EXIF: a TIFF structure, from its byte order mark on. */
    EXIF("exif"),
    /** XMP: a packet in UTF-8. */
    XMP("xmpm");

    private final String chunkType;

    Metadata(String chunkType) {
        this.chunkType = chunkType;
    }

    String chunkType() {
        return chunkType;
    }

    static Optional<Metadata> of(String chunkType) {
        for (Metadata kind : values()) {
            if (kind.chunkType.equals(chunkType)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

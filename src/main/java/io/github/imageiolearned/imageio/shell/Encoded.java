// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.ByteSink;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.ContainerWriter;
import io.github.imageiolearned.format.Metadata;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A whole file before it is written.
 *
 * @param format its format
 * @param header its header
 * @param metadata what it carries
 * @param picture tiles
 * @param alpha coded alpha planes, or none
 */
record Encoded(
        PictureFormat format,
        PictureHeader header,
        Map<Metadata, byte[]> metadata,
        CodedPicture picture,
        List<byte[]> alpha) {

    void write(ByteSink sink) throws IOException {
        ContainerWriter.write(format, header, metadata, picture.tiles(), alpha, sink);
    }

    /** Bytes of the file, metadata included. */
    long size() {
        long[] sum = new long[1];
        try {
            write(bytes -> sum[0] += bytes.length);
        } catch (IOException e) {
            throw new IllegalStateException("counting bytes failed", e);
        }
        return sum[0];
    }
}

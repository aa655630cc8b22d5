// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.ByteSource;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** The bytes of a picture that begins somewhere in a stream. */
final class StreamBytes implements ByteSource {
    private final ImageInputStream stream;
    private final long start;

    StreamBytes(ImageInputStream stream) throws IOException {
        this.stream = stream;
        start = stream.getStreamPosition();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
        if (stream.getStreamPosition() != start + position) {
            stream.seek(start + position);
        }
        return stream.read(into, offset, length);
    }

    /** Leaves the stream behind so many bytes of the picture. */
    void leaveAt(long position) throws IOException {
        stream.seek(start + position);
    }
}

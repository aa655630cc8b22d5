// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Writes a whole file. */
public final class ContainerWriter {
    private ContainerWriter() {}

    /**
     * Writes a picture.
     *
     * @param format which signature it gets
     * @param header what the picture is; its settings are the codec's
     * @param metadata what to carry along, not deflated
     * @param tiles coded tiles
     * @param alpha coded alpha planes, one a tile, if {@code header.alpha()} is {@code PLANE}; else empty
     * @param sink takes the bytes
     * @throws IOException if the sink fails
     */
    public static void write(
            PictureFormat format,
            PictureHeader header,
            Map<Metadata, byte[]> metadata,
            List<byte[]> tiles,
            List<byte[]> alpha,
            ByteSink sink)
            throws IOException {
        boolean planes = header.alpha() == PictureHeader.Alpha.PLANE;
        if (tiles.isEmpty() || alpha.size() != (planes ? tiles.size() : 0)) {
            throw new IllegalArgumentException(tiles.size() + " tiles and " + alpha.size() + " alpha planes");
        }
        sink.write(format.signature());
        sink.write(new byte[] {(byte) format.version()});
        boolean sole = !planes && metadata.isEmpty() && sole(tiles);
        sink.write(Chunk.toBytes(sole ? Chunk.SOLE : Chunk.HEADER, header.toBody()));
        if (sole) {
            return;
        }
        for (Map.Entry<Metadata, byte[]> entry : metadata.entrySet()) {
            sink.write(Chunk.toBytes(entry.getKey().chunkType(), Deflated.deflate(entry.getValue())));
        }
        if (tiles.size() > 1) {
            ByteWriter index = new ByteWriter();
            for (int i = 0; i < tiles.size(); i++) {
                index.varint(tiles.get(i).length);
                if (planes) {
                    index.varint(alpha.get(i).length);
                }
            }
            sink.write(Chunk.toBytes(Chunk.INDEX, index.toByteArray()));
        }
        for (int i = 0; i < tiles.size(); i++) {
            sink.write(Chunk.toBytes(Chunk.TILE, tiles.get(i)));
            if (planes) {
                sink.write(Chunk.toBytes(Chunk.ALPHA, alpha.get(i)));
            }
        }
    }

    /** A picture that is all in its header, as tiny ones and those of one colour are, needs no chunk for its tile. */
    private static boolean sole(List<byte[]> tiles) {
        return tiles.size() == 1 && tiles.get(0).length == 0;
    }
}

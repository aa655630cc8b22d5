// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a file: header and metadata at once, tiles when asked for. Nothing is allocated before its size has been
 * checked against the limits, and bodies grow as their bytes arrive, so that a length that lies costs no memory.
 */
public final class ContainerReader {
    private static final int MAX_CHUNKS_BEFORE_TILES = 1024;

    private final ByteSource source;
    private final Limits limits;
    private final PictureHeader header;
    private final long settingsOffset;
    private final Map<Metadata, byte[]> deflated = new EnumMap<>(Metadata.class);
    private final Map<Metadata, Long> offsets = new EnumMap<>(Metadata.class);
    private final byte[] index;
    private final long indexOffset;
    private final long firstTile;
    private final boolean sole;
    private List<Located> tiles;
    private List<Located> alphas;

    private record Located(long offset, int length) {}

    /**
     * Reads signature, header and metadata.
     *
     * @param format which signature is expected
     * @param source the file
     * @param limits what is granted
     * @throws FormatException if the bytes are not such a file
     * @throws IOException if reading fails
     */
    public ContainerReader(PictureFormat format, ByteSource source, Limits limits) throws IOException {
        this.source = source;
        this.limits = limits;
        byte[] start = source.read(0, PictureFormat.SIGNATURE_LENGTH + 1);
        if (!Arrays.equals(start, 0, PictureFormat.SIGNATURE_LENGTH, format.signature(), 0, 8)) {
            throw new FormatException(0, "not a " + format + " file: the signature does not match");
        }
        if (start[8] != format.version()) {
            throw new FormatException(
                    8,
                    format + " version " + (start[8] & 0xff) + " is unknown, this library reads version "
                            + format.version());
        }
        ChunkHead chunk = ChunkHead.read(source, start.length);
        sole = chunk.type().equals(Chunk.SOLE);
        if (!sole && !chunk.type().equals(Chunk.HEADER)) {
            throw new FormatException(start.length, "the first chunk is " + chunk.type() + ", not " + Chunk.HEADER);
        }
        byte[] body = body(chunk, PictureHeader.MAX_SETTINGS + 16);
        try {
            header = PictureHeader.parse(body, limits);
        } catch (FormatException e) {
            throw FormatException.in("the header", chunk.bodyOffset(), e);
        }
        settingsOffset = chunk.bodyOffset() + body.length - header.settings().length;
        if (sole) {
            index = null;
            indexOffset = -1;
            firstTile = chunk.end();
            return;
        }
        byte[] indexBody = null;
        long indexAt = -1;
        for (int count = 0; ; count++) {
            long position = chunk.end();
            chunk = ChunkHead.read(source, position);
            if (chunk.type().equals(Chunk.TILE)) {
                firstTile = position;
                break;
            }
            if (count == MAX_CHUNKS_BEFORE_TILES) {
                throw new FormatException(position, "more than " + count + " chunks before the first tile");
            }
            Metadata kind = Metadata.of(chunk.type()).orElse(null);
            if (kind != null && !deflated.containsKey(kind)) {
                deflated.put(kind, body(chunk, limits.maxMetadata()));
                offsets.put(kind, chunk.bodyOffset());
            } else if (chunk.type().equals(Chunk.INDEX) && indexBody == null) {
                indexBody = body(chunk, (int) Math.min(Integer.MAX_VALUE - 64, limits.maxPixels()));
                indexAt = chunk.bodyOffset();
            } else if (!Chunk.isAncillary(chunk.type())) {
                throw new FormatException(position, "unknown critical chunk " + chunk.type());
            }
        }
        index = indexBody;
        indexOffset = indexAt;
    }

    /**
     * Returns the header.
     *
     * @return what the picture is
     */
    public PictureHeader header() {
        return header;
    }

    /**
     * Tells where the codec's settings are.
     *
     * @return bytes from the start of the signature to the first of them
     */
    public long settingsOffset() {
        return settingsOffset;
    }

    /**
     * Returns the kinds of metadata in the file.
     *
     * @return kinds, in the order of the enum
     */
    public List<Metadata> metadataKinds() {
        return List.copyOf(deflated.keySet());
    }

    /**
     * Inflates metadata.
     *
     * @param kind which
     * @return its bytes, or null if the file has none
     * @throws FormatException if it does not inflate, or to more than the limit
     */
    public byte[] metadata(Metadata kind) throws FormatException {
        byte[] body = deflated.get(kind);
        return body == null ? null : Deflated.inflate(body, limits.maxMetadata(), "metadata", offsets.get(kind));
    }

    /**
     * Locates the tiles.
     *
     * @param count number of tiles that the picture has, from its tile grid
     * @param maxLength most bytes of a tile or of an alpha plane
     * @throws FormatException if index and chunks do not agree
     * @throws IOException if reading fails
     */
    public void locateTiles(int count, int maxLength) throws IOException {
        boolean planes = header.alpha() == PictureHeader.Alpha.PLANE;
        if ((index == null) != (count == 1)) {
            throw new FormatException(
                    firstTile, count == 1 ? "an index beside a single tile" : "no index for " + count + " tiles");
        }
        if (index != null && index.length < (long) count * (planes ? 2 : 1)) {
            throw new FormatException(indexOffset, "the index is too short for " + count + " tiles");
        }
        if (sole) {
            if (planes) {
                throw new FormatException(firstTile, "an alpha plane, but no tiles");
            }
            tiles = List.of(new Located(firstTile, 0));
            alphas = List.of();
            return;
        }
        List<Located> colour = new ArrayList<>();
        List<Located> alpha = new ArrayList<>();
        long position = firstTile;
        if (index == null) {
            ChunkHead tile = ChunkHead.read(source, position);
            colour.add(new Located(position, limited(tile.length(), maxLength, position)));
            if (planes) {
                ChunkHead plane = ChunkHead.read(source, tile.end());
                alpha.add(new Located(tile.end(), limited(plane.length(), maxLength, tile.end())));
            }
        } else {
            ByteReader lengths = new ByteReader(index);
            for (int i = 0; i < count; i++) {
                for (List<Located> list : planes ? List.of(colour, alpha) : List.of(colour)) {
                    int length = length(lengths, maxLength);
                    list.add(new Located(position, length));
                    position += Chunk.length(length);
                }
            }
            if (lengths.remaining() > 0) {
                throw new FormatException(indexOffset, "the index is too long for " + count + " tiles");
            }
        }
        tiles = Collections.unmodifiableList(colour);
        alphas = Collections.unmodifiableList(alpha);
    }

    /**
     * Reads a tile, after {@link #locateTiles}.
     *
     * @param number its number
     * @return its body
     * @throws FormatException if it is not there or fails its checksum
     * @throws IOException if reading fails
     */
    public byte[] tile(int number) throws IOException {
        return sole ? new byte[0] : located(Chunk.TILE, tiles.get(number));
    }

    /**
     * Reads the alpha plane of a tile, after {@link #locateTiles}.
     *
     * @param number number of the tile
     * @return its body
     * @throws FormatException if it is not there or fails its checksum
     * @throws IOException if reading fails
     */
    public byte[] alpha(int number) throws IOException {
        return located(Chunk.ALPHA, alphas.get(number));
    }

    /**
     * Returns the length of the file, after {@link #locateTiles}.
     *
     * @return bytes from the start of the signature to the end of the last chunk
     */
    public long length() {
        if (sole) {
            return firstTile;
        }
        Located last = (alphas.isEmpty() ? tiles : alphas).get(tiles.size() - 1);
        return last.offset + Chunk.length(last.length);
    }

    /**
     * Tells where the body of a tile begins, after {@link #locateTiles}.
     *
     * @param number its number
     * @return bytes from the start of the signature
     */
    public long tilePosition(int number) {
        return bodyPosition(tiles.get(number));
    }

    /**
     * Tells where the alpha plane of a tile begins, after {@link #locateTiles}.
     *
     * @param number number of the tile
     * @return bytes from the start of the signature to the body of its chunk
     */
    public long alphaPosition(int number) {
        return bodyPosition(alphas.get(number));
    }

    private long bodyPosition(Located where) {
        return sole ? where.offset : where.offset + Chunk.length(where.length) - where.length - Chunk.CRC_LENGTH;
    }

    private int length(ByteReader lengths, int max) throws FormatException {
        try {
            return lengths.varint(max, "the length of a tile");
        } catch (FormatException e) {
            throw FormatException.in("the index", indexOffset, e);
        }
    }

    private byte[] located(String type, Located where) throws IOException {
        ChunkHead chunk = ChunkHead.read(source, where.offset);
        if (!chunk.type().equals(type) || chunk.length() != where.length) {
            throw new FormatException(
                    where.offset,
                    "expected " + type + " of " + where.length + " bytes, found " + chunk.type() + " of "
                            + chunk.length());
        }
        return body(chunk, where.length);
    }

    private static int limited(int length, int max, long offset) throws FormatException {
        if (length > max) {
            throw new FormatException(offset, length + " bytes for a tile are over the limit of " + max);
        }
        return length;
    }

    private byte[] body(ChunkHead chunk, int max) throws IOException {
        if (chunk.length() > max) {
            throw new FormatException(
                    chunk.bodyOffset(),
                    "chunk " + chunk.type() + " has " + chunk.length() + " bytes, the limit is " + max);
        }
        byte[] body = source.read(chunk.bodyOffset(), chunk.length());
        byte[] crc = source.read(chunk.bodyOffset() + chunk.length(), 4);
        if (new ByteReader(crc).u32() != Chunk.crc(chunk.type().getBytes(StandardCharsets.US_ASCII), body)) {
            throw new FormatException(chunk.bodyOffset(), "chunk " + chunk.type() + " fails its checksum");
        }
        return body;
    }
}

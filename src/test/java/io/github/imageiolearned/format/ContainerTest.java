// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.PictureHeader.Alpha;
import io.github.imageiolearned.format.PictureHeader.Colour;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ContainerTest {
    private static final Limits LIMITS = new Limits(1 << 20, 1 << 16);
    private static final byte[] TILE = {1, 2, 3};

    private static PictureHeader header(Alpha alpha) {
        return new PictureHeader(300, 2, Colour.RGB, 3, alpha, 8, 10, new byte[] {42});
    }

    private static byte[] file(
            PictureHeader header, Map<Metadata, byte[]> metadata, List<byte[]> tiles, List<byte[]> alpha)
            throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ContainerWriter.write(PictureFormat.PCQ, header, metadata, tiles, alpha, out::writeBytes);
        return out.toByteArray();
    }

    private static ContainerReader read(byte[] file) throws IOException {
        return new ContainerReader(PictureFormat.PCQ, ByteSource.of(file), LIMITS);
    }

    /** A chunk put together by hand from docs/FORMAT.md, for bodies shorter than 128 bytes. */
    private static byte[] chunk(String type, byte[] body) {
        byte[] typed = new byte[4 + body.length];
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, typed, 0, 4);
        System.arraycopy(body, 0, typed, 4, body.length);
        CRC32C crc = new CRC32C();
        crc.update(typed);
        return new ByteWriter()
                .bytes(type.getBytes(StandardCharsets.US_ASCII))
                .u8(body.length)
                .bytes(body)
                .u32((int) crc.getValue())
                .toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteWriter out = new ByteWriter();
        for (byte[] part : parts) {
            out.bytes(part);
        }
        return out.toByteArray();
    }

    private static final byte[] START = HexFormat.of().parseHex("c15043510d0a1a0a02");
    private static final byte[] HEAD = HexFormat.of().parseHex("ab0201010a2a");

    @Test
    void bytesAreThoseOfTheSpecification() throws IOException {
        assertArrayEquals(
                join(START, chunk("HEAD", HEAD), chunk("TILE", TILE)),
                file(header(Alpha.NONE), Map.of(), List.of(TILE), List.of()));
    }

    @Test
    void aPictureThatIsAllInItsHeaderIsOneChunk() throws IOException {
        byte[] expected = join(START, chunk("SOLE", HEAD));
        List<byte[]> tiles = List.of(new byte[0]);
        assertArrayEquals(expected, file(header(Alpha.NONE), Map.of(), tiles, List.of()));
        ContainerReader reader = read(join(expected, new byte[] {7}));
        assertEquals(300, reader.header().width());
        reader.locateTiles(1, 100);
        assertEquals(0, reader.tile(0).length);
        assertEquals(expected.length, reader.length());
        assertEquals(List.of(), reader.metadataKinds());
        assertThrows(FormatException.class, () -> reader.locateTiles(2, 100));

        byte[] carrying = file(header(Alpha.NONE), Map.of(Metadata.XMP, TILE), tiles, List.of());
        assertArrayEquals(TILE, read(carrying).metadata(Metadata.XMP));
        ContainerReader planes = read(join(START, chunk("SOLE", HexFormat.of().parseHex("ab0201050a2a"))));
        assertThrows(FormatException.class, () -> planes.locateTiles(1, 100));
    }

    @Test
    void crcIsCastagnolis() {
        assertEquals(
                0xe3069283,
                Chunk.crc("1234".getBytes(StandardCharsets.US_ASCII), "56789".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void aPlainPictureCostsAtMostFortyBytes() throws IOException {
        PictureHeader large = new PictureHeader(3000, 2900, Colour.RGB, 3, Alpha.NONE, 8, 11, new byte[0]);
        byte[] tile = new byte[3_000_000];
        assertTrue(file(large, Map.of(), List.of(tile), List.of()).length - tile.length <= 40);
    }

    @Test
    void handMadeFileIsRead() throws IOException {
        byte[] file =
                join(START, chunk("HEAD", HEAD), chunk("note", new byte[] {9}), chunk("TILE", TILE), new byte[] {7});
        ContainerReader reader = read(file);
        PictureHeader header = reader.header();
        assertEquals(300, header.width());
        assertEquals(2, header.height());
        assertEquals(Colour.RGB, header.colour());
        assertEquals(Alpha.NONE, header.alpha());
        assertEquals(8, header.bitDepth());
        assertEquals(1024, header.tileSide());
        assertArrayEquals(new byte[] {42}, header.settings());
        reader.locateTiles(1, 100);
        assertArrayEquals(TILE, reader.tile(0));
        assertEquals(file.length - 1, reader.length());
    }

    @Test
    void severalTilesWithAlphaAndMetadata() throws IOException {
        List<byte[]> tiles = List.of(new byte[200], TILE, new byte[0]);
        List<byte[]> alpha = List.of(TILE, new byte[1], new byte[130]);
        byte[] icc = new byte[5000];
        Arrays.fill(icc, (byte) 3);
        byte[] file = file(header(Alpha.PLANE), Map.of(Metadata.ICC, icc), tiles, alpha);
        ContainerReader reader = read(file);
        reader.locateTiles(3, 1000);
        for (int i = 2; i >= 0; i--) {
            assertArrayEquals(tiles.get(i), reader.tile(i));
            assertArrayEquals(alpha.get(i), reader.alpha(i));
        }
        assertArrayEquals(icc, reader.metadata(Metadata.ICC));
        assertNull(reader.metadata(Metadata.XMP));
        assertEquals(List.of(Metadata.ICC), reader.metadataKinds());
        assertEquals(file.length, reader.length());
    }

    @Test
    void aBrokenTileSpoilsOnlyItself() throws IOException {
        byte[] file = file(header(Alpha.NONE), Map.of(), List.of(new byte[50], TILE), List.of());
        file[file.length - 60] ^= 1;
        ContainerReader reader = read(file);
        reader.locateTiles(2, 100);
        FormatException e = assertThrows(FormatException.class, () -> reader.tile(0));
        assertTrue(e.getMessage().contains("checksum"), e.getMessage());
        assertArrayEquals(TILE, reader.tile(1));
    }

    @Test
    void unknownCriticalChunksAreRefusedByName() {
        byte[] file = join(START, chunk("HEAD", HEAD), chunk("Zork", new byte[1]), chunk("TILE", TILE));
        FormatException e = assertThrows(FormatException.class, () -> read(file));
        assertTrue(e.getMessage().contains("Zork"), e.getMessage());
        assertTrue(e.getMessage().contains("at byte " + (START.length + 4 + 1 + HEAD.length + 4)), e.getMessage());
    }

    @Test
    void lengthsThatAreLongerThanNeededAreRefused() {
        byte[] crc = Arrays.copyOfRange(chunk("TILE", TILE), 4 + 1 + TILE.length, 4 + 1 + TILE.length + 4);
        byte[] tile = join("TILE".getBytes(StandardCharsets.US_ASCII), new byte[] {(byte) 0x83, 0}, TILE, crc);
        byte[] file = join(START, chunk("HEAD", HEAD), tile);
        FormatException e = assertThrows(FormatException.class, () -> read(file));
        assertTrue(e.getMessage().contains("longer than need be"), e.getMessage());

        byte[] wide = HexFormat.of().parseHex("ab82000101" + "0a2a");
        e = assertThrows(FormatException.class, () -> read(join(START, chunk("HEAD", wide), chunk("TILE", TILE))));
        assertTrue(e.getMessage().contains("longer than need be"), e.getMessage());
    }

    @Test
    void faultsOfTheHeaderAreCountedFromTheSignature() {
        byte[] head = HexFormat.of().parseHex("ab02010103");
        FormatException e = assertThrows(FormatException.class, () -> read(join(START, chunk("HEAD", head))));
        assertTrue(e.getMessage().startsWith("the header: tile shift 3"), e.getMessage());
        assertTrue(e.getMessage().endsWith("(at byte " + (START.length + 5 + 4) + ")"), e.getMessage());
    }

    @Test
    void moreSettingsThanAllowedAreRefused() {
        byte[] body = Arrays.copyOf(HEAD, HEAD.length + PictureHeader.MAX_SETTINGS);
        byte[] file = join(START, Chunk.toBytes("HEAD", body), chunk("TILE", TILE));
        FormatException e = assertThrows(FormatException.class, () -> read(file));
        assertTrue(e.getMessage().contains("settings"), e.getMessage());
    }

    @Test
    void bandsOfARasterHaveNoAlpha() {
        byte[] head = HexFormat.of().parseHex("ab0201060a04");
        FormatException e = assertThrows(FormatException.class, () -> read(join(START, chunk("HEAD", head))));
        assertTrue(e.getMessage().contains("alpha"), e.getMessage());
    }

    @Test
    void aFaultInATileIsNamedAndPlaced() throws IOException {
        ContainerReader reader = read(join(START, chunk("HEAD", HEAD), chunk("TILE", TILE)));
        reader.locateTiles(1, 100);
        int position = START.length + 5 + HEAD.length + 4 + 5;
        assertEquals(position, reader.tilePosition(0));
        TileReader tiles = new TileReader() {
            @Override
            public byte[] tile(int index) throws IOException {
                return reader.tile(index);
            }

            @Override
            public long position(int index) {
                return reader.tilePosition(index);
            }
        };
        FormatException e =
                assertThrows(FormatException.class, () -> tiles.decode(0, coded -> new ByteReader(coded).u32()));
        assertEquals("tile 0: the data ends too early (at byte " + (position + 3) + ")", e.getMessage());
    }

    @Test
    void aLimitThatIsNoNumberIsRefused() throws IOException {
        String before = System.getProperty(Limits.MAX_PIXELS_PROPERTY);
        try {
            for (String bad : new String[] {"1e6", "0", "-5", "many", ""}) {
                System.setProperty(Limits.MAX_PIXELS_PROPERTY, bad);
                IOException e = assertThrows(IOException.class, Limits::ofSystem, bad);
                assertTrue(e.getMessage().contains(Limits.MAX_PIXELS_PROPERTY), e.getMessage());
            }
            System.setProperty(Limits.MAX_PIXELS_PROPERTY, "1000000");
            assertEquals(1_000_000, Limits.ofSystem().maxPixels());
        } finally {
            if (before == null) {
                System.clearProperty(Limits.MAX_PIXELS_PROPERTY);
            } else {
                System.setProperty(Limits.MAX_PIXELS_PROPERTY, before);
            }
        }
    }

    @Test
    void declaredPixelsAreCappedBeforeAnythingElse() {
        byte[] head =
                new ByteWriter().varint(1 << 19).varint(1 << 19).u8(1).u8(10).toByteArray();
        FormatException e = assertThrows(FormatException.class, () -> read(join(START, chunk("HEAD", head))));
        assertTrue(e.getMessage().contains(Limits.MAX_PIXELS_PROPERTY), e.getMessage());
    }

    @Test
    void ofManyBandsFewerPixelsAreGranted() {
        Limits limits = new Limits(1000, 0);
        assertTrue(limits.refusal(100, 10, 3).isEmpty());
        assertTrue(limits.refusal(1001, 1, 1).isPresent());
        assertTrue(limits.refusal(100, 8, 4).isEmpty());
        assertTrue(limits.refusal(801, 1, 4).isPresent());
        Limits raised = limits.withMaxPixels(Long.MAX_VALUE);
        assertTrue(raised.refusal(1 << 20, 1 << 20, 256).isEmpty());
        assertTrue(limits.withMaxPixels(1L << 59).refusal(1 << 30, 1 << 29, 256).isPresent());
    }

    @Test
    void lengthsThatLieCostNoMemory() {
        byte[] head =
                join(START, "HEAD".getBytes(StandardCharsets.US_ASCII), new byte[] {(byte) 0xff, (byte) 0xff, 0x3f});
        FormatException e = assertThrows(FormatException.class, () -> read(head));
        assertTrue(e.getMessage().contains("ends early"), e.getMessage());
        byte[] tooLong = join(START, "HEAD".getBytes(StandardCharsets.US_ASCII), new byte[] {
            (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07
        });
        assertThrows(FormatException.class, () -> read(tooLong));
    }

    @Test
    void metadataThatInflatesTooFarIsRefused() throws IOException {
        byte[] file = file(header(Alpha.NONE), Map.of(Metadata.XMP, new byte[1 << 17]), List.of(TILE), List.of());
        ContainerReader reader = read(file);
        assertThrows(FormatException.class, () -> reader.metadata(Metadata.XMP));
    }

    @Test
    void truncationAndBitFlipsGiveFormatExceptionsOnly() throws IOException {
        byte[] file = file(
                header(Alpha.PLANE), Map.of(Metadata.EXIF, TILE), List.of(new byte[30], TILE), List.of(TILE, TILE));
        for (int length = 0; length < file.length; length++) {
            byte[] shortened = Arrays.copyOf(file, length);
            assertThrows(FormatException.class, () -> readAll(shortened));
        }
        Random random = new Random(5);
        for (int i = 0; i < 8 * file.length; i++) {
            byte[] flipped = file.clone();
            flipped[i / 8] ^= (byte) (1 << i % 8);
            for (int more = random.nextInt(3); more > 0; more--) {
                flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                readAll(flipped);
            } catch (FormatException expected) {
                assertTrue(expected.getMessage().length() > 5);
            }
        }
    }

    private static void readAll(byte[] file) throws IOException {
        ContainerReader reader = read(file);
        reader.metadata(Metadata.EXIF);
        reader.locateTiles(2, 1000);
        for (int i = 0; i < 2; i++) {
            reader.tile(i);
            if (reader.header().alpha() == Alpha.PLANE) {
                reader.alpha(i);
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.util.Optional;

/**
 * What the {@code HEAD} chunk says of a picture.
 *
 * @param width width in pixels, at least 1
 * @param height height in pixels, at least 1
 * @param colour what the colour bands mean
 * @param colourBands number of bands besides alpha, 1 to 256
 * @param alpha how alpha is stored
 * @param bitDepth bits a sample, 8 or 16
 * @param tileShift log2 of a tile's side, 6 to {@value #MAX_TILE_SHIFT}
 * @param settings what only the codec understands, at most {@value #MAX_SETTINGS} bytes; not copied
 */
public record PictureHeader(
        int width,
        int height,
        Colour colour,
        int colourBands,
        Alpha alpha,
        int bitDepth,
        int tileShift,
        byte[] settings) {
    /** Most bytes of a codec's settings. */
    public static final int MAX_SETTINGS = 1 << 20;

    /** Most bands besides alpha. */
    public static final int MAX_BANDS = 256;

    /** {@link #tileShift} unless there is a reason for another: tiles of about a megapixel. */
    public static final int DEFAULT_TILE_SHIFT = 10;

    /** Largest {@link #tileShift}: decoders hold whole tiles, so their size bounds what a small file can claim. */
    public static final int MAX_TILE_SHIFT = 11;

    /** What the colour bands mean. The order is that of the file format. */
    public enum Colour {
        /** One band of grey: sRGB's transfer curve, or what an ICC profile says. */
        GREY,
        /** Red, green, blue: sRGB, or what an ICC profile says. */
        RGB,
        /** Bands without a colour meaning, of a raster; there is no alpha beside them. */
        BANDS
    }

    /** How alpha is stored. The order is that of the file format. */
    public enum Alpha {
        /** There is none. */
        NONE,
        /** Losslessly, in {@code ALPH} chunks beside the codec's tiles. */
        PLANE,
        /** By the codec itself, in its tiles, as the last band. */
        CODED
    }

    /** Checks the values. */
    public PictureHeader {
        if (width < 1
                || height < 1
                || colourBands < 1
                || colourBands > MAX_BANDS
                || (bitDepth != 8 && bitDepth != 16)
                || tileShift < 6
                || tileShift > MAX_TILE_SHIFT
                || settings.length > MAX_SETTINGS
                || (colour == Colour.GREY && colourBands != 1)
                || (colour == Colour.RGB && colourBands != 3)
                || (colour == Colour.BANDS && alpha != Alpha.NONE)) {
            throw new IllegalArgumentException("no header: " + width + "x" + height + ", " + colourBands + " bands of "
                    + bitDepth + " bits, tile shift " + tileShift + ", " + settings.length + " bytes of settings");
        }
    }

    /**
     * Returns the number of bands, alpha included.
     *
     * @return at least 1
     */
    public int bands() {
        return colourBands + (alpha == Alpha.NONE ? 0 : 1);
    }

    /**
     * Returns the bands that the codec's tiles hold.
     *
     * @return {@link #bands()}, less alpha where that has chunks of its own
     */
    public int codedBands() {
        return colourBands + (alpha == Alpha.CODED ? 1 : 0);
    }

    /**
     * Returns the side of a tile.
     *
     * @return pixels, a power of two
     */
    public int tileSide() {
        return 1 << tileShift;
    }

    /**
     * Returns the body of the {@code HEAD} chunk.
     *
     * @return its bytes
     */
    byte[] toBody() {
        ByteWriter out = new ByteWriter();
        out.varint(width - 1L).varint(height - 1L);
        out.u8(colour.ordinal() | alpha.ordinal() << 2 | (bitDepth == 16 ? 1 : 0) << 4);
        out.u8(tileShift);
        if (colour == Colour.BANDS) {
            out.u8(colourBands - 1);
        }
        return out.bytes(settings).toByteArray();
    }

    /**
     * Parses the body of a {@code HEAD} chunk.
     *
     * @param body its bytes
     * @param limits what is granted
     * @return the header
     * @throws FormatException if it is malformed or asks for too much
     */
    static PictureHeader parse(byte[] body, Limits limits) throws FormatException {
        ByteReader in = new ByteReader(body);
        int width = in.varint(Integer.MAX_VALUE - 1, "the width") + 1;
        int height = in.varint(Integer.MAX_VALUE - 1, "the height") + 1;
        int flags = in.u8();
        int tileShift = in.u8();
        int colour = flags & 3;
        int alpha = flags >>> 2 & 3;
        if (flags >>> 5 != 0 || colour >= Colour.values().length || alpha >= Alpha.values().length) {
            throw new FormatException(in.position() - 2L, "unknown flags 0x" + Integer.toHexString(flags));
        }
        if (tileShift < 6 || tileShift > MAX_TILE_SHIFT) {
            throw new FormatException(
                    in.position() - 1L, "tile shift " + tileShift + " is not from 6 to " + MAX_TILE_SHIFT);
        }
        // Limits may be as high as one likes, but tiles are numbered by ints.
        if (((width >>> tileShift) + 1L) * ((height >>> tileShift) + 1L) > Integer.MAX_VALUE) {
            throw new FormatException(0, width + "x" + height + " pixels are too many tiles");
        }
        Colour kind = Colour.values()[colour];
        if (kind == Colour.BANDS && alpha != Alpha.NONE.ordinal()) {
            throw new FormatException(in.position() - 2L, "bands without colours do not have alpha");
        }
        int colourBands =
                switch (kind) {
                    case GREY -> 1;
                    case RGB -> 3;
                    case BANDS -> in.u8() + 1;
                };
        int bitDepth = (flags >>> 4 & 1) == 0 ? 8 : 16;
        Optional<String> refusal = limits.refusal(width, height, colourBands);
        if (refusal.isPresent()) {
            throw new FormatException(0, refusal.get());
        }
        if (in.remaining() > MAX_SETTINGS) {
            throw new FormatException(
                    in.position(), in.remaining() + " bytes of settings are over the limit of " + MAX_SETTINGS);
        }
        byte[] settings = in.bytes(in.remaining());
        return new PictureHeader(
                width, height, kind, colourBands, Alpha.values()[alpha], bitDepth, tileShift, settings);
    }
}

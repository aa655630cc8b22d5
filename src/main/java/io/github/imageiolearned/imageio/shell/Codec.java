// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** What the shell needs of a codec: one adapter for each format. Adapters keep no state. */
public interface Codec {
    /**
     * Returns the format.
     *
     * @return which signature its files have
     */
    PictureFormat format();

    /**
     * Tells how alpha is kept.
     *
     * @return {@code CODED} if the codec takes alpha as its last band, {@code PLANE} if the shell is to code it
     */
    PictureHeader.Alpha alpha();

    /**
     * Tells whether more than pictures can be coded.
     *
     * @return whether the codec takes samples of 16 bits, and 1 to 256 bands without a colour meaning
     */
    default boolean takesRasters() {
        return false;
    }

    /**
     * Tells how finely the quality can be set: a target size or PSNR is searched among so many steps.
     *
     * @return the highest step; 0 is the lowest, and steps lie evenly between the qualities 0 and 1
     */
    default int steps() {
        return 200;
    }

    /**
     * Encodes a picture.
     *
     * @param picture 1 band of grey or 3 of RGB, and alpha where the codec takes it; 8 bits unless it takes rasters
     * @param quality 0 to 1; other settings of the parameters that say how much may be lost overrule it
     * @param param settings
     * @param progress hears and may stop it
     * @return the coded tiles
     * @throws IOException if it fails
     */
    CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException;

    /**
     * Prepares to decode.
     *
     * @param header what the picture is
     * @param param settings
     * @return a decoder
     * @throws IOException if the settings in the header are malformed, or what they name is not there
     */
    Decoder decoder(PictureHeader header, LearnedImageReadParam param) throws IOException;

    /**
     * Says what the settings in a header mean, without anything heavy.
     *
     * @param header what the picture is
     * @return names and values for a person, in a good order
     * @throws FormatException if the settings are malformed
     */
    Map<String, String> facts(PictureHeader header) throws FormatException;

    /**
     * Tells whether nothing was lost.
     *
     * @param header what the picture is
     * @return whether decoding gives the very pixels that were encoded
     * @throws FormatException if the settings are malformed
     */
    default boolean lossless(PictureHeader header) throws FormatException {
        return false;
    }

    /**
     * Returns the palette that all pixels of the picture are from.
     *
     * @param header what the picture is
     * @return straight ARGB, 1 to 256 colours; or nothing if the format has no palettes
     * @throws FormatException if the settings are malformed
     */
    default Optional<int[]> palette(PictureHeader header) throws FormatException {
        return Optional.empty();
    }

    /**
     * Tells whether the picture had a palette before it was encoded, so that it is read with one unless told otherwise.
     *
     * @param header what the picture is
     * @return true if so
     * @throws FormatException if the settings are malformed
     */
    default boolean indexed(PictureHeader header) throws FormatException {
        return false;
    }

    /**
     * Says what takes decoding to find out.
     *
     * @param header what the picture is
     * @param tiles gives the coded tiles
     * @return names and values for a person, in a good order
     * @throws IOException if the picture is malformed or cannot be read
     */
    default Map<String, String> deepFacts(PictureHeader header, TileReader tiles) throws IOException {
        return Map.of();
    }

    /** Decodes one picture. */
    @FunctionalInterface
    interface Decoder {
        /**
         * Decodes a region.
         *
         * @param tiles gives the coded tiles
         * @param region pixels inside the picture
         * @param sink takes the pixels of the region
         * @param progress hears and may stop it
         * @throws IOException if the tiles are malformed or cannot be read
         */
        void decode(TileReader tiles, Region region, PixelSink sink, Progress progress) throws IOException;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.Tools.Tool;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Formats of others, coded by their own programs. A quality runs from 0 to 1 and is turned into what the program calls
 * it; the ladder of each reaches from below 28 to above 38 dB on photographs.
 */
enum Peer {
    /** libwebp: effort 6, its own 4:2:0. */
    WEBP("webp", "webp", "cwebp", "dwebp", "-version", "0.01 0.08 0.25 0.5 0.75 0.9 0.96") {
        @Override
        String[] encode(String png, String file, float quality, int bands) {
            return new String[] {"-quiet", "-m", "6", "-q", number(100 * quality, 0), png, "-o", file};
        }

        @Override
        String[] decode(String file, String png) {
            return new String[] {"-quiet", file, "-o", png};
        }

        @Override
        String setting(float quality) {
            return "q " + number(100 * quality, 0);
        }
    },

    /** libaom by libavif: 4:4:4, speed 6, its default tuning, constant quality. */
    AVIF("avif", "avif", "avifenc", "avifdec", "--version", "0.08 0.2 0.33 0.46 0.58 0.7 0.8") {
        @Override
        String[] encode(String png, String file, float quality, int bands) {
            return new String[] {
                "-c",
                "aom",
                "-s",
                "6",
                "-y",
                "444",
                "-j",
                "1",
                "--min",
                "0",
                "--max",
                "63",
                "-a",
                "end-usage=q",
                "-a",
                "cq-level=" + level(quality),
                png,
                file
            };
        }

        @Override
        String[] decode(String file, String png) {
            return new String[] {"-j", "1", file, png};
        }

        @Override
        String setting(float quality) {
            return "cq " + level(quality);
        }

        private int level(float quality) {
            return Math.round(63 * (1 - quality));
        }
    },

    /** libjxl: effort 7. */
    JPEG_XL("jpegxl", "jxl", "cjxl", "djxl", "--version", "0 0.2 0.35 0.5 0.63 0.77 0.9") {
        @Override
        String[] encode(String png, String file, float quality, int bands) {
            return new String[] {png, file, "-d", distance(quality), "-e", "7", "--quiet"};
        }

        @Override
        String[] decode(String file, String png) {
            return new String[] {file, png, "--quiet"};
        }

        @Override
        String setting(float quality) {
            return "d " + distance(quality);
        }

        private String distance(float quality) {
            return number(0.5 * Math.pow(30, 1 - quality), 2);
        }
    },

    /** OpenJPEG: irreversible wavelet, one layer of a given rate. */
    JPEG_2000("jpeg2000", "jp2", "opj_compress", "opj_decompress", "-h", "0.1 0.25 0.4 0.55 0.68 0.8 0.92") {
        @Override
        String[] encode(String png, String file, float quality, int bands) {
            return new String[] {"-i", png, "-o", file, "-I", "-r", number(8 * bands / rate(quality), 3)};
        }

        @Override
        String[] decode(String file, String png) {
            return new String[] {"-i", file, "-o", png};
        }

        @Override
        String setting(float quality) {
            return number(rate(quality), 2) + " bpp";
        }

        private double rate(float quality) {
            return 0.06 * Math.pow(60, quality);
        }
    },

    /** JPEG by ImageMagick 7 and the libjpeg that it was built with: 4:2:0, optimised Huffman codes. */
    MAGICK("magick-jpeg", "jpg", "magick", "magick", "-version", "0.05 0.15 0.3 0.5 0.75 0.88 0.95") {
        @Override
        String[] encode(String png, String file, float quality, int bands) {
            String level = number(100 * quality, 0);
            return new String[] {png, "-strip", "-sampling-factor", "4:2:0", "-quality", level, file};
        }

        @Override
        String[] decode(String file, String png) {
            return new String[] {file, png};
        }

        @Override
        String setting(float quality) {
            return "q " + number(100 * quality, 0);
        }

        @Override
        boolean holdsAlpha() {
            return false;
        }

        @Override
        Optional<Tool> encoder(Tools tools) {
            return tools.find("magick", "-version", "ImageMagick")
                    .or(() -> tools.find("convert", "-version", "ImageMagick"));
        }

        @Override
        Optional<Tool> decoder(Tools tools) {
            return encoder(tools);
        }
    };

    private final String format;
    private final String suffix;
    private final String encoder;
    private final String decoder;
    private final String versionArgument;
    /** Qualities with a space between them: an array could be changed. */
    private final String ladder;

    Peer(String format, String suffix, String encoder, String decoder, String versionArgument, String ladder) {
        this.format = format;
        this.suffix = suffix;
        this.encoder = encoder;
        this.decoder = decoder;
        this.versionArgument = versionArgument;
        this.ladder = ladder;
    }

    /** The arguments that code a PNG of so many bands. */
    abstract String[] encode(String png, String file, float quality, int bands);

    /** The arguments that decode a file to a PNG. */
    abstract String[] decode(String file, String png);

    /**
     * What a table calls a quality.
     *
     * @param quality 0 to 1
     * @return the program's own name of it
     */
    abstract String setting(float quality);

    /**
     * Returns the name in tables.
     *
     * @return a word in small letters
     */
    String format() {
        return format;
    }

    /**
     * Returns the suffix of files.
     *
     * @return without a dot
     */
    String suffix() {
        return suffix;
    }

    /**
     * Tells whether pictures with alpha keep it.
     *
     * @return false if the program would drop it in silence
     */
    boolean holdsAlpha() {
        return true;
    }

    /**
     * Returns the qualities that are measured unless told otherwise.
     *
     * @return from low to high
     */
    List<Float> ladder() {
        return Stream.of(ladder.split(" ", -1)).map(Float::valueOf).toList();
    }

    /**
     * Looks for the encoder.
     *
     * @param tools where to look
     * @return the program, if it is there
     */
    Optional<Tool> encoder(Tools tools) {
        return tools.find(encoder, versionArgument, "");
    }

    /**
     * Looks for the decoder.
     *
     * @param tools where to look
     * @return the program, if it is there
     */
    Optional<Tool> decoder(Tools tools) {
        return tools.find(decoder, versionArgument, "");
    }

    /**
     * Lists the peers of which both programs are there.
     *
     * @param tools where to look
     * @return in their order here
     */
    static Set<Peer> present(Tools tools) {
        Set<Peer> present = EnumSet.noneOf(Peer.class);
        for (Peer peer : values()) {
            if (peer.encoder(tools).isPresent() && peer.decoder(tools).isPresent()) {
                present.add(peer);
            }
        }
        return present;
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

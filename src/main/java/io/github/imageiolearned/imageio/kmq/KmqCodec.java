// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.kmq;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.imageio.PaletteOptions;
import io.github.imageiolearned.imageio.shell.Codec;
import io.github.imageiolearned.kmq.KmqDecoder;
import io.github.imageiolearned.kmq.KmqEncoder;
import io.github.imageiolearned.kmq.KmqOptions;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Palettes learned by k-means. */
final class KmqCodec implements Codec {
    @Override
    public PictureFormat format() {
        return PictureFormat.KMQ;
    }

    @Override
    public PictureHeader.Alpha alpha() {
        return PictureHeader.Alpha.CODED;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        KmqOptions options =
                param.getColours() > 0 ? KmqOptions.ofColours(param.getColours()) : KmqOptions.ofQuality(quality);
        PaletteOptions wanted = param.getPaletteOptions();
        return KmqEncoder.encode(
                picture,
                options.withEffort(effort(param))
                        .withSearch(KmqOptions.Space.valueOf(wanted.space().name()), wanted.seed(), wanted.iterations())
                        .withDither(KmqOptions.Dither.valueOf(wanted.dither().name()), wanted.ditherStrength())
                        .withPalette(colours(wanted.palette()), wanted.paletteKept())
                        .withLossBudget(wanted.lossBudget()),
                progress);
    }

    private static KmqOptions.Effort effort(LearnedImageWriteParam param) {
        return param.getEffort() == LearnedImageWriteParam.Effort.FAST
                ? KmqOptions.Effort.FAST
                : KmqOptions.Effort.SMALL;
    }

    private static List<Integer> colours(IndexColorModel palette) {
        return palette == null
                ? List.of()
                : IntStream.range(0, palette.getMapSize())
                        .mapToObj(palette::getRGB)
                        .toList();
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) throws FormatException {
        return new KmqDecoder(header)::decode;
    }

    @Override
    public Map<String, String> facts(PictureHeader header) throws FormatException {
        KmqDecoder decoder = new KmqDecoder(header);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("colours", Integer.toString(decoder.colours()));
        facts.put("lossless", Boolean.toString(decoder.exact()));
        facts.put("wcss", String.format(Locale.ROOT, "%.6g", decoder.wcss()));
        facts.put(
                "psnr",
                decoder.wcss() == 0 ? "infinite" : String.format(Locale.ROOT, "%.2f dB", psnr(header, decoder)));
        facts.put("iterations", Integer.toString(decoder.iterations()));
        facts.put("effort", decoder.effort().name());
        return facts;
    }

    /** Of the bands that the tiles hold; colours count premultiplied where there is alpha. */
    private static double psnr(PictureHeader header, KmqDecoder decoder) {
        double samples = (double) header.width() * header.height() * header.codedBands();
        return 10 * Math.log10(255.0 * 255.0 * samples / decoder.wcss());
    }

    @Override
    public boolean indexed(PictureHeader header) throws FormatException {
        return new KmqDecoder(header).indexed();
    }

    /** The share of the pixels that each entry of the palette has, entries as #rrggbb, or #rrggbbaa where they are not opaque. */
    @Override
    public Map<String, String> deepFacts(PictureHeader header, TileReader tiles) throws IOException {
        KmqDecoder decoder = new KmqDecoder(header);
        long[] counts = decoder.counts(tiles);
        double pixels = (double) header.width() * header.height();
        Map<String, String> facts = new LinkedHashMap<>();
        Map<Integer, Long> pixelsOf = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            pixelsOf.put(decoder.palette()[i], counts[i]);
        }
        int[] entries = decoder.entries();
        for (int i = 0; i < entries.length; i++) {
            // Of entries with the same colour the first has all of its pixels.
            Long count = pixelsOf.remove(entries[i]);
            facts.put(
                    "entry " + i + " " + hex(entries[i]),
                    String.format(Locale.ROOT, "%.3f %%", 100 * (count == null ? 0 : count) / pixels));
        }
        return facts;
    }

    private static String hex(int argb) {
        return argb >>> 24 == 255
                ? String.format(Locale.ROOT, "#%06x", argb & 0xffffff)
                : String.format(Locale.ROOT, "#%08x", Integer.rotateLeft(argb, 8));
    }

    @Override
    public boolean lossless(PictureHeader header) throws FormatException {
        return new KmqDecoder(header).exact();
    }

    @Override
    public Optional<int[]> palette(PictureHeader header) throws FormatException {
        return Optional.of(new KmqDecoder(header).entries());
    }
}

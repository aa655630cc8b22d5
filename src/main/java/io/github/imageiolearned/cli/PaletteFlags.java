// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.PaletteOptions;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of kmq that say how its palette is made and used: a mixin, and the base of a group. */
class PaletteFlags {
    @Option(
            names = {"--colour-space", "--color-space"},
            paramLabel = "SPACE",
            description = "where distances are measured, rgb (default) or oklab")
    PaletteOptions.Space space = PaletteOptions.DEFAULT.space();

    @Option(
            names = "--dither",
            paramLabel = "METHOD",
            converter = Method.class,
            description = "none (default), floyd-steinberg or blue-noise")
    PaletteOptions.Dither dither = PaletteOptions.DEFAULT.dither();

    @Option(
            names = "--dither-strength",
            paramLabel = "SHARE",
            description = "share of the error that dithering spreads, 0 to 1 (default)")
    double strength = PaletteOptions.DEFAULT.ditherStrength();

    @Option(
            names = "--palette",
            paramLabel = "FILE",
            description = "use the colours of this file instead of learning some: a picture with a palette,"
                    + " a GIMP palette, or lines of #rrggbb or #rrggbbaa")
    Path palette;

    @Option(
            names = "--keep-palette",
            description = "keep the given palette, or that of a GIF or PNG, entry by entry; without it the colours"
                    + " are kept, but not their order")
    boolean kept;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "most iterations of k-means over all colours, 0 to 10000; 100 unless said otherwise")
    int iterations = PaletteOptions.DEFAULT.iterations();

    @Option(names = "--seed", paramLabel = "N", description = "start of the random draws; equal seeds give equal files")
    long seed = PaletteOptions.DEFAULT.seed();

    @Option(
            names = "--loss-budget",
            paramLabel = "DB",
            description = "dB of PSNR that may be given up for fewer bytes, say 0.5")
    double lossBudget = PaletteOptions.DEFAULT.lossBudget();

    /** Reads names with hyphens. */
    static final class Method implements ITypeConverter<PaletteOptions.Dither> {
        @Override
        public PaletteOptions.Dither convert(String value) {
            for (PaletteOptions.Dither method : PaletteOptions.Dither.values()) {
                if (method.name().equalsIgnoreCase(value.replace('-', '_'))) {
                    return method;
                }
            }
            throw new TypeConversionException("'" + value + "' is not none, floyd-steinberg or blue-noise");
        }
    }

    /**
     * Says what was asked for.
     *
     * @return options for a write parameter
     * @throws IllegalArgumentException if values do not go together, or the palette cannot be read
     */
    final PaletteOptions options() {
        return PaletteOptions.DEFAULT
                .withSpace(space)
                .withDither(dither, strength)
                .withPalette(palette == null ? null : PaletteFile.read(palette))
                .withPaletteKept(kept)
                .withSearch(iterations, seed)
                .withLossBudget(lossBudget);
    }

    /** Tells whether anything differs from what is done anyway. */
    final boolean given() {
        return palette != null || !options().equals(PaletteOptions.DEFAULT);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageWriteParam;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how much a picture may lose, and how hard to try. */
final class LossOptions {
    @ArgGroup(order = 30, heading = "%nHow much may be lost, for all formats; one of these:%n")
    General general = new General();

    @ArgGroup(validate = false, order = 40, heading = "%nFor kmq, before what is said for all formats:%n")
    Kmq kmq = new Kmq();

    @ArgGroup(validate = false, order = 50, heading = "%nFor pcq, before what is said for all formats:%n")
    Pcq pcq = new Pcq();

    @ArgGroup(validate = false, order = 60, heading = "%nFor nnz:%n")
    ModelOption nnz = new ModelOption();

    @ArgGroup(validate = false, order = 70, heading = "%nHow it is coded:%n")
    Coding coding = new Coding();

    /** What holds for all formats: one of these. */
    static final class General {
        @Option(
                names = {"-q", "--quality"},
                paramLabel = "Q",
                description = "0 (smallest) to 1 (best); unless said otherwise 1 for kmq, 0.5 for pcq and nnz")
        Float quality;

        @Option(
                names = "--target-size",
                paramLabel = "SIZE",
                converter = Size.class,
                description = "best picture of at most this size: 12000, 12KB (1000 bytes), 12KiB (1024), 1.5MB")
        Long targetSize;

        @Option(names = "--target-psnr", paramLabel = "DB", description = "smallest file of at least this PSNR")
        Double targetPsnr;
    }

    /** What holds for kmq only. */
    static final class Kmq extends PaletteFlags {
        @Option(
                names = {"-k", "--colours", "--colors"},
                paramLabel = "N",
                description = "number of colours, 2 to 256")
        Integer colours;
    }

    /** What holds for pcq only. */
    static final class Pcq {
        @Option(
                names = "--type",
                paramLabel = "TYPE",
                description = "Blocks (default), or Rows: the textbook's SVD of each band")
        String type;

        @Option(names = "--components", paramLabel = "N", description = "principal components to keep; or")
        Integer components;

        @Option(names = "--variance", paramLabel = "SHARE", description = "share of variance to keep, such as 0.98")
        Double variance;
    }

    /** How it is coded. */
    static final class Coding extends EffortOption {
        @Option(
                names = "--no-metadata",
                description = "leave EXIF and XMP out; the ICC profile stays, for colours depend on it")
        boolean withoutMetadata;
    }

    /** Reads sizes such as 12KB. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern PATTERN =
                Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(|b|k|kb|kib|m|mb|mib|g|gb|gib)", Pattern.CASE_INSENSITIVE);

        @Override
        public Long convert(String value) {
            Matcher matcher = PATTERN.matcher(value.trim());
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + value + "' is not a size such as 12000, 12KB or 12KiB");
            }
            double unit =
                    switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
                        case "k", "kb" -> 1000;
                        case "kib" -> 1024;
                        case "m", "mb" -> 1_000_000;
                        case "mib" -> 1 << 20;
                        case "g", "gb" -> 1_000_000_000;
                        case "gib" -> 1 << 30;
                        default -> 1;
                    };
            long bytes = (long) (Double.parseDouble(matcher.group(1)) * unit);
            if (bytes < 1) {
                throw new TypeConversionException("'" + value + "' is less than a byte");
            }
            return bytes;
        }
    }

    /**
     * Checks the values by trying them on every format.
     *
     * @param command the command, to blame
     * @param formats formats that will be written
     */
    void check(CommandLine command, List<String> formats) {
        if (kmq.colours != null && !formats.contains("kmq")) {
            throw new ParameterException(command, "--colours is for kmq, which is not among the formats");
        }
        if (kmq.given() && !formats.contains("kmq")) {
            throw new ParameterException(command, "options of the palette are for kmq, which is not among the formats");
        }
        if ((pcq.components != null || pcq.variance != null || pcq.type != null) && !formats.contains("pcq")) {
            throw new ParameterException(
                    command, "--components, --variance and --type are for pcq, which is not among the formats");
        }
        if (nnz.model != null && !formats.contains("nnz")) {
            throw new ParameterException(command, "--model is for nnz, which is not among the formats");
        }
        if (pcq.components != null && pcq.variance != null) {
            throw new ParameterException(command, "--components and --variance exclude each other");
        }
        checkOverZero(command, "--colours", kmq.colours);
        checkOverZero(command, "--components", pcq.components);
        checkOverZero(command, "--variance", pcq.variance);
        checkOverZero(command, "--target-psnr", general.targetPsnr);
        if (general.quality != null && !(general.quality >= 0 && general.quality <= 1)) {
            throw new ParameterException(command, "--quality is not from 0 to 1: " + general.quality);
        }
        if (pcq.type != null) {
            List<String> types = List.of(new LearnedImageWriteParam("pcq").getCompressionTypes());
            pcq.type = types.stream()
                    .filter(pcq.type::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            command, "--type is none of " + String.join(", ", types) + ": " + pcq.type));
        }
        for (String format : formats) {
            try {
                apply(format, new LearnedImageWriteParam(format));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, e.getMessage(), e);
            }
        }
    }

    /** To a writer 0 means that nothing is asked for; on the command line it is a mistake, and not to be passed over. */
    private static void checkOverZero(CommandLine command, String option, Number value) {
        if (value != null && !(value.doubleValue() > 0)) {
            throw new ParameterException(command, option + " is not over 0: " + value);
        }
    }

    /**
     * Sets a writer's parameters.
     *
     * @param format kmq, pcq or nnz
     * @param param the parameters of its writer
     */
    void apply(String format, ImageWriteParam param) {
        LearnedImageWriteParam learned = (LearnedImageWriteParam) param;
        learned.setEffort(coding.effort);
        learned.setMetadataWritten(!coding.withoutMetadata);
        boolean special = false;
        if (format.equals("kmq")) {
            learned.setPaletteOptions(kmq.options());
        }
        if (format.equals("kmq") && kmq.colours != null) {
            learned.setColours(kmq.colours);
            special = true;
        }
        if (format.equals("pcq")) {
            if (pcq.type != null) {
                learned.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                learned.setCompressionType(pcq.type);
            }
            if (pcq.components != null) {
                learned.setComponents(pcq.components);
                special = true;
            }
            if (pcq.variance != null) {
                learned.setVarianceRetained(pcq.variance);
                special = true;
            }
        }
        nnz.apply(learned);
        if (special) {
            return;
        }
        if (general.quality != null) {
            if (learned.getCompressionMode() != ImageWriteParam.MODE_EXPLICIT) {
                // Setting it anew would forget the type.
                learned.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            }
            learned.setCompressionQuality(general.quality);
        }
        if (general.targetSize != null) {
            learned.setTargetBytes(general.targetSize);
        }
        if (general.targetPsnr != null) {
            learned.setTargetPsnr(general.targetPsnr);
        }
    }
}

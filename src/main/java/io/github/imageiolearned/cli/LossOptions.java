// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageWriteParam;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The options that say how much a picture may lose, and how hard to try. */
final class LossOptions {
    @ArgGroup
    General general = new General();

    @Option(
            names = {"-k", "--colours", "--colors"},
            paramLabel = "N",
            description = "kmq: number of colours, 2 to 256; overrules what is said for all formats")
    int colours;

    @ArgGroup
    Components share = new Components();

    @Option(names = "--type", paramLabel = "TYPE", description = "pcq: Blocks (default) or Rows")
    String type;

    @Option(names = "--model", paramLabel = "PATH", description = "nnz: a model's folder or bundle")
    Path model;

    @Option(
            names = "--effort",
            paramLabel = "EFFORT",
            defaultValue = "small",
            description = "fast or small (default): what is worth more, time or bytes")
    LearnedImageWriteParam.Effort effort;

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

    /** What holds for pcq only: one of these. */
    static final class Components {
        @Option(
                names = "--components",
                paramLabel = "N",
                description = "pcq: principal components to keep; overrules what is said for all formats")
        Integer components;

        @Option(
                names = "--variance",
                paramLabel = "SHARE",
                description = "pcq: share of variance to keep, say 0.98; overrules what is said for all formats")
        Double variance;
    }

    /** Reads sizes such as 12KB. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern PATTERN =
                Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(|b|k|kb|kib|m|mb|mib)", Pattern.CASE_INSENSITIVE);

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
    void check(picocli.CommandLine command, List<String> formats) {
        if (colours != 0 && !formats.contains("kmq")) {
            throw new ParameterException(command, "--colours is for kmq, which is not among the formats");
        }
        if ((share.components != null || share.variance != null || type != null) && !formats.contains("pcq")) {
            throw new ParameterException(
                    command, "--components, --variance and --type are for pcq, which is not among the formats");
        }
        if (model != null && !formats.contains("nnz")) {
            throw new ParameterException(command, "--model is for nnz, which is not among the formats");
        }
        for (String format : formats) {
            try {
                apply(format, new LearnedImageWriteParam(format));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, e.getMessage(), e);
            }
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
        learned.setEffort(effort);
        boolean special = false;
        if (format.equals("kmq") && colours != 0) {
            learned.setColours(colours);
            special = true;
        }
        if (format.equals("pcq")) {
            if (type != null) {
                learned.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                learned.setCompressionType(type);
            }
            if (share.components != null) {
                learned.setComponents(share.components);
                special = true;
            }
            if (share.variance != null) {
                learned.setVarianceRetained(share.variance);
                special = true;
            }
        }
        if (format.equals("nnz") && model != null) {
            learned.setModel(model);
        }
        if (special) {
            return;
        }
        if (general.quality != null) {
            learned.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
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

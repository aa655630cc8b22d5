// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class LossOptionsTest {
    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        LossOptions loss;
    }

    private static LearnedImageWriteParam parse(String format, String... args) {
        Holder holder = new Holder();
        new CommandLine(holder).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args);
        LearnedImageWriteParam param = new LearnedImageWriteParam(format);
        holder.loss.apply(format, param);
        return param;
    }

    @ParameterizedTest
    @CsvSource({"12000, 12000", "12KB, 12000", "12kb, 12000", "12KiB, 12288", "1.5MB, 1500000", "2MiB, 2097152", "7B, 7"
    })
    void sizesHaveUnits(String text, long bytes) {
        assertEquals(bytes, new LossOptions.Size().convert(text));
        assertEquals(bytes, parse("nnz", "--target-size", text).getTargetBytes());
    }

    @ParameterizedTest
    @CsvSource({"''", "12 parsecs", "-5", "0", "0.2", "KB"})
    void otherSizesAreRefused(String text) {
        assertThrows(CommandLine.TypeConversionException.class, () -> new LossOptions.Size().convert(text));
    }

    @Test
    void whatIsForOneFormatOverrulesWhatIsForAll() {
        String[] args = {"-q", "0.25", "-k", "16", "--variance", "0.98", "--effort", "fast"};
        assertEquals(16, parse("kmq", args).getColours());
        assertEquals(0.98, parse("pcq", args).getVarianceRetained());
        assertEquals(0.25f, parse("nnz", args).getCompressionQuality());
        assertEquals(LearnedImageWriteParam.Effort.FAST, parse("nnz", args).getEffort());
        assertEquals(
                LearnedImageWriteParam.Effort.HIGH,
                parse("nnz", "--effort", "high").getEffort());
    }

    @Test
    void theTypeGoesWithTheComponents() {
        LearnedImageWriteParam param = parse("pcq", "--type", "Rows", "--components", "20");
        assertEquals("Rows", param.getCompressionType());
        assertEquals(20, param.getComponents());
    }

    @Test
    void theTypeGoesWithTheQuality() {
        LearnedImageWriteParam param = parse("pcq", "--type", "Rows", "-q", "0.25");
        assertEquals("Rows", param.getCompressionType());
        assertEquals(0.25f, param.getCompressionQuality());
    }

    @Test
    void withoutOptionsNothingIsSet() {
        LearnedImageWriteParam param = parse("pcq");
        assertEquals(0, param.getTargetBytes());
        assertEquals(0, param.getComponents());
        assertEquals(LearnedImageWriteParam.Effort.SMALL, param.getEffort());
    }
}

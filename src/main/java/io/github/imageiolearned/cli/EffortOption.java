// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import picocli.CommandLine.Option;

/** The option that says what is worth more, time or bytes: of every command that writes our formats. */
class EffortOption {
    @Option(
            names = "--effort",
            paramLabel = "EFFORT",
            description = "fast, small (default) or high: what is worth more, time or bytes; high spends several"
                    + " times as long on writing nnz, and is small for the other formats")
    LearnedImageWriteParam.Effort effort = LearnedImageWriteParam.Effort.SMALL;

    /** Made by picocli. */
    EffortOption() {}
}

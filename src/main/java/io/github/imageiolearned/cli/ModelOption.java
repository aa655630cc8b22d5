// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import java.nio.file.Path;
import javax.imageio.IIOParam;
import picocli.CommandLine.Option;

/** The option that names a model of nnz: a group of every command that reads or writes such files. */
final class ModelOption {
    @Option(
            names = {"-m", "--model", "-ckpt", "--ckpt_path"},
            paramLabel = "PATH",
            description = "a model's folder or bundle, or a folder of them (default: the one inside the library)")
    Path model;

    /** Made by picocli. */
    ModelOption() {}

    /**
     * Tells a reader or writer of nnz where models are.
     *
     * @param param parameters of any reader or writer
     */
    void apply(IIOParam param) {
        if (model == null) {
            return;
        }
        if (param instanceof LearnedImageReadParam reading) {
            reading.setModel(model);
        } else if (param instanceof LearnedImageWriteParam writing
                && writing.getFormatName().equals("nnz")) {
            writing.setModel(model);
        }
    }
}

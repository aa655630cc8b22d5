// SPDX-License-Identifier: Apache-2.0
/** Pictures learned from data, as ImageIO plug-ins: {@code kmq}, {@code pcq} and {@code nnz}. */
module io.github.imageiolearned {
    requires transitive java.desktop;
    requires com.twelvemonkeys.imageio.core;
    requires com.twelvemonkeys.imageio.metadata;
    requires ai.djl.api;
    // Static, so that pictures of the other formats need it as little as an engine.
    requires static com.microsoft.onnxruntime;
    requires org.apache.commons.compress;
    // DJL logs through it and, being an automatic module, cannot say so.
    requires org.slf4j;
    requires static info.picocli;
    requires static me.tongfei.progressbar;
    requires static com.google.gson;

    exports io.github.imageiolearned.imageio;

    provides javax.imageio.spi.ImageReaderSpi with
            io.github.imageiolearned.imageio.kmq.KmqImageReaderSpi,
            io.github.imageiolearned.imageio.pcq.PcqImageReaderSpi,
            io.github.imageiolearned.imageio.nnz.NnzImageReaderSpi;
    provides javax.imageio.spi.ImageWriterSpi with
            io.github.imageiolearned.imageio.kmq.KmqImageWriterSpi,
            io.github.imageiolearned.imageio.pcq.PcqImageWriterSpi,
            io.github.imageiolearned.imageio.nnz.NnzImageWriterSpi;

    opens io.github.imageiolearned.cli to
            info.picocli;
}

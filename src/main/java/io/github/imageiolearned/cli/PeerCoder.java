// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A format of others at a quality. Times are those of its programs, from start to end, and of writing and reading PNG.
 *
 * @param peer the format
 * @param quality 0 to 1
 * @param tools has its programs
 */
record PeerCoder(Peer peer, float quality, Tools tools) implements Coder {
    /**
     * Lists settings of a format.
     *
     * @param peer the format
     * @param qualities 0 to 1
     * @param tools has its programs
     * @return one for each quality
     */
    static List<Coder> of(Peer peer, List<Float> qualities, Tools tools) {
        return qualities.stream()
                .map(quality -> (Coder) new PeerCoder(peer, quality, tools))
                .toList();
    }

    @Override
    public String format() {
        return peer.format();
    }

    @Override
    public String setting() {
        return peer.setting(quality);
    }

    @Override
    public void prepare(BufferedImage image) throws IOException {
        tools.give(image);
    }

    @Override
    public byte[] encode(BufferedImage image) throws IOException {
        if (image.getColorModel().hasAlpha() && !peer.holdsAlpha()) {
            throw new IOException(peer.format() + " has no alpha");
        }
        String png = tools.give(image);
        Path file = tools.file("coded." + peer.suffix());
        int bands = image.getColorModel().getNumComponents();
        tools.run(
                peer.encoder(tools).orElseThrow(),
                peer.encode(png, file.getFileName().toString(), quality, bands));
        return Files.readAllBytes(file);
    }

    @Override
    public BufferedImage decode(byte[] file) throws IOException {
        Path coded = tools.file("coded." + peer.suffix());
        Files.write(coded, file);
        Path png = tools.file("decoded.png");
        tools.run(
                peer.decoder(tools).orElseThrow(),
                peer.decode(coded.getFileName().toString(), png.getFileName().toString()));
        return Picture.read(png, param -> {}).image();
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;

/** A format and a setting of it, to be measured. */
interface Coder {
    /**
     * Returns the name of the format.
     *
     * @return a word
     */
    String format();

    /**
     * Returns the name of the setting.
     *
     * @return what a table calls it
     */
    String setting();

    /**
     * Gets ready for a picture, before the clock is started.
     *
     * @param image the picture
     * @throws IOException if that fails
     */
    default void prepare(BufferedImage image) throws IOException {}

    /**
     * Encodes a picture without its metadata.
     *
     * @param image the picture
     * @return the whole file
     * @throws IOException if the format cannot hold it
     */
    byte[] encode(BufferedImage image) throws IOException;

    /**
     * Decodes what was encoded.
     *
     * @param file the whole file
     * @return the picture
     * @throws IOException if it cannot be decoded
     */
    BufferedImage decode(byte[] file) throws IOException;
}

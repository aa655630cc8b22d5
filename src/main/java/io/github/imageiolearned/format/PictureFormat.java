// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

/** The three formats and their signatures, which follow PNG's: they fail where a transfer strips bits or line ends. */
public enum PictureFormat {
    /** K-means palettes. */
    KMQ("KMQ", 2),
    /** Principal components. */
    PCQ("PCQ", 2),
    /** Neural codec. */
    NNZ("NNZ", 4);

    /** Bytes of a signature. */
    public static final int SIGNATURE_LENGTH = 8;

    private final String letters;
    private final int version;

    PictureFormat(String letters, int version) {
        this.letters = letters;
        this.version = version;
    }

    /**
     * Returns the first bytes of every file of this format.
     *
     * @return a new array of eight bytes
     */
    public byte[] signature() {
        byte[] signature = {(byte) 0xC1, 0, 0, 0, '\r', '\n', 0x1A, '\n'};
        for (int i = 0; i < letters.length(); i++) {
            signature[1 + i] = (byte) letters.charAt(i);
        }
        return signature;
    }

    /**
     * Returns the version of this format that is written, the only one read before 1.0.
     *
     * @return the version byte
     */
    public int version() {
        return version;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.CorruptDataException;

/** Codes what there is to say of blocks. An encoder passes the values; a decoder passes anything and gets them. */
interface BlockSyntax {
    /**
     * Codes whether a square is cut into four.
     *
     * @param size size of the square, 1 or 2
     * @return the flag
     */
    int split(TileState tile, int x, int y, int size, int flag) throws CorruptDataException;

    /** Codes the class of a block. */
    int blockClass(TileState tile, int x, int y, int size, int value) throws CorruptDataException;

    /** Codes whether the bands after the first use the class of the first. */
    int share(TileState tile, int x, int y, int size, int value, int blockClass) throws CorruptDataException;

    /** Codes which multiple of the first band's residual a later band has ({@link Slopes}). */
    int slope(TileState tile, int x, int y, int size, int band, int value) throws CorruptDataException;

    /**
     * Codes the levels of a block in one band and notes their amount in the tile. A decoder finds the levels zero.
     *
     * @param blockClass class that the band uses
     * @param most number of leading levels that may be other than zero
     * @param activity activity of the block's border, in steps of the quantiser, in 1/4
     * @return number of levels up to the last one that is not zero
     */
    int levels(TileState tile, int x, int y, int size, int band, int blockClass, int most, int activity)
            throws CorruptDataException;
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.FormatException;
import java.nio.charset.StandardCharsets;

/**
 * The codec's settings in the header of a file: length of the model's id (1 byte), id (ASCII), first four bytes of the
 * model's hash, quality level (1 byte), effort (1 byte), filter.
 *
 * @param model id of the model
 * @param hashPrefix first four bytes of its hash, big-endian
 * @param level quality level, 0 to 255
 * @param effort how the latents are coded: {@link NnzOptions.Effort#FAST} or {@link NnzOptions.Effort#SMALL}
 * @param filter of the decoded pixels
 */
record NnzSettings(String model, int hashPrefix, int level, NnzOptions.Effort effort, RestorationFilter filter) {
    byte[] toBytes() {
        byte[] id = model.getBytes(StandardCharsets.US_ASCII);
        return new ByteWriter()
                .u8(id.length)
                .bytes(id)
                .u32(hashPrefix)
                .u8(level)
                .u8(effort.ordinal())
                .bytes(filter.toBytes())
                .toByteArray();
    }

    /** Parses the settings of a picture of 1 or 3 bands. */
    static NnzSettings parse(byte[] settings, int bands) throws FormatException {
        ByteReader in = new ByteReader(settings);
        String model = new String(in.bytes(in.u8()), StandardCharsets.US_ASCII);
        if (!ModelBundle.validId(model)) {
            throw new FormatException(0, "the file names no model");
        }
        int hashPrefix = in.u32();
        int level = in.u8();
        int effort = in.u8();
        if (effort > NnzOptions.Effort.SMALL.ordinal()) {
            throw new FormatException(in.position(), "unknown way " + effort + " of coding latents");
        }
        RestorationFilter filter = RestorationFilter.read(in, bands);
        if (in.remaining() != 0) {
            throw new FormatException(in.position(), in.remaining() + " bytes too many in the settings");
        }
        return new NnzSettings(model, hashPrefix, level, NnzOptions.Effort.values()[effort], filter);
    }
}

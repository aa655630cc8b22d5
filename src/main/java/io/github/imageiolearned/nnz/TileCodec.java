// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.entropy.RansDecoder;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.pixels.Progress;

/** Latents of a tile to bytes and back: two bytes of checksum over the latents, then the coder's stream. */
final class TileCodec {
    private static final int CHECKSUM_BYTES = 2;

    private final LatentPriors priors;
    private final int level;
    private final NnzOptions.Effort effort;
    private final Progress progress;

    /**
     * Prepares.
     *
     * @param priors of the model
     * @param level of quality
     * @param effort fast or small
     * @param progress may stop it
     */
    TileCodec(LatentPriors priors, int level, NnzOptions.Effort effort, Progress progress) {
        this.priors = priors;
        this.level = level;
        this.effort = effort;
        this.progress = progress;
    }

    private LatentWalk walk(Latents latents) {
        return new LatentWalk(priors.predictor(), latents.channels(), latents.width(), latents.height(), level);
    }

    /** Encodes latents whose planes of zeros are null. */
    byte[] encode(Latents latents) {
        byte[] stream;
        try {
            if (effort == NnzOptions.Effort.FAST) {
                StaticCoders.Encoder coder = new StaticCoders.Encoder(priors.tables());
                walk(latents).run(latents, coder, progress);
                stream = coder.finish();
            } else {
                BitEncoder bits = new BitEncoder();
                walk(latents).run(latents, new MixingCoder(bits, priors), progress);
                stream = bits.finish();
            }
        } catch (CorruptDataException e) {
            throw new IllegalArgumentException("latents that no quantiser gives", e);
        }
        byte[] tile = new byte[CHECKSUM_BYTES + stream.length];
        int checksum = latents.checksum();
        tile[0] = (byte) (checksum >>> 8);
        tile[1] = (byte) checksum;
        System.arraycopy(stream, 0, tile, CHECKSUM_BYTES, stream.length);
        return tile;
    }

    /**
     * Decodes.
     *
     * @param tile what {@link #encode} returned
     * @param width cells a row
     * @param height rows of cells
     * @throws FormatException if the latents do not have the checksum of the tile
     * @throws CorruptDataException if the bytes are not latents of this size
     */
    Latents decode(byte[] tile, int width, int height) throws FormatException, CorruptDataException {
        if (tile.length < CHECKSUM_BYTES) {
            throw new FormatException(0, "a tile of " + tile.length + " bytes");
        }
        Latents latents = new Latents(priors.predictor().values().length, width, height);
        int length = tile.length - CHECKSUM_BYTES;
        if (effort == NnzOptions.Effort.FAST) {
            RansDecoder rans = new RansDecoder(tile, CHECKSUM_BYTES, length);
            walk(latents).run(latents, new StaticCoders.Decoder(priors.tables(), rans), progress);
            rans.finish();
        } else {
            BitDecoder bits = new BitDecoder(tile, CHECKSUM_BYTES, length);
            walk(latents).run(latents, new MixingCoder(bits, priors), progress);
            bits.finish();
        }
        if (latents.checksum() != ((tile[0] & 0xff) << 8 | tile[1] & 0xff)) {
            throw new FormatException(0, "the decoded latents do not have the checksum that the tile declares");
        }
        return latents;
    }
}

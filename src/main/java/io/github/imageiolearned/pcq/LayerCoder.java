// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.BitEncoder;
import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import java.io.IOException;

/**
 * Codes a tile in layers: the components across its bands in blocks, up to three together, then what they leave. Without
 * components across bands the blocks are those of a picture of one band or of red, green and blue.
 */
final class LayerCoder {
    private static final int TOGETHER = 3;

    private final Layers layers;
    private final boolean rgb;
    private final Progress progress;

    /**
     * Prepares.
     *
     * @param layers of the picture
     * @param rgb whether its bands are red, green and blue
     * @param progress may stop it
     */
    LayerCoder(Layers layers, boolean rgb, Progress progress) {
        this.layers = layers;
        this.rgb = rgb;
        this.progress = progress;
    }

    /** Writes a tile; what it explains is null where components across bands tell of that. */
    BlockEncoder.Tile encode(Samples samples) throws IOException {
        BlockSpectrum spectrum = null;
        ByteWriter out = new ByteWriter();
        if (layers.rotation() == null) {
            BlockEncoder.Tile blocks = BlockEncoder.tile(samples, layers.blocks(), progress);
            spectrum = blocks.spectrum();
            out.varint(blocks.bytes().length).bytes(blocks.bytes());
        } else {
            BandRotation rotation = layers.rotation();
            for (int first = 0; first < rotation.components(); first += TOGETHER) {
                int count = Math.min(TOGETHER, rotation.components() - first);
                TileState tile = new TileState(samples.width(), samples.height(), new int[count]);
                float[][] planes = new float[count][tile.stride * tile.rows];
                rotation.forward(samples, first, planes, tile.stride);
                byte[] blocks = BlockEncoder.planes(tile, planes, layers.blocks(), progress);
                out.varint(blocks.length).bytes(blocks);
            }
        }
        if (layers.bound() > 0) {
            Region all = new Region(0, 0, samples.width(), samples.height());
            Samples decoded = blocks(new ByteReader(out.toByteArray()), all, samples.bands(), samples.bitDepth());
            BitEncoder encoder = new BitEncoder();
            new ResidualCoder(encoder, layers.bound()).code(decoded, samples, () -> false);
            out.bytes(encoder.finish());
        }
        return new BlockEncoder.Tile(out.toByteArray(), spectrum);
    }

    /**
     * Reads a tile.
     *
     * @param coded its bytes
     * @param place its pixels in the picture
     * @param bands number of bands
     * @param bitDepth bits a sample
     */
    Samples decode(byte[] coded, Region place, int bands, int bitDepth) throws IOException {
        ByteReader in = new ByteReader(coded);
        Samples samples = blocks(in, place, bands, bitDepth);
        byte[] rest = in.bytes(in.remaining());
        BitDecoder decoder = new BitDecoder(rest);
        if (layers.bound() > 0) {
            new ResidualCoder(decoder, layers.bound()).code(samples, null, decoder::broken);
        }
        decoder.finish();
        return samples;
    }

    private Samples blocks(ByteReader in, Region place, int bands, int bitDepth) throws IOException {
        if (layers.rotation() == null) {
            Region part = new Region(0, 0, place.width(), place.height());
            return BlockDecoder.decode(part(in), place, part, bands, rgb, layers.blocks(), progress);
        }
        BandRotation rotation = layers.rotation();
        int[][] planes = new int[rotation.components()][];
        int stride = 0;
        for (int first = 0; first < planes.length; first += TOGETHER) {
            int count = Math.min(TOGETHER, planes.length - first);
            TileState tile = new TileState(place.width(), place.height(), new int[count]);
            BlockDecoder.decode(part(in), tile, layers.blocks(), progress);
            stride = tile.stride;
            for (int i = 0; i < count; i++) {
                planes[first + i] = tile.planes[i];
            }
        }
        Samples samples = new Samples(place.width(), place.height(), bands, bitDepth);
        rotation.inverse(planes, stride, samples);
        return samples;
    }

    private static byte[] part(ByteReader in) throws IOException {
        return in.bytes(in.varint(in.remaining(), "the length of blocks"));
    }
}

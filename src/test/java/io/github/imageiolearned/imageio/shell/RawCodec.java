// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.ByteReader;
import io.github.imageiolearned.format.ByteWriter;
import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureFormat;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;

/**
 * A codec that loses nothing at quality 1, so that tests of the shell can ask for every bit; below, it drops low bits.
 */
record RawCodec(PictureHeader.Alpha alpha) implements Codec {
    static final RawCodec PLANE = new RawCodec(PictureHeader.Alpha.PLANE);
    static final RawCodec CODED = new RawCodec(PictureHeader.Alpha.CODED);

    static ImageReader reader(RawCodec codec) {
        return new LearnedImageReader(null, codec) {};
    }

    static ImageWriter writer(RawCodec codec) {
        return new LearnedImageWriter(null, codec) {};
    }

    @Override
    public PictureFormat format() {
        return PictureFormat.PCQ;
    }

    @Override
    public CodedPicture encode(PixelSource picture, double quality, LearnedImageWriteParam param, Progress progress)
            throws IOException {
        int mask = 0xff & 0xff << (int) Math.round((1 - quality) * 7);
        TileGrid grid = new TileGrid(picture.width(), picture.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        byte[][] tiles = new byte[grid.size()][];
        Parallel.forEach(tiles.length, progress, i -> {
            Samples samples = picture.read(grid.tile(i));
            ByteWriter out = new ByteWriter();
            for (int b = 0; b < samples.bands(); b++) {
                short[] plane = samples.plane(b);
                for (int p = 0; p < plane.length; p++) {
                    out.u8(plane[p] & mask);
                }
            }
            tiles[i] = out.toByteArray();
        });
        return new CodedPicture(new byte[0], Arrays.asList(tiles));
    }

    @Override
    public Decoder decoder(PictureHeader header, LearnedImageReadParam param) {
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSide());
        return (tiles, region, sink, progress) -> {
            List<Integer> touched = grid.tilesIn(region);
            Parallel.forEach(touched.size(), progress, i -> {
                Region tile = grid.tile(touched.get(i));
                ByteReader in = new ByteReader(tiles.tile(touched.get(i)));
                short[][] planes = new short[header.codedBands()][];
                for (int b = 0; b < planes.length; b++) {
                    planes[b] = new short[(int) tile.area()];
                    for (int p = 0; p < planes[b].length; p++) {
                        planes[b][p] = (short) in.u8();
                    }
                }
                sink.writePart(tile.x(), tile.y(), new Samples(tile.width(), tile.height(), 8, planes), region);
            });
        };
    }

    @Override
    public Map<String, String> facts(PictureHeader header) {
        return Map.of("planes", Integer.toString(header.codedBands()));
    }
}

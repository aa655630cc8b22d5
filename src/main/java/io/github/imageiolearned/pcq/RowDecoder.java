// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.entropy.BitDecoder;
import io.github.imageiolearned.entropy.CorruptDataException;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Reads a picture in rows: the vectors of the columns and rows of tiles that a region touches, then their products. */
final class RowDecoder {
    private static final int ROWS_A_PIECE = 64;

    private final TileGrid grid;
    private final int bands;
    private final int bitDepth;
    private final int most;
    private final RowFactors[][] columns;
    private final RowFactors[][] rows;

    RowDecoder(TileGrid grid, int width, int height, int bands, int bitDepth) {
        this.grid = grid;
        this.bands = bands;
        this.bitDepth = bitDepth;
        most = RowSettings.most(width, height, bands);
        columns = new RowFactors[grid.columns()][];
        rows = new RowFactors[grid.rows()][];
    }

    void decode(TileReader tiles, Region region, PixelSink sink, Progress progress) throws IOException {
        List<Integer> touched = grid.tilesIn(region);
        Set<Integer> sources = new TreeSet<>();
        for (int tile : touched) {
            sources.add(tile % grid.columns());
            sources.add(tile / grid.columns() * grid.columns());
        }
        Integer[] needed = sources.toArray(Integer[]::new);
        Parallel.forEach(needed.length, progress.quiet(), i -> read(needed[i], tiles));
        check(touched);
        for (int done = 0; done < touched.size(); done++) {
            int tile = touched.get(done);
            Region wanted = grid.tile(tile).intersection(region);
            int pieces = (wanted.height() + ROWS_A_PIECE - 1) / ROWS_A_PIECE;
            Parallel.forEach(pieces, progress.quiet(), piece -> {
                int top = wanted.y() + piece * ROWS_A_PIECE;
                int height = Math.min(ROWS_A_PIECE, wanted.bottom() - top);
                Region part = new Region(wanted.x(), top, wanted.width(), height);
                sink.write(part.x(), part.y(), multiply(tile, part));
            });
            progress.report((done + 1f) / touched.size());
        }
    }

    private void read(int index, TileReader tiles) throws IOException {
        tiles.decode(index, coded -> {
            read(index, coded);
            return index;
        });
    }

    private void read(int index, byte[] coded) throws CorruptDataException {
        Region place = grid.tile(index);
        BitDecoder decoder = new BitDecoder(coded);
        BooleanSupplier broken = decoder::broken;
        VectorCoder coder = new VectorCoder(decoder);
        if (place.y() == 0) {
            RowFactors[] found = new RowFactors[bands];
            for (int band = 0; band < bands; band++) {
                found[band] = new RowFactors();
                found[band].codeColumns(coder, place.width(), most, broken);
            }
            columns[index % grid.columns()] = found;
        }
        if (place.x() == 0) {
            RowFactors[] found = new RowFactors[bands];
            for (int band = 0; band < bands; band++) {
                found[band] = new RowFactors();
                found[band].codeRows(coder, place.height(), most, broken);
            }
            rows[index / grid.columns()] = found;
        }
        decoder.finish();
    }

    private void check(List<Integer> touched) throws CorruptDataException {
        for (int tile : touched) {
            for (int band = 0; band < bands; band++) {
                int across = columns[tile % grid.columns()][band].scales.length;
                int down = rows[tile / grid.columns()][band].left.length;
                if (across != down) {
                    throw new CorruptDataException(across + " components of columns, " + down + " of rows");
                }
            }
        }
    }

    private Samples multiply(int tile, Region part) {
        Region place = grid.tile(tile);
        RowFactors[] across = columns[tile % grid.columns()];
        RowFactors[] down = rows[tile / grid.columns()];
        Samples samples = new Samples(part.width(), part.height(), bands, bitDepth);
        long[] sums = new long[place.width()];
        int left = part.x() - place.x();
        for (int band = 0; band < bands; band++) {
            for (int y = 0; y < part.height(); y++) {
                across[band].row(
                        down[band],
                        part.y() - place.y() + y,
                        sums,
                        samples.plane(band),
                        y * part.width(),
                        left,
                        left + part.width(),
                        samples.maxValue());
            }
        }
        return samples;
    }
}

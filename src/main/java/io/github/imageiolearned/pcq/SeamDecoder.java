// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes a picture in blocks so that the filters know no tiles. A tile is decoded and filtered by itself; only pixels close
 * to its neighbours need these. Of each tile the unfiltered margins are kept until the tiles around it are there; then the
 * margins on both sides of a seam, or of all four tiles around a corner, are filtered together. So tiles decode in parallel
 * and in any order, and what is held beside the tiles at work are margins of about a row of tiles.
 */
final class SeamDecoder {
    /** Pixels kept on each side of a seam: a whole unit, so that blocks keep their place in it. */
    private static final int MARGIN = 1 << TileState.UNIT_SHIFT;

    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final int TOP = 2;
    private static final int BOTTOM = 3;

    private final TileGrid grid;
    private final SeamPlan plan;
    private final int bands;
    private final boolean rgb;
    private final BlockSettings settings;
    private final Region region;
    private final PixelSink sink;
    private final Frame[] frames;

    /** The margins of a tile, and how many seams and corners still need them. */
    private static final class Frame {
        private final TileFilters filters;
        private final TileState[] margins = new TileState[4];
        private int uses;

        Frame(TileFilters filters) {
            this.filters = filters;
        }
    }

    private SeamDecoder(TileGrid grid, int bands, boolean rgb, BlockSettings settings, Region region, PixelSink sink) {
        this.grid = grid;
        plan = new SeamPlan(grid, region);
        this.bands = bands;
        this.rgb = rgb;
        this.settings = settings;
        this.region = region;
        this.sink = sink;
        frames = new Frame[grid.size()];
    }

    /**
     * Decodes a part of a picture.
     *
     * @param grid its tiles
     * @param bands number of bands
     * @param rgb whether they are red, green and blue
     * @param settings of the blocks
     * @param tiles gives the coded tiles
     * @param region pixels wanted
     * @param sink takes them
     * @param progress hears of the progress, may stop it
     */
    static void decode(
            TileGrid grid,
            int bands,
            boolean rgb,
            BlockSettings settings,
            TileReader tiles,
            Region region,
            PixelSink sink,
            Progress progress)
            throws IOException {
        SeamDecoder decoder = new SeamDecoder(grid, bands, rgb, settings, region, sink);
        List<Integer> touched = decoder.plan.tiles();
        Parallel.forEach(touched.size(), progress, i -> decoder.tile(touched.get(i), tiles, progress));
    }

    private void tile(int index, TileReader tiles, Progress progress) throws IOException {
        Region place = grid.tile(index);
        TileState tile = new TileState(place.width(), place.height(), Rotation.neutral(bands, rgb));
        TileFilters filters = tiles.decode(index, coded -> BlockDecoder.unfiltered(coded, tile, settings, progress));
        List<SeamPlan.Seam> seams = plan.seams(index);
        Frame frame = new Frame(filters);
        frame.uses = seams.size();
        if (frame.uses > 0) {
            int right = place.width() - MARGIN;
            int bottom = place.height() - MARGIN;
            frame.margins[LEFT] = plan.hasLeft(index) ? part(tile, 0, 0, MARGIN, place.height()) : null;
            frame.margins[RIGHT] = plan.hasRight(index) ? part(tile, right, 0, MARGIN, place.height()) : null;
            frame.margins[TOP] = plan.hasAbove(index) ? part(tile, 0, 0, place.width(), MARGIN) : null;
            frame.margins[BOTTOM] = plan.hasBelow(index) ? part(tile, 0, bottom, place.width(), MARGIN) : null;
        }
        Region inner = plan.inner(index);
        if (inner.intersects(region)) {
            filters.apply(tile, settings.step());
            write(tile, place.x(), place.y(), inner.intersection(region));
        }
        for (SeamPlan.Seam seam : ready(index, frame, seams)) {
            join(seam);
        }
    }

    /** Keeps a tile's margins and tells which of its seams have all that they need. */
    private synchronized List<SeamPlan.Seam> ready(int index, Frame frame, List<SeamPlan.Seam> seams) {
        frames[index] = frame;
        List<SeamPlan.Seam> ready = new ArrayList<>();
        for (SeamPlan.Seam seam : seams) {
            boolean all = true;
            for (int tile : seam.tiles()) {
                all &= frames[tile] != null;
            }
            if (all) {
                ready.add(seam);
            }
        }
        return ready;
    }

    private synchronized Frame frame(int index) {
        return frames[index];
    }

    private synchronized void release(SeamPlan.Seam seam) {
        for (int tile : seam.tiles()) {
            if (--frames[tile].uses == 0) {
                frames[tile] = null;
            }
        }
    }

    /** Filters what lies on both sides of a seam, or around a corner. */
    private void join(SeamPlan.Seam seam) {
        int[] tiles = seam.tiles();
        Region first = grid.tile(tiles[0]);
        int x = seam.beside() ? first.right() - MARGIN : first.x();
        int y = seam.stacked() ? first.bottom() - MARGIN : first.y();
        TileState joint = new TileState(
                seam.beside() ? 2 * MARGIN : first.width(),
                seam.stacked() ? 2 * MARGIN : first.height(),
                Rotation.neutral(bands, rgb));
        FilterArea area = new FilterArea(joint);
        for (int i = 0; i < tiles.length; i++) {
            int column = seam.beside() && i % 2 == 1 ? MARGIN : 0;
            int row = seam.stacked() && i >= tiles.length / 2 ? MARGIN : 0;
            Frame frame = frame(tiles[i]);
            int side = seam.stacked() ? (row == 0 ? BOTTOM : TOP) : column == 0 ? RIGHT : LEFT;
            TileState from = frame.margins[side];
            int skip = seam.corner() && column == 0 ? grid.tile(tiles[i]).width() - MARGIN : 0;
            int width = seam.corner() ? MARGIN : from.cellColumns * 8;
            copy(from, skip, 0, joint, column, row, width, from.cellRows * 8);
            area.set(column / 8, row / 8, (width + 7) / 8, from.cellRows, frame.filters);
        }
        area.filter(settings.step());
        write(joint, x, y, seam.output().intersection(region));
        release(seam);
    }

    private void write(TileState tile, int x, int y, Region wanted) {
        Region part = new Region(wanted.x() - x, wanted.y() - y, wanted.width(), wanted.height());
        Samples samples = Rotation.inverse(tile.planes, tile.stride, part, rgb);
        sink.write(wanted.x(), wanted.y(), samples);
    }

    private static TileState part(TileState tile, int x, int y, int width, int height) {
        TileState part = new TileState(width, height, tile.neutral);
        copy(tile, x, y, part, 0, 0, part.cellColumns * 8, part.cellRows * 8);
        return part;
    }

    /** Copies whole cells with their pixels. */
    private static void copy(TileState from, int x, int y, TileState to, int toX, int toY, int width, int height) {
        for (int band = 0; band < from.bands; band++) {
            for (int row = 0; row < height; row++) {
                int source = (y + row) * from.stride + x;
                int target = (toY + row) * to.stride + toX;
                System.arraycopy(from.planes[band], source, to.planes[band], target, width);
            }
        }
        for (int row = 0; row < height; row += 8) {
            System.arraycopy(from.sizeOf, from.cell(x, y + row), to.sizeOf, to.cell(toX, toY + row), width / 8);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.imageiolearned.format.CodedPicture;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where tiles meet nothing may be seen of it. */
class SeamsTest {
    private static final int SIDE = 64;
    private static final int STEP = 16 * 60;

    /** A picture of tiles that are smaller than an encoder makes them, so that there are many. */
    private static CodedPicture small(Samples scene) throws IOException {
        BlockSettings settings = new BlockSettings(PcqOptions.Effort.SMALL, STEP, new int[2], 64);
        TileGrid grid = new TileGrid(scene.width(), scene.height(), SIDE);
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < grid.size(); i++) {
            tiles.add(BlockEncoder.tile(scene.crop(grid.tile(i)), settings, Progress.NONE)
                    .bytes());
        }
        return new CodedPicture(settings.toBytes(), tiles, 6);
    }

    @ParameterizedTest
    @CsvSource({"180, 150", "138, 75", "129, 65"})
    void filtersKnowNoTiles(int width, int height) throws IOException {
        Samples scene = Scenes.scene(width, height, 3);
        CodedPicture coded = small(scene);
        TileGrid grid = new TileGrid(scene.width(), scene.height(), SIDE);
        TileState whole = new TileState(scene.width(), scene.height(), Rotation.neutral(3, true));
        FilterArea area = new FilterArea(whole);
        BlockSettings settings = BlockSettings.parse(coded.settings());
        for (int i = 0; i < grid.size(); i++) {
            Region place = grid.tile(i);
            TileState tile = new TileState(place.width(), place.height(), whole.neutral);
            TileFilters filters = BlockDecoder.unfiltered(coded.tiles().get(i), tile, settings, Progress.NONE);
            area.set(place.x() / 8, place.y() / 8, tile.cellColumns, tile.cellRows, filters);
            for (int y = 0; y < 8 * tile.cellRows; y++) {
                for (int x = 0; x < 8 * tile.cellColumns; x++) {
                    int at = (place.y() + y) * whole.stride + place.x() + x;
                    for (int band = 0; band < 3; band++) {
                        whole.planes[band][at] = tile.planes[band][y * tile.stride + x];
                    }
                    whole.sizeOf[whole.cell(place.x() + x, place.y() + y)] = tile.sizeOf[tile.cell(x, y)];
                }
            }
        }
        area.filter(STEP);
        Region all = new Region(0, 0, scene.width(), scene.height());
        Samples expected = Rotation.inverse(whole.planes, whole.stride, all, true);
        Samples decoded = Scenes.decode(scene, coded);
        for (int band = 0; band < 3; band++) {
            assertArrayEquals(expected.plane(band), decoded.plane(band));
        }
    }

    @Test
    void regionsAreCutFromTheSamePicture() throws IOException {
        Samples scene = Scenes.scene(200, 140, 1);
        CodedPicture coded = small(scene);
        Samples whole = Scenes.decode(scene, coded);
        for (int[] r :
                new int[][] {{0, 0, 200, 140}, {60, 60, 8, 8}, {64, 0, 64, 64}, {57, 3, 1, 1}, {70, 70, 50, 40}}) {
            Region region = new Region(r[0], r[1], r[2], r[3]);
            assertArrayEquals(
                    whole.crop(region).plane(0),
                    Scenes.decode(scene, coded, region).plane(0));
        }
    }

    @Test
    void aRegionAsksOnlyForTheTilesThatItNeeds() throws IOException {
        Samples scene = Scenes.scene(192, 192, 1);
        CodedPicture coded = small(scene);
        PictureHeader header = Scenes.header(scene, coded);
        assertEquals(List.of(4), asked(header, coded, new Region(80, 80, 32, 32)));
        assertEquals(List.of(3, 4), asked(header, coded, new Region(79, 80, 32, 32)));
        assertEquals(List.of(0, 1, 3, 4), asked(header, coded, new Region(79, 79, 32, 32)));
    }

    private static List<Integer> asked(PictureHeader header, CodedPicture coded, Region region) throws IOException {
        List<Integer> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        new PcqDecoder(header)
                .decode(
                        i -> {
                            asked.add(i);
                            return coded.tiles().get(i);
                        },
                        region,
                        (x, y, part) -> assertTrue(part.width() > 0),
                        io.github.imageiolearned.pixels.Progress.NONE);
        return asked.stream().sorted().toList();
    }
}

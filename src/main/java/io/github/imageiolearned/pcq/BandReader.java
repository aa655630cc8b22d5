// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;

/** Reads planes of a picture, several at a time where they fit, as a source reads all bands of a region at once. */
final class BandReader {
    private static final int ROWS = 64;

    private final PixelSource picture;
    private final int together;
    private int first;
    private short[][] planes = {};

    BandReader(PixelSource picture) {
        this.picture = picture;
        long area = (long) picture.width() * picture.height();
        together = (int) Math.max(1, Math.min(picture.bands(), PcqDecoder.MAX_TILE_SAMPLES / area));
    }

    short[] plane(int band) {
        if (band >= first + planes.length) {
            read(band);
        }
        return planes[band - first];
    }

    private void read(int band) {
        first = band;
        int width = picture.width();
        planes = new short[Math.min(together, picture.bands() - band)][width * picture.height()];
        for (int y = 0; y < picture.height(); y += ROWS) {
            Samples part = picture.read(new Region(0, y, width, Math.min(ROWS, picture.height() - y)));
            for (int i = 0; i < planes.length; i++) {
                System.arraycopy(part.plane(band + i), 0, planes[i], y * width, width * part.height());
            }
        }
    }
}

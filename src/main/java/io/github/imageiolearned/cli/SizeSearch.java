// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import io.github.imageiolearned.cli.ImageIoCoder.Spending;
import io.github.imageiolearned.quality.RateSearch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.function.IntFunction;

/** Codes a picture to a number of bytes, with any format. */
final class SizeSearch {
    /** Levels of quality of formats that have no search of their own. */
    private static final int LEVELS = 100;

    private SizeSearch() {}

    /**
     * A coder whose files have at most a number of bytes, or as few as it can do. Its setting is what its search found.
     *
     * @param format kmq, pcq, nnz, or another format of ImageIO that has a quality
     * @param bytes the size wanted
     * @param spending what our formats are told beside it
     * @return the coder, for one picture
     */
    static Coder of(String format, long bytes, Spending spending) {
        if (CompressCommand.FORMATS.contains(format)) {
            return ImageIoCoder.learned(format, bytes + " bytes", spending, param -> param.setTargetBytes(bytes));
        }
        return new Searching(level -> ImageIoCoder.ofQuality(format, (float) level / LEVELS, spending), bytes);
    }

    /**
     * The same for a format of others.
     *
     * @param peer the format
     * @param bytes the size wanted
     * @param tools has its programs
     * @return the coder, for one picture
     */
    static Coder of(Peer peer, long bytes, Tools tools) {
        return new Searching(level -> new PeerCoder(peer, (float) level / LEVELS, tools), bytes);
    }

    /** Searches the qualities. */
    private static final class Searching implements Coder {
        private final IntFunction<Coder> coders;
        private final long target;
        private Coder found;

        Searching(IntFunction<Coder> coders, long target) {
            this.coders = coders;
            this.target = target;
            found = coders.apply(0);
        }

        @Override
        public String format() {
            return found.format();
        }

        @Override
        public String setting() {
            return found.setting();
        }

        @Override
        public void prepare(BufferedImage image) throws IOException {
            found.prepare(image);
        }

        @Override
        public byte[] encode(BufferedImage image) throws IOException {
            RateSearch.Found<byte[]> best = RateSearch.best(
                    0, LEVELS, target, level -> coders.apply(level).encode(image), file -> file.length);
            found = coders.apply(best.level());
            return best.result();
        }

        @Override
        public BufferedImage decode(byte[] file) throws IOException {
            return found.decode(file);
        }
    }
}

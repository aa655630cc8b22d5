// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import java.io.IOException;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Finds the level (an integer setting of a coder: quality steps, colours, components) that meets a target, with few
 * codings. Higher levels are expected to give larger files of higher PSNR, but need not always do so: the level found
 * meets the target as measured, and the next one beyond it does not, or lies outside the range.
 *
 * <p>After two codings the next level is predicted by a straight line through the two levels that enclose the target
 * (or the two nearest), and bisection takes over where prediction does not halve the range: about five codings for a
 * hundred levels. No level is coded twice. At most two results are alive at a time.
 */
public final class RateSearch {
    private RateSearch() {}

    /**
     * Codes a picture at a level.
     *
     * @param <R> what comes out: coded bytes and whatever the caller wants to know of them
     */
    @FunctionalInterface
    public interface Coder<R> {
        /**
         * Codes the picture.
         *
         * @param level the setting
         * @return what came out
         * @throws IOException if it fails
         */
        R code(int level) throws IOException;
    }

    /**
     * What a search found.
     *
     * @param <R> what the coder makes
     * @param level the level found
     * @param result what the coder made at that level
     * @param met whether it meets the target; if not, no level does, and this is the lowest for a target size, the
     *     highest for a target PSNR
     * @param codings how often the coder was called
     */
    public record Found<R>(int level, R result, boolean met, int codings) {}

    /**
     * Finds the best picture that fits: the highest level of at most a number of bytes.
     *
     * @param <R> what the coder makes
     * @param lowest lowest level
     * @param highest highest level, at least the lowest
     * @param targetBytes largest size wanted, in bytes, at least 1
     * @param coder codes the picture at a level
     * @param bytes tells the size of a result, in bytes
     * @return the level found
     * @throws IOException if a coding fails
     */
    public static <R> Found<R> best(
            int lowest, int highest, long targetBytes, Coder<R> coder, ToDoubleFunction<R> bytes) throws IOException {
        // Sizes are whole numbers: half a byte more makes "at most" a strict comparison that rounding cannot upset.
        return new Search<>(coder, r -> Math.log(Math.max(1, bytes.applyAsDouble(r))), Math.log(targetBytes + 0.5))
                .run(lowest, highest, true);
    }

    /**
     * Finds the smallest file that is good enough: the lowest level of at least a PSNR.
     *
     * @param <R> what the coder makes
     * @param lowest lowest level
     * @param highest highest level, at least the lowest
     * @param targetPsnr least PSNR wanted, in dB
     * @param coder codes the picture at a level
     * @param psnr tells the PSNR of a result, in dB; may be infinite
     * @return the level found
     * @throws IOException if a coding fails
     */
    public static <R> Found<R> smallest(
            int lowest, int highest, double targetPsnr, Coder<R> coder, ToDoubleFunction<R> psnr) throws IOException {
        return new Search<>(coder, psnr, targetPsnr).run(lowest, highest, false);
    }

    /** One search: levels whose value is below the limit, then levels at or above it, and the border between. */
    private static final class Search<R> {
        private final Coder<R> coder;
        private final ToDoubleFunction<R> measure;
        private final double limit;
        private final TreeMap<Integer, Double> values = new TreeMap<>();
        private R kept;

        Search(Coder<R> coder, ToDoubleFunction<R> measure, double limit) {
            this.coder = coder;
            this.measure = measure;
            this.limit = limit;
        }

        Found<R> run(int lowest, int highest, boolean wantBelow) throws IOException {
            if (lowest > highest) {
                throw new IllegalArgumentException("no levels from " + lowest + " to " + highest);
            }
            // Everything up to "below" is below the limit, everything from "above" on is not; both start outside.
            int below = lowest - 1;
            int above = highest + 1;
            int fallback = wantBelow ? lowest : highest;
            boolean bisect = false;
            while (above - below > 1) {
                int span = above - below;
                int level = bisect ? below + span / 2 : predicted(below, above, wantBelow);
                R result = coder.code(level);
                double value = measure.applyAsDouble(result);
                values.put(level, value);
                boolean isBelow = value < limit;
                if (isBelow) {
                    below = level;
                } else {
                    above = level;
                }
                if (isBelow == wantBelow || level == fallback) {
                    kept = result;
                }
                bisect = !bisect && (above - below) * 2 > span;
            }
            int level = wantBelow ? below : above;
            boolean met = level >= lowest && level <= highest;
            return new Found<>(met ? level : fallback, kept, met, values.size());
        }

        private int predicted(int below, int above, boolean wantBelow) {
            int middle = below + (above - below) / 2;
            if (values.size() < 2) {
                return middle;
            }
            Integer left = values.containsKey(below) ? Integer.valueOf(below) : null;
            Integer right = values.containsKey(above) ? Integer.valueOf(above) : null;
            if (left == null) {
                left = right;
                right = values.higherKey(right);
            } else if (right == null) {
                right = left;
                left = values.lowerKey(left);
            }
            double rise = (values.get(right) - values.get(left)) / (right - left);
            double at = left + (limit - values.get(left)) / rise;
            if (!(rise > 0) || Double.isInfinite(rise) || Double.isNaN(at)) {
                return middle;
            }
            double wanted = wantBelow ? Math.floor(at) : Math.ceil(at);
            return (int) Math.max(below + 1, Math.min(above - 1, wanted));
        }
    }
}

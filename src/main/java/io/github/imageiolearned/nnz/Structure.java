// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.util.Arrays;

/**
 * How strong and how directed the gradients are around each block of {@value #BLOCK}×{@value #BLOCK} pixels: the structure
 * tensor (Förstner and Gülch, 1987) of the mean of the bands, summed over the block and {@value #AROUND} pixels around it.
 * Told as terms that change smoothly: two neighbouring levels of strength, each times {@value #SHAPES} polynomials in the
 * cosine and the sine of twice the gradient's angle, which are the smaller the less the gradients agree.
 */
final class Structure {
    /** Pixels a side of a block. */
    static final int BLOCK = 4;

    /** Levels of strength, each eight times the energy of the one before; the lowest has the energy 1. */
    static final int LEVELS = 4;

    private static final double LOG_RATIO = Math.log(8);
    private static final double LOWEST = Math.log(2) / LOG_RATIO;

    /** Polynomials. */
    static final int SHAPES = 6;

    /** Terms of a block: for each level its share times each polynomial. Those of two neighbouring levels are not zero. */
    static final int TERMS = LEVELS * SHAPES;

    private static final int AROUND = 2;
    private static final int REACH = RestorationFilter.REACH;
    private static final int WINDOW = BLOCK + 2 * AROUND;

    /** A central difference is twice the gradient, so its square four times. */
    private static final float SCALE = 1f / (4 * WINDOW * WINDOW);

    private final float[] grey;
    private final int stride;
    private final float[] west;
    private final float[] east;
    private final float[] north;
    private final float[] south;
    private final float[] horizontal;
    private final float[] mixed;
    private final float[] vertical;
    private final float[] place;
    private final float[] cosine;
    private final float[] sine;
    private final float[][] terms;

    /**
     * Prepares for pixels.
     *
     * @param grey {@link #mean} of the bands, row by row, with {@link RestorationFilter#REACH} pixels more on each side
     * @param width pixels a row without those, a multiple of {@link #BLOCK}
     */
    Structure(float[] grey, int width) {
        this.grey = grey;
        stride = width + 2 * REACH;
        int columns = width + 2 * AROUND;
        west = new float[columns];
        east = new float[columns];
        north = new float[columns];
        south = new float[columns];
        horizontal = new float[columns];
        mixed = new float[columns];
        vertical = new float[columns];
        place = new float[width / BLOCK];
        cosine = new float[place.length];
        sine = new float[place.length];
        terms = new float[TERMS][place.length];
    }

    /** The mean of some bands. */
    static float[] mean(float[][] planes) {
        if (planes.length == 1) {
            return planes[0];
        }
        float[] mean = planes[0].clone();
        for (int plane = 1; plane < planes.length; plane++) {
            float[] other = planes[plane];
            for (int i = 0; i < mean.length; i++) {
                mean[i] += other[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] *= 1f / planes.length;
        }
        return mean;
    }

    /** Looks at a row of blocks. */
    void look(int blockRow) {
        Arrays.fill(horizontal, 0);
        Arrays.fill(mixed, 0);
        Arrays.fill(vertical, 0);
        for (int y = 0; y < WINDOW; y++) {
            int at = (blockRow * BLOCK + REACH - AROUND + y) * stride + REACH - AROUND;
            System.arraycopy(grey, at - 1, west, 0, west.length);
            System.arraycopy(grey, at + 1, east, 0, east.length);
            System.arraycopy(grey, at - stride, north, 0, north.length);
            System.arraycopy(grey, at + stride, south, 0, south.length);
            add(west, east, north, south, horizontal, mixed, vertical);
        }
        for (int block = 0; block < place.length; block++) {
            float xx = 0;
            float xy = 0;
            float yy = 0;
            for (int x = BLOCK * block; x < BLOCK * block + WINDOW; x++) {
                xx += horizontal[x];
                xy += mixed[x];
                yy += vertical[x];
            }
            float energy = SCALE * (xx + yy);
            place[block] = (float) Math.max(0, Math.min(LEVELS - 1, Math.log(energy + 1) / LOG_RATIO - LOWEST));
            cosine[block] = SCALE * (xx - yy) / (energy + 1);
            sine[block] = SCALE * 2 * xy / (energy + 1);
        }
        for (int level = 0; level < LEVELS; level++) {
            float[] share = terms[level * SHAPES];
            share(place, level, share);
            shapes(share, cosine, sine, level * SHAPES);
        }
    }

    private static void share(float[] place, float level, float[] share) {
        for (int i = 0; i < share.length; i++) {
            share[i] = Math.max(0, 1 - Math.abs(place[i] - level));
        }
    }

    private void shapes(float[] share, float[] u, float[] v, int first) {
        float[] once = terms[first + 1];
        float[] onceMore = terms[first + 2];
        float[] twice = terms[first + 3];
        float[] twiceMore = terms[first + 4];
        float[] directed = terms[first + 5];
        for (int i = 0; i < share.length; i++) {
            once[i] = share[i] * u[i];
            onceMore[i] = share[i] * v[i];
            twice[i] = share[i] * (u[i] * u[i] - v[i] * v[i]);
            twiceMore[i] = share[i] * (2 * u[i] * v[i]);
            directed[i] = share[i] * (u[i] * u[i] + v[i] * v[i]);
        }
    }

    private static void add(
            float[] west, float[] east, float[] north, float[] south, float[] xx, float[] xy, float[] yy) {
        for (int i = 0; i < xx.length; i++) {
            float dx = east[i] - west[i];
            float dy = south[i] - north[i];
            xx[i] += dx * dx;
            xy[i] += dx * dy;
            yy[i] += dy * dy;
        }
    }

    /** The lowest level that a block in the row that was looked at has a share of; it has none above the next. */
    int level(int block) {
        return Math.min(LEVELS - 2, (int) place[block]);
    }

    /** The terms of the row of blocks that was looked at: {@link #TERMS} rows. */
    float[][] terms() {
        return terms;
    }
}

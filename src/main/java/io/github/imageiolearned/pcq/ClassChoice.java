// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.pcq;

/**
 * Finds the classes that are worth a closer look for a block: those whose prediction and first components promise the
 * smallest cost.
 */
final class ClassChoice {
    private static final int MAX_CLASSES = 32;
    private static final int MAX_AREA = 32 * 32;
    private static final float LN2_SCALE = 1f / (1 << 23);

    /** Classes whose prediction leaves this much more energy than the best one are passed over... */
    private static final float POOR = 1.6f;

    /** ...unless what they leave is below this many squared steps a pixel. */
    private static final float NEGLIGIBLE = 0.02f;

    private final float scale;
    private final float[][] residuals = new float[MAX_CLASSES][MAX_AREA];
    private final float[][] coefficients = new float[MAX_CLASSES][MAX_AREA];
    private final float[] energies = new float[MAX_CLASSES];
    private final float[] estimates = new float[MAX_CLASSES];
    private final boolean[] complete = new boolean[MAX_CLASSES];
    private final int[] scratch = new int[MAX_AREA];
    private final float[] work = new float[2 * MAX_AREA];
    private final float[] line = new float[MAX_AREA];
    private final float[] around = new float[Border.count(32)];
    private final float[] quarter = new float[MAX_AREA / 4];
    private int count;

    ClassChoice(int step) {
        scale = 1f / ((float) step * step);
    }

    /**
     * Estimates the cost of the first {@code most} classes, as far as their predictions are not much worse than the
     * best one.
     *
     * @param poorGuess how many times the energy of the best one a class may leave at a rough look
     */
    void preselect(ForwardClass[] classes, int most, float poorGuess, float[] pixels, Border border) {
        count = Math.min(most, classes.length);
        approach(border);
        int side = classes[0].inverse.side;
        float negligible = side * side * NEGLIGIBLE / scale;
        if (count > 1) {
            ForwardClass.quarter(pixels, side, quarter);
        }
        for (int k = 0; k < count; k++) {
            estimates[k] = count > 1 ? classes[k].roughEnergy(quarter, border, around, work) : 0;
        }
        float limit = poorGuess * least() + negligible;
        float least = Float.POSITIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            if (k == 0 || estimates[k] <= limit) {
                energies[k] = classes[k].residual(pixels, border, around, scratch, residuals[k]);
                least = Math.min(least, energies[k]);
            } else {
                energies[k] = Float.POSITIVE_INFINITY;
            }
        }
        limit = POOR * least + negligible;
        for (int k = 0; k < count; k++) {
            estimates[k] = Float.POSITIVE_INFINITY;
            if (k == 0 || energies[k] <= limit) {
                classes[k].leading(residuals[k], coefficients[k], work, line);
                complete[k] = false;
                estimates[k] = estimate(classes[k], k);
            }
        }
    }

    private float least() {
        float least = Float.POSITIVE_INFINITY;
        for (int k = 0; k < count; k++) {
            least = Math.min(least, estimates[k]);
        }
        return least;
    }

    private void approach(Border border) {
        for (int i = 0; i < border.count; i++) {
            around[i] = border.pixels[i] - border.reference;
        }
    }

    /** Computes the residual of one class. */
    void residual(ForwardClass[] classes, int k, float[] pixels, Border border) {
        approach(border);
        energies[k] = classes[k].residual(pixels, border, around, scratch, residuals[k]);
    }

    /** Takes a multiple of the first band out of the residual of a class; returns its number. */
    int explain(int k, Reconstruction first, int area, float least) {
        int slope = first.explain(residuals[k], area, least);
        if (slope > 0) {
            energies[k] = ForwardClass.energy(residuals[k], area);
        }
        return slope;
    }

    /** Computes the leading coefficients of one class from its residual. */
    void transform(ForwardClass[] classes, int k) {
        classes[k].leading(residuals[k], coefficients[k], work, line);
        complete[k] = false;
    }

    /** The class with the smallest estimate; the next call gives the next one. It is -1 when there are no more. */
    int next() {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = estimates[k] < estimates[best] ? k : best;
        }
        if (estimates[best] == Float.POSITIVE_INFINITY) {
            return -1;
        }
        estimates[best] = Float.POSITIVE_INFINITY;
        return best;
    }

    /** All coefficients of a class that was looked at. */
    float[] coefficients(ForwardClass transform, int k) {
        if (!complete[k]) {
            transform.following(residuals[k], coefficients[k], work, line);
            complete[k] = true;
        }
        return coefficients[k];
    }

    /** Energy of a class's residual. */
    float energy(int k) {
        return energies[k];
    }

    private float estimate(ForwardClass transform, int k) {
        float cost = 0;
        float rest = energies[k];
        float[] c = coefficients[k];
        for (int i = 0; i < transform.lead; i++) {
            float square = c[i] * c[i];
            rest -= square;
            cost += price(square * scale);
        }
        int others = transform.inverse.side * transform.inverse.side - transform.lead;
        return cost + others * price(Math.max(0, rest) * scale / others);
    }

    /** Rough cost of a coefficient in squared steps: its square while that is small, then its logarithm. */
    private static float price(float square) {
        if (square < 0.45f) {
            return square;
        }
        float logarithm = (Float.floatToRawIntBits(square + 1) - (127 << 23)) * LN2_SCALE;
        return 0.38f + 0.13f * logarithm;
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Bjøntegaard's delta rate (VCEG-M33, 2001): by how much one coder's files are larger than another's at the same
 * quality. The logarithm of the rate is interpolated over PSNR by a piecewise cubic that keeps monotone data monotone
 * (PCHIP; Fritsch and Butland, 1984), and the mean difference is taken over an interval of PSNR.
 *
 * <p>The interval is the part of the one asked for that both curves cover; there is no extrapolation. If less than
 * {@value #LEAST_OVERLAP} dB are left, the result is not a number.
 */
public final class BdRate {
    /** Least overlap of the two curves, in dB. */
    public static final double LEAST_OVERLAP = 1;

    private BdRate() {}

    /**
     * A measured point of a coder's curve.
     *
     * @param rate bytes or bits per pixel, more than 0; the unit must be that of the other curve
     * @param psnr dB; points of infinite PSNR are left out
     */
    public record Point(double rate, double psnr) {
        /** Checks the rate. */
        public Point {
            if (!(rate > 0)) {
                throw new IllegalArgumentException("rate " + rate);
            }
        }
    }

    /**
     * Compares two coders on one picture.
     *
     * @param anchor points of the coder that is compared against, in any order
     * @param test points of the coder in question, in any order
     * @param lowest lower end of the interval, in dB
     * @param highest upper end of the interval, in dB
     * @return percent: -25 means that files are a quarter smaller; not a number if the curves do not overlap enough
     */
    public static double percent(List<Point> anchor, List<Point> test, double lowest, double highest) {
        Curve first = new Curve(anchor);
        Curve second = new Curve(test);
        double from = Math.max(lowest, Math.max(first.lowest(), second.lowest()));
        double to = Math.min(highest, Math.min(first.highest(), second.highest()));
        if (!(to - from >= LEAST_OVERLAP)) {
            return Double.NaN;
        }
        return 100 * (Math.exp((second.integral(from, to) - first.integral(from, to)) / (to - from)) - 1);
    }

    /** Logarithm of the rate over PSNR. */
    private static final class Curve {
        private final double[] psnr;
        private final double[] logRate;
        private final double[] slope;

        /** Sorts by PSNR; of points of equal PSNR the smallest counts. */
        Curve(List<Point> points) {
            TreeMap<Double, Double> byPsnr = new TreeMap<>();
            for (Point point : points) {
                if (Double.isFinite(point.psnr())) {
                    byPsnr.merge(point.psnr(), Math.log(point.rate()), Math::min);
                }
            }
            int n = byPsnr.size();
            psnr = new double[n];
            logRate = new double[n];
            int i = 0;
            for (var entry : byPsnr.entrySet()) {
                psnr[i] = entry.getKey();
                logRate[i++] = entry.getValue();
            }
            slope = new double[n];
            if (n < 2) {
                return;
            }
            double[] width = new double[n - 1];
            double[] secant = new double[n - 1];
            for (int k = 0; k < n - 1; k++) {
                width[k] = psnr[k + 1] - psnr[k];
                secant[k] = (logRate[k + 1] - logRate[k]) / width[k];
            }
            slope[0] = secant[0];
            slope[n - 1] = secant[n - 2];
            for (int k = 1; k < n - 1; k++) {
                if (secant[k - 1] * secant[k] > 0) {
                    double w1 = 2 * width[k] + width[k - 1];
                    double w2 = width[k] + 2 * width[k - 1];
                    slope[k] = (w1 + w2) / (w1 / secant[k - 1] + w2 / secant[k]);
                }
            }
            if (n > 2) {
                slope[0] = end(width[0], width[1], secant[0], secant[1]);
                slope[n - 1] = end(width[n - 2], width[n - 3], secant[n - 2], secant[n - 3]);
            }
        }

        /** Three-point slope at an end, limited so that the piece stays monotone. */
        private static double end(double near, double far, double secantNear, double secantFar) {
            double slope = ((2 * near + far) * secantNear - near * secantFar) / (near + far);
            if (slope * secantNear <= 0) {
                return 0;
            }
            if (secantNear * secantFar < 0 && Math.abs(slope) > 3 * Math.abs(secantNear)) {
                return 3 * secantNear;
            }
            return slope;
        }

        double lowest() {
            return psnr.length == 0 ? Double.NaN : psnr[0];
        }

        double highest() {
            return psnr.length == 0 ? Double.NaN : psnr[psnr.length - 1];
        }

        /** Integral over PSNR; Simpson's rule is exact for the cubic between two knots. */
        double integral(double from, double to) {
            List<Double> cuts = new ArrayList<>();
            cuts.add(from);
            for (double knot : psnr) {
                if (knot > from && knot < to) {
                    cuts.add(knot);
                }
            }
            cuts.add(to);
            double sum = 0;
            for (int i = 0; i + 1 < cuts.size(); i++) {
                double a = cuts.get(i);
                double b = cuts.get(i + 1);
                int piece = piece((a + b) / 2);
                sum += (b - a) / 6 * (value(piece, a) + 4 * value(piece, (a + b) / 2) + value(piece, b));
            }
            return sum;
        }

        private int piece(double at) {
            int piece = 0;
            while (piece < psnr.length - 2 && psnr[piece + 1] < at) {
                piece++;
            }
            return piece;
        }

        private double value(int k, double at) {
            double h = psnr[k + 1] - psnr[k];
            double t = (at - psnr[k]) / h;
            double u = 1 - t;
            return (1 + 2 * t) * u * u * logRate[k]
                    + t * u * u * h * slope[k]
                    + t * t * (3 - 2 * t) * logRate[k + 1]
                    - t * t * u * h * slope[k + 1];
        }
    }
}

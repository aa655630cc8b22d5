// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.util.Arrays;

/**
 * What is known of a tile's latents while they are coded channel by channel. Planes have a border of {@value #PAD}
 * cells that repeats their edge, so that predictors need no special cases. "Size" is the magnitude of what the value
 * predictor left, capped.
 */
final class LatentField {
    static final int PAD = 2;

    /** Values are clipped to this magnitude before they predict others: keeps all sums inside 32 bits. */
    static final int VALUE_CAP = 2047;

    static final int SIZE_CAP = 255;

    /** Channels after which the activity is brought up to date. */
    static final int GROUP = 8;

    private static final int ACTIVITY_CAP = 31;

    /** Where at most one place of so many is not zero, predictors go through those alone. */
    private static final int SPARSE = 6;

    final int channels;
    final int width;
    final int height;
    final int pitch;

    /** Clipped values of finished channels; null where all are zero and were not coded. */
    final short[][] values;

    /** Sizes of finished channels, and their sums over the four cells beside and the four diagonal ones. */
    final short[][] sizes;

    final short[][] cross;
    final short[][] diagonal;

    /** Places of what is not zero in values and sizes, with the border that predictors see; null where that is much. */
    private final int[][] fewValues;

    private final int[][] fewSizes;

    /** Sum of the sizes, each capped, of all channels before the group of {@value #GROUP} that is being coded. */
    final int[] activity;

    /** Sum of the activity in the eight cells around a place. */
    final int[] activityAround;

    /** Class of the activity's size, 0 to 31, two an octave. */
    final byte[] activityClass;

    private final short[] nothing;

    LatentField(int channels, int width, int height) {
        this.channels = channels;
        this.width = width;
        this.height = height;
        pitch = width + 2 * PAD;
        values = new short[channels][];
        sizes = new short[channels][];
        cross = new short[channels][];
        diagonal = new short[channels][];
        fewValues = new int[channels][];
        fewSizes = new int[channels][];
        activity = new int[pitch * (height + 2 * PAD)];
        activityAround = new int[activity.length];
        activityClass = new byte[activity.length];
        nothing = new short[activity.length];
    }

    /** One of a kind of planes; zeros for a channel that was empty, or for one below 0. */
    short[] plane(short[][] planes, int channel) {
        return channel < 0 || planes[channel] == null ? nothing : planes[channel];
    }

    int at(int x, int y) {
        return (y + PAD) * pitch + x + PAD;
    }

    /** Keeps a coded channel; its planes need no border yet. */
    void finish(int channel, short[] value, short[] size) {
        border(value);
        border(size);
        values[channel] = value;
        sizes[channel] = size;
        fewValues[channel] = few(value);
        fewSizes[channel] = few(size);
        short[] beside = new short[size.length];
        short[] around = new short[size.length];
        if (fewSizes[channel] != null) {
            for (int i : fewSizes[channel]) {
                beside[i - 1] += size[i];
                beside[i + 1] += size[i];
                beside[i - pitch] += size[i];
                beside[i + pitch] += size[i];
                around[i - pitch - 1] += size[i];
                around[i - pitch + 1] += size[i];
                around[i + pitch - 1] += size[i];
                around[i + pitch + 1] += size[i];
            }
        } else {
            for (int i = pitch + 1; i < size.length - pitch - 1; i++) {
                beside[i] = (short) (size[i - 1] + size[i + 1] + size[i - pitch] + size[i + pitch]);
                around[i] =
                        (short) (size[i - pitch - 1] + size[i - pitch + 1] + size[i + pitch - 1] + size[i + pitch + 1]);
            }
        }
        cross[channel] = beside;
        diagonal[channel] = around;
    }

    private int[] few(short[] plane) {
        int[] places = new int[plane.length / SPARSE];
        int count = 0;
        for (int i = pitch + 1; i < plane.length - pitch - 1; i++) {
            if (plane[i] != 0) {
                if (count == places.length) {
                    return null;
                }
                places[count++] = i;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** Forgets the activity of all channels. */
    void clearActivity() {
        Arrays.fill(activity, 0);
        Arrays.fill(activityAround, 0);
        Arrays.fill(activityClass, (byte) 0);
    }

    /** Adds the sizes of finished channels to the activity. */
    void addActivity(int begin, int end) {
        boolean changed = false;
        for (int channel = begin; channel < end; channel++) {
            short[] size = sizes[channel];
            if (size != null) {
                changed = true;
                for (int i = 0; i < size.length; i++) {
                    activity[i] += Math.min(size[i], ACTIVITY_CAP);
                }
            }
        }
        if (changed) {
            for (int i = pitch + 1; i < activity.length - pitch - 1; i++) {
                activityAround[i] = activity[i - pitch - 1]
                        + activity[i - pitch]
                        + activity[i - pitch + 1]
                        + activity[i - 1]
                        + activity[i + 1]
                        + activity[i + pitch - 1]
                        + activity[i + pitch]
                        + activity[i + pitch + 1];
                activityClass[i] = (byte) Math.min(31, LatentWalk.energyClass(activity[i] << 5) >> 1);
            }
        }
    }

    private void border(short[] plane) {
        for (int y = 0; y < height; y++) {
            int left = at(0, y);
            Arrays.fill(plane, left - PAD, left, plane[left]);
            int right = left + width;
            Arrays.fill(plane, right, right + PAD, plane[right - 1]);
        }
        for (int y = 1; y <= PAD; y++) {
            System.arraycopy(plane, PAD * pitch, plane, (PAD - y) * pitch, pitch);
            System.arraycopy(plane, (PAD + height - 1) * pitch, plane, (PAD + height - 1 + y) * pitch, pitch);
        }
    }

    /** The part of the value prediction that earlier channels give, with the borders' places unused. */
    void predictValues(LatentPredictor.Value predictor, int[] sums) {
        Arrays.fill(sums, 0);
        for (int t = 0; t < predictor.sources().length; t++) {
            short[] plane = values[predictor.sources()[t]];
            if (plane != null) {
                int place = predictor.places()[t];
                int shift = (place / 3 - 1) * pitch + place % 3 - 1;
                int weight = predictor.weights()[t];
                int[] places = fewValues[predictor.sources()[t]];
                if (places != null) {
                    for (int i : places) {
                        sums[i - shift] += weight * plane[i];
                    }
                } else {
                    add(sums, plane, shift, weight);
                }
            }
        }
    }

    /** The part of the size prediction that earlier channels give, with the borders' places unused. */
    void predictSizes(LatentPredictor.Energy predictor, int[] sums) {
        int here = predictor.activity()[0];
        int around = predictor.activity()[1];
        int offset = predictor.offset();
        for (int i = pitch + 1; i < sums.length - pitch - 1; i++) {
            sums[i] = offset + here * activity[i] + around * activityAround[i];
        }
        for (int t = 0; t < predictor.sources().length; t++) {
            int source = predictor.sources()[t];
            if (sizes[source] != null) {
                short[] size = sizes[source];
                short[] beside = cross[source];
                short[] corners = diagonal[source];
                int atCell = predictor.weights()[3 * t];
                int atBeside = predictor.weights()[3 * t + 1];
                int atCorners = predictor.weights()[3 * t + 2];
                if (fewSizes[source] != null) {
                    scatter(sums, size, fewSizes[source], atCell, atBeside, atCorners);
                    continue;
                }
                for (int i = pitch + 1; i < sums.length - pitch - 1; i++) {
                    sums[i] += atCell * size[i] + atBeside * beside[i] + atCorners * corners[i];
                }
            }
        }
    }

    private void scatter(int[] sums, short[] size, int[] places, int atCell, int atBeside, int atCorners) {
        for (int i : places) {
            int one = size[i];
            sums[i] += atCell * one;
            int beside = atBeside * one;
            sums[i - 1] += beside;
            sums[i + 1] += beside;
            sums[i - pitch] += beside;
            sums[i + pitch] += beside;
            int corner = atCorners * one;
            sums[i - pitch - 1] += corner;
            sums[i - pitch + 1] += corner;
            sums[i + pitch - 1] += corner;
            sums[i + pitch + 1] += corner;
        }
    }

    private void add(int[] sums, short[] plane, int shift, int weight) {
        if (weight != 0) {
            int end = sums.length - pitch - 1;
            for (int i = pitch + 1; i < end; i++) {
                sums[i] += weight * plane[i + shift];
            }
        }
    }
}

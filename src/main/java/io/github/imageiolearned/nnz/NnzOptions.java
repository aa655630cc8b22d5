// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import java.util.Objects;

/**
 * How a picture is to be coded.
 *
 * @param level quality level, 0 (smallest) to 255 (best); the networks see {@code level / 255}
 * @param model id of the model
 * @param effort how hard to try for a small file
 */
public record NnzOptions(int level, String model, Effort effort) {
    /** Highest quality level. */
    public static final int MAX_LEVEL = 255;

    /** How hard to try. */
    public enum Effort {
        /** Static tables, several rANS lanes: fast in both directions. */
        FAST,
        /**
         * Mixed adaptive contexts: smaller. The latents go some steps down the cost's gradient before they are coded: for
         * pictures of less than two megapixels one to four steps, the smaller the more, if the model has {@code gradient.onnx};
         * for larger ones a cheaper step, if it has {@code gradient-linear.onnx}.
         */
        SMALL,
        /**
         * Like {@link #SMALL}, with many such steps: takes three times as long to encode or more, the same time to decode. Needs a
         * model with {@code gradient.onnx}.
         */
        HIGH;

        /** How the latents of a file are coded: the refined ones as others. */
        Effort coding() {
            return this == FAST ? FAST : SMALL;
        }
    }

    /** Checks the values. */
    public NnzOptions {
        Objects.requireNonNull(effort, "effort");
        if (level < 0 || level > MAX_LEVEL) {
            throw new IllegalArgumentException("level " + level + " is not from 0 to " + MAX_LEVEL);
        }
        if (!ModelBundle.validId(model)) {
            throw new IllegalArgumentException("\"" + model + "\" is no id of a model");
        }
    }

    /**
     * The default model at some quality.
     *
     * @param quality 0 (smallest) to 1 (best)
     * @return options
     */
    public static NnzOptions ofQuality(double quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality " + quality + " is not from 0 to 1");
        }
        return new NnzOptions((int) Math.round(quality * MAX_LEVEL), NnzModels.DEFAULT_ID, Effort.SMALL);
    }

    /**
     * Returns the quality.
     *
     * @return 0 to 1
     */
    public double quality() {
        return (double) level / MAX_LEVEL;
    }

    /**
     * The same options with another model.
     *
     * @param id id of the model
     * @return options
     */
    public NnzOptions withModel(String id) {
        return new NnzOptions(level, id, effort);
    }

    /**
     * The same options with another effort.
     *
     * @param other how hard to try
     * @return options
     */
    public NnzOptions withEffort(Effort other) {
        return new NnzOptions(level, model, other);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.nnz;

import io.github.imageiolearned.nnz.Refinement.Descent;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import java.io.IOException;

/** Gives the integers that stand for a picture: what the encoder network says, refined as the effort allows, and rounded. */
final class Quantiser {
    /**
     * Pixels that the default effort makes a step for, those of smaller pictures several times; which takes a second or so on
     * two cores. Larger pictures follow the gradient of the linear path alone: with the whole one they would be written at
     * less than two megapixels a second.
     */
    private static final long STEPPED = 2_000_000;

    private final Analysis analysis;
    private final Refinement refinement;
    private final Region whole;

    /**
     * Prepares for a picture.
     *
     * @param picture 1 band or 3 of 8 bits
     * @param level quality level
     * @param effort how hard to try
     * @param alone whether a run of a network may use all processors
     * @throws IOException if the model cannot be used for it
     */
    Quantiser(NnzModel model, PixelSource picture, int level, NnzOptions.Effort effort, boolean alone)
            throws IOException {
        analysis = new Analysis(model, picture, (float) level / NnzOptions.MAX_LEVEL, alone);
        whole = Windows.cells(new Region(0, 0, picture.width(), picture.height()));
        Descent descent = descent(effort, (long) picture.width() * picture.height());
        boolean optional = effort != NnzOptions.Effort.HIGH;
        boolean able = descent != null && (!optional || model.differentiable(descent.linear()) && model.tellsLambda());
        refinement = able ? new Refinement(model, analysis, level, descent, alone) : null;
    }

    private static Descent descent(NnzOptions.Effort effort, long pixels) {
        return switch (effort) {
            case FAST -> null;
            case SMALL -> pixels >= STEPPED ? Descent.QUICK : Descent.of(STEPPED / pixels);
            case HIGH -> Descent.LONG;
        };
    }

    /** The cells of the whole picture. */
    Region whole() {
        return whole;
    }

    /**
     * Computes latents.
     *
     * @param cells those of a tile
     * @param progress may cancel
     */
    Latents latents(Region cells, Progress progress) throws IOException {
        return refinement == null
                ? Latents.rounded(analysis.latents(cells), cells.width(), cells.height())
                : refinement.refine(cells, whole.width(), whole.height(), progress);
    }
}

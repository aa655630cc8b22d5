// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import java.nio.file.Path;
import javax.imageio.ImageReadParam;

/** What a reader of {@code kmq}, {@code pcq} or {@code nnz} pictures can be told beyond the usual. */
public class LearnedImageReadParam extends ImageReadParam {
    private long maxPixels;
    private Path model;

    /** Creates parameters that ask for the whole picture as it is. */
    public LearnedImageReadParam() {}

    /**
     * Returns the most pixels a picture may declare.
     *
     * @return pixels, or 0 for what the system property {@code imageio.learned.maxPixels} says, 2^28 by default
     */
    public long getMaxPixels() {
        return maxPixels;
    }

    /**
     * Sets the most pixels a picture may declare: larger ones are refused before memory is allocated for them. Of a
     * raster with more than three bands, in proportion fewer are granted.
     *
     * @param maxPixels pixels, or 0 for what the system property {@code imageio.learned.maxPixels} says
     * @throws IllegalArgumentException if the number is negative
     */
    public void setMaxPixels(long maxPixels) {
        if (maxPixels < 0) {
            throw new IllegalArgumentException("maxPixels < 0: " + maxPixels);
        }
        this.maxPixels = maxPixels;
    }

    /**
     * Returns where models of {@code nnz} are searched first.
     *
     * @return a model's folder or bundle, or a folder of them; or null
     */
    public Path getModel() {
        return model;
    }

    /**
     * Sets where models of {@code nnz} are searched before the places that the system property
     * {@code imageio.learned.models} names and those inside the library. Other formats ignore it.
     *
     * @param model a model's folder or bundle, or a folder of them; null for none
     */
    public void setModel(Path model) {
        this.model = model;
    }
}

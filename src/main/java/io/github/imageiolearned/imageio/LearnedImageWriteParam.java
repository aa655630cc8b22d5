// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio;

import io.github.imageiolearned.kmq.KmqOptions;
import io.github.imageiolearned.pcq.PcqOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import javax.imageio.ImageWriteParam;

/**
 * What a writer of {@code kmq}, {@code pcq} or {@code nnz} pictures can be told. How much a picture may lose is said in
 * one way at a time: by a quality ({@link #setCompressionQuality} in {@link #MODE_EXPLICIT}), a target size, a target
 * PSNR, a number of colours ({@code kmq}), a number of components or a share of variance ({@code pcq}). A second way is
 * refused with an {@link IllegalStateException} until the first is unset; what a format does not have is refused with an
 * {@link UnsupportedOperationException}.
 */
public class LearnedImageWriteParam extends ImageWriteParam {
    private static final String MESSAGES = LearnedImageWriteParam.class.getPackageName() + ".messages";
    private static final float[] QUALITIES = {0f, 0.4f, 0.7f, 1f};

    private final String formatName;
    private final float defaultQuality;
    private boolean explicitQuality;
    private long targetBytes;
    private double targetPsnr;
    private int colours;
    private int components;
    private double variance;
    private Path model;
    private Effort effort = Effort.SMALL;
    private boolean metadataWritten = true;
    private PaletteOptions paletteOptions = PaletteOptions.DEFAULT;

    /** What is worth more: time or bytes. */
    public enum Effort {
        /** Quick to write and to read. */
        FAST,
        /** As few bytes as the format can do. */
        SMALL,
        /**
         * Like {@link #SMALL}, with a long search when writing; files are as quick to read. For nnz, which refines what
         * the encoder network gives: some percent fewer bytes for several times the time. The other formats
         * have no such search and take it for {@link #SMALL}.
         */
        HIGH
    }

    /**
     * Creates parameters with English descriptions.
     *
     * @param formatName {@code kmq}, {@code pcq} or {@code nnz}
     * @throws IllegalArgumentException for other names
     */
    public LearnedImageWriteParam(String formatName) {
        this(formatName, Locale.ENGLISH);
    }

    /**
     * Creates parameters.
     *
     * @param formatName {@code kmq}, {@code pcq} or {@code nnz}
     * @param locale language of the descriptions, as far as they are translated; null for the default
     * @throws IllegalArgumentException for other names
     */
    public LearnedImageWriteParam(String formatName, Locale locale) {
        super(locale);
        this.formatName = formatName.toLowerCase(Locale.ROOT);
        canWriteCompressed = true;
        compressionTypes = types(this.formatName).toArray(new String[0]);
        compressionType = compressionTypes[0];
        // A palette of 256 colours keeps every picture that has no more; the others begin in the middle.
        defaultQuality = this.formatName.equals("kmq") ? 1 : 0.5f;
        compressionQuality = defaultQuality;
    }

    private static List<String> types(String formatName) {
        return switch (formatName) {
            case "kmq" -> List.of("Palette");
            case "pcq" -> List.of("Blocks", "Rows");
            case "nnz" -> List.of("Neural");
            default -> throw new IllegalArgumentException("not kmq, pcq or nnz: " + formatName);
        };
    }

    /**
     * Returns the quality of a picture where nothing says how much it may lose.
     *
     * @return 1 for {@code kmq}, which keeps every picture of up to 256 colours; 0.5 for the others
     */
    public float getDefaultQuality() {
        return defaultQuality;
    }

    /**
     * Returns the format that these parameters are for.
     *
     * @return {@code kmq}, {@code pcq} or {@code nnz}
     */
    public String getFormatName() {
        return formatName;
    }

    /**
     * {@inheritDoc} Any mode but {@link #MODE_EXPLICIT} forgets compression type and quality: they would not count, and
     * must not stand in the way of another way to say how much the picture may lose.
     */
    @Override
    public void setCompressionMode(int mode) {
        super.setCompressionMode(mode);
        if (mode != MODE_EXPLICIT) {
            forgetCompression();
        }
    }

    /** Goes back to the preset compression type and the default quality. */
    @Override
    public void unsetCompression() {
        super.unsetCompression();
        forgetCompression();
    }

    private void forgetCompression() {
        compressionType = compressionTypes[0];
        compressionQuality = defaultQuality;
        explicitQuality = false;
    }

    /**
     * {@inheritDoc} The type is preset, so a quality can be set without setting a type.
     *
     * @param compressionType one of {@link #getCompressionTypes()}; null for the preset one
     */
    @Override
    public void setCompressionType(String compressionType) {
        super.setCompressionType(compressionType == null ? compressionTypes[0] : compressionType);
    }

    /**
     * {@inheritDoc}
     *
     * @param quality 0 (smallest file) to 1 (best picture)
     */
    @Override
    public void setCompressionQuality(float quality) {
        if (Float.isNaN(quality)) {
            throw new IllegalArgumentException("the quality is not a number");
        }
        if (!explicitQuality) {
            checkFree();
        }
        super.setCompressionQuality(quality);
        explicitQuality = true;
    }

    /**
     * Tells whether writing loses nothing.
     *
     * @return false: that depends on the picture
     */
    @Override
    public boolean isCompressionLossless() {
        super.isCompressionLossless();
        return false;
    }

    @Override
    public String[] getCompressionQualityDescriptions() {
        super.getCompressionQualityDescriptions();
        ResourceBundle messages = ResourceBundle.getBundle(MESSAGES, locale == null ? Locale.getDefault() : locale);
        return new String[] {
            messages.getString("quality.small"), messages.getString("quality.good"), messages.getString("quality.best")
        };
    }

    @Override
    public float[] getCompressionQualityValues() {
        super.getCompressionQualityValues();
        return QUALITIES.clone();
    }

    /**
     * Returns the size that the file is to have at most.
     *
     * @return bytes, or 0 for none
     */
    public long getTargetBytes() {
        return targetBytes;
    }

    /**
     * Asks for the best picture whose file has at most so many bytes, metadata included. If even the lowest quality is
     * larger, that is written, with a warning.
     *
     * @param bytes at least 1, or 0 for none
     */
    public void setTargetBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("targetBytes < 0: " + bytes);
        }
        if (bytes > 0 && targetBytes == 0) {
            checkFree();
        }
        targetBytes = bytes;
    }

    /**
     * Returns the PSNR that the picture is to have at least.
     *
     * @return dB, or 0 for none
     */
    public double getTargetPsnr() {
        return targetPsnr;
    }

    /**
     * Asks for the smallest file whose picture has at least a PSNR, taken over all colour bands. If even the highest
     * quality does not reach it, that is written, with a warning.
     *
     * @param decibels over 0, or 0 for none
     */
    public void setTargetPsnr(double decibels) {
        if (!(decibels >= 0) || Double.isInfinite(decibels)) {
            throw new IllegalArgumentException("targetPsnr is out of range: " + decibels);
        }
        if (decibels > 0 && targetPsnr == 0) {
            checkFree();
        }
        targetPsnr = decibels;
    }

    /**
     * Returns the number of palette colours.
     *
     * @return 2 to 256, or 0 for what the quality gives
     */
    public int getColours() {
        return colours;
    }

    /**
     * Sets the number of palette colours, {@code kmq} only.
     *
     * @param colours 2 to 256, or 0 for what the quality gives
     */
    public void setColours(int colours) {
        checkFormat("kmq", "colours");
        if (colours != 0) {
            KmqOptions.checkColours(colours);
        }
        if (colours > 0 && this.colours == 0) {
            checkFree();
        }
        this.colours = colours;
    }

    /**
     * Returns how the palette is made and used.
     *
     * @return options; {@link PaletteOptions#DEFAULT} at first
     */
    public PaletteOptions getPaletteOptions() {
        return paletteOptions;
    }

    /**
     * Sets how the palette is made and used, {@code kmq} only.
     *
     * @param options the options
     */
    public void setPaletteOptions(PaletteOptions options) {
        checkFormat("kmq", "palette options");
        if (options == null) {
            throw new IllegalArgumentException("options == null");
        }
        paletteOptions = options;
    }

    /**
     * Returns the number of principal components.
     *
     * @return at least 1, or 0 for what the quality or the variance gives
     */
    public int getComponents() {
        return components;
    }

    /**
     * Sets the number of principal components to keep, {@code pcq} only: {@code Rows} keep so many for each band, as a
     * truncated singular value decomposition does; {@code Blocks} so many coefficients for each 64 pixels of a picture, or
     * components across the bands of a raster.
     *
     * @param components 1 to 4096, or 0 for what the quality or the variance gives
     */
    public void setComponents(int components) {
        checkFormat("pcq", "components");
        if (components < 0 || components > PcqOptions.MAX_COMPONENTS) {
            throw new IllegalArgumentException(
                    "components are not from 0 to " + PcqOptions.MAX_COMPONENTS + ": " + components);
        }
        if (components > 0 && this.components == 0) {
            checkFree();
        }
        this.components = components;
    }

    /**
     * Returns the share of variance to keep.
     *
     * @return over 0 and below 1, or 0 for what the quality or the components give
     */
    public double getVarianceRetained() {
        return variance;
    }

    /**
     * Sets the share of variance that the picture has to keep, {@code pcq} only: {@code Rows} keep the fewest principal
     * components that explain it, {@code Blocks} lose so little of it.
     *
     * @param variance over 0 and below 1, say 0.95; or 0 for what the quality or the components give
     */
    public void setVarianceRetained(double variance) {
        checkFormat("pcq", "variance");
        if (!(variance >= 0 && variance < 1)) {
            throw new IllegalArgumentException("variance is not from 0 to below 1: " + variance);
        }
        if (variance > 0 && this.variance == 0) {
            checkFree();
        }
        this.variance = variance;
    }

    /**
     * Returns the model.
     *
     * @return a model's folder or bundle; null for the one inside the library
     */
    public Path getModel() {
        return model;
    }

    /**
     * Sets the model, {@code nnz} only. Who reads the file needs it too.
     *
     * @param model a model's folder or bundle; null for the one inside the library
     */
    public void setModel(Path model) {
        if (model != null) {
            checkFormat("nnz", "a model");
        }
        this.model = model;
    }

    /**
     * Returns what is worth more.
     *
     * @return time or bytes; {@link Effort#SMALL} at first
     */
    public Effort getEffort() {
        return effort;
    }

    /**
     * Sets what is worth more.
     *
     * @param effort time or bytes
     */
    public void setEffort(Effort effort) {
        if (effort == null) {
            throw new IllegalArgumentException("effort == null");
        }
        this.effort = effort;
    }

    /**
     * Tells whether EXIF and XMP go into the file.
     *
     * @return true at first
     */
    public boolean isMetadataWritten() {
        return metadataWritten;
    }

    /**
     * Sets whether EXIF and XMP go into the file. ICC profiles always do: without them colours would change.
     *
     * @param metadataWritten false to leave them out
     */
    public void setMetadataWritten(boolean metadataWritten) {
        this.metadataWritten = metadataWritten;
    }

    private void checkFormat(String wanted, String what) {
        if (!formatName.equals(wanted)) {
            throw new UnsupportedOperationException(formatName + " does not have " + what);
        }
    }

    /** Checks that nothing yet says how much the picture may lose. */
    private void checkFree() {
        checkUnset(explicitQuality, "a quality");
        checkUnset(targetBytes > 0, "a target size");
        checkUnset(targetPsnr > 0, "a target PSNR");
        checkUnset(colours > 0, "colours");
        checkUnset(components > 0, "components");
        checkUnset(variance > 0, "variance");
    }

    private static void checkUnset(boolean set, String what) {
        if (set) {
            throw new IllegalStateException(what + " is set already, unset it first");
        }
    }
}

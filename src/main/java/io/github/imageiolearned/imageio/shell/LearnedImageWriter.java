// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.ImageWriterBase;
import io.github.imageiolearned.entropy.PlaneCoder;
import io.github.imageiolearned.format.Limits;
import io.github.imageiolearned.format.Metadata;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.imageio.LearnedImageWriteParam;
import io.github.imageiolearned.pixels.ImageLayout;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSource;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.TileGrid;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageWriterSpi;

/**
 * Writes pictures of one format: everything but the encoding of tiles, which the codec does. Nothing goes into the
 * stream before all is encoded, so an encoder that fails or is aborted leaves no half file.
 */
public abstract class LearnedImageWriter extends ImageWriterBase {
    private final Codec codec;

    /**
     * Creates a writer.
     *
     * @param provider who creates it
     * @param codec encodes tiles
     */
    protected LearnedImageWriter(ImageWriterSpi provider, Codec codec) {
        super(provider);
        this.codec = codec;
        availableLocales = new Locale[] {Locale.ENGLISH, Locale.FRENCH, Locale.GERMAN};
    }

    @Override
    public boolean canWriteRasters() {
        return codec.takesRasters();
    }

    @Override
    public ImageWriteParam getDefaultWriteParam() {
        Locale language = getLocale();
        return new LearnedImageWriteParam(codec.format().name(), language == null ? Locale.getDefault() : language);
    }

    @Override
    public IIOMetadata getDefaultImageMetadata(ImageTypeSpecifier imageType, ImageWriteParam param) {
        LearnedMetadata metadata = new LearnedMetadata(imageType, codec.format().name(), null, null);
        ImageLayout.of(imageType.getColorModel(), imageType.getSampleModel())
                .flatMap(ImageLayout::profile)
                .ifPresent(profile -> metadata.carried().put(Metadata.ICC, profile.getData()));
        return metadata;
    }

    /**
     * Keeps ICC, EXIF and XMP of the three formats' own metadata and of JPEG, PNG and TIFF metadata.
     *
     * @param inData metadata of any format
     * @param imageType what the image is like
     * @param param ignored
     * @return metadata that this writer understands
     */
    @Override
    public IIOMetadata convertImageMetadata(IIOMetadata inData, ImageTypeSpecifier imageType, ImageWriteParam param) {
        if (inData == null || imageType == null) {
            throw new IllegalArgumentException(inData == null ? "inData == null" : "imageType == null");
        }
        LearnedMetadata metadata = (LearnedMetadata) getDefaultImageMetadata(imageType, param);
        Map<Metadata, byte[]> carried = Transcoder.carried(inData);
        byte[] profile = carried.remove(Metadata.ICC);
        byte[] known = metadata.carried().get(Metadata.ICC);
        // The image's own profile counts, but Java does not give it back byte for byte.
        boolean taken = known == null ? Transcoder.keepsSamples(inData) : Profiles.same(profile, known);
        if (profile != null && taken) {
            metadata.carried().put(Metadata.ICC, profile);
        }
        metadata.carried().putAll(carried);
        return metadata;
    }

    @Override
    public void write(IIOMetadata streamMetadata, IIOImage image, ImageWriteParam param) throws IOException {
        assertOutput();
        if (image == null) {
            throw new IllegalArgumentException("image == null");
        }
        if (image.hasRaster() && !canWriteRasters()) {
            throw new UnsupportedOperationException("rasters cannot be written, only images");
        }
        clearAbortRequest();
        LearnedImageWriteParam settings = Settings.of(param, codec.format());
        SourcePicture source = image.hasRaster()
                ? SourcePicture.of(image.getRaster(), param)
                : SourcePicture.of(image.getRenderedImage(), param, codec);
        Map<Metadata, byte[]> metadata = metadata(image, source, settings);
        if (image.getNumThumbnails() > 0) {
            processWarningOccurred(0, "thumbnails are left out: the format has none");
        }
        processImageStarted(0);
        processImageProgress(0);
        Progress progress = new OwnerProgress(this::abortRequested, this::processImageProgress);
        Encoded encoded = null;
        try {
            progress.check();
            encoded = encode(source, settings, metadata, progress);
        } catch (IOException e) {
            throw Faults.of(e);
        } catch (RuntimeException e) {
            if (!progress.cancelled()) {
                throw e;
            }
        }
        if (encoded == null || progress.cancelled()) {
            processWriteAborted();
            return;
        }
        encoded.write(imageOutput::write);
        processImageProgress(100);
        processImageComplete();
    }

    private Map<Metadata, byte[]> metadata(IIOImage image, SourcePicture source, LearnedImageWriteParam settings) {
        ImageTypeSpecifier type = source.type();
        LearnedMetadata metadata = (LearnedMetadata)
                (image.getMetadata() == null
                        ? getDefaultImageMetadata(type, settings)
                        : convertImageMetadata(image.getMetadata(), type, settings));
        Map<Metadata, byte[]> carried = new EnumMap<>(Metadata.class);
        carried.putAll(metadata.carried());
        if (!settings.isMetadataWritten()) {
            carried.keySet().retainAll(List.of(Metadata.ICC));
        }
        for (Metadata kind : List.copyOf(carried.keySet())) {
            if (carried.get(kind).length > Limits.MOST_CARRIED) {
                carried.remove(kind);
                processWarningOccurred(0, "the " + kind + " metadata is left out: it is too large");
            }
        }
        byte[] profile = carried.get(Metadata.ICC);
        if (profile != null && !source.fits(profile)) {
            carried.remove(Metadata.ICC);
            processWarningOccurred(0, "the ICC profile is left out: it is not for pictures of this kind");
        }
        return carried;
    }

    private Encoded encode(
            SourcePicture source, LearnedImageWriteParam settings, Map<Metadata, byte[]> metadata, Progress progress)
            throws IOException {
        boolean plane = source.alpha() && codec.alpha() == PictureHeader.Alpha.PLANE;
        PixelSource pixels = source.pixels();
        List<byte[]> alpha = plane ? alphaPlanes(pixels, progress.part(0, 0.1f)) : List.of();
        PictureHeader.Alpha kind = source.alpha() ? codec.alpha() : PictureHeader.Alpha.NONE;
        PixelSource coded = plane ? pixels.bands(0, pixels.bands() - 1) : pixels;
        Progress rest = progress.part(plane ? 0.1f : 0, 1);
        RateControl.Result result = new RateControl(
                        codec,
                        coded,
                        settings,
                        rest,
                        picture -> new Encoded(codec.format(), source.header(kind, picture), metadata, picture, alpha))
                .run();
        if (result.complaint() != null) {
            processWarningOccurred(0, result.complaint());
        }
        return result.encoded();
    }

    /** Lossless alpha of each tile, for codecs that do not take it. */
    private static List<byte[]> alphaPlanes(PixelSource pixels, Progress progress) throws IOException {
        TileGrid grid = new TileGrid(pixels.width(), pixels.height(), 1 << PictureHeader.DEFAULT_TILE_SHIFT);
        PixelSource alpha = pixels.bands(pixels.bands() - 1, 1);
        byte[][] planes = new byte[grid.size()][];
        Parallel.forEach(planes.length, progress, i -> {
            short[] plane = alpha.read(grid.tile(i)).plane(0);
            planes[i] = PlaneCoder.encode(plane, grid.tile(i).width(), pixels.bitDepth());
        });
        return Arrays.asList(planes);
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import com.twelvemonkeys.imageio.ImageReaderBase;
import io.github.imageiolearned.entropy.PlaneCoder;
import io.github.imageiolearned.format.ContainerReader;
import io.github.imageiolearned.format.FormatException;
import io.github.imageiolearned.format.Limits;
import io.github.imageiolearned.format.Metadata;
import io.github.imageiolearned.format.PictureHeader;
import io.github.imageiolearned.format.TileReader;
import io.github.imageiolearned.imageio.LearnedImageReadParam;
import io.github.imageiolearned.pixels.Parallel;
import io.github.imageiolearned.pixels.PixelSink;
import io.github.imageiolearned.pixels.Progress;
import io.github.imageiolearned.pixels.Region;
import io.github.imageiolearned.pixels.Samples;
import io.github.imageiolearned.pixels.TileGrid;
import java.awt.Rectangle;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToLongFunction;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.ImageReaderSpi;

/** Reads pictures of one format: everything but the decoding of tiles, which the codec does. */
public abstract class LearnedImageReader extends ImageReaderBase {
    /** Looking at a header costs nothing, so it is limited only when pixels are asked for. */
    private static final long NO_LIMIT = 1L << 59;

    private static final String COUNTED = "Counted";

    private final Codec codec;
    private StreamBytes bytes;
    private ContainerReader container;

    /**
     * Creates a reader.
     *
     * @param provider who creates it
     * @param codec decodes tiles
     */
    protected LearnedImageReader(ImageReaderSpi provider, Codec codec) {
        super(provider);
        this.codec = codec;
    }

    @Override
    protected void resetMembers() {
        bytes = null;
        container = null;
    }

    @Override
    public ImageReadParam getDefaultReadParam() {
        return new LearnedImageReadParam();
    }

    @Override
    public int getNumImages(boolean allowSearch) throws IOException {
        int count = super.getNumImages(allowSearch);
        if (allowSearch && isSeekForwardOnly()) {
            throw new IllegalStateException("pictures cannot be searched in a stream that is only read forwards");
        }
        return count;
    }

    @Override
    public int getWidth(int imageIndex) throws IOException {
        return container(imageIndex).header().width();
    }

    @Override
    public int getHeight(int imageIndex) throws IOException {
        return container(imageIndex).header().height();
    }

    @Override
    public boolean isRandomAccessEasy(int imageIndex) throws IOException {
        checkBounds(imageIndex);
        return true;
    }

    @Override
    public ImageTypeSpecifier getRawImageType(int imageIndex) throws IOException {
        return types(container(imageIndex)).get(0);
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
        return types(container(imageIndex)).iterator();
    }

    @Override
    public IIOMetadata getImageMetadata(int imageIndex) throws IOException {
        return metadata(container(imageIndex), false);
    }

    /**
     * {@inheritDoc} If the node names hold {@code "Counted"}, the picture is decoded to find out more about it, as facts of
     * the codec: for {@code kmq} the share of the pixels that each entry of the palette has.
     */
    @Override
    public IIOMetadata getImageMetadata(int imageIndex, String formatName, Set<String> nodeNames) throws IOException {
        IIOMetadata metadata = super.getImageMetadata(imageIndex, formatName, nodeNames);
        return metadata == null || !nodeNames.contains(COUNTED) ? metadata : metadata(container(imageIndex), true);
    }

    private IIOMetadata metadata(ContainerReader file, boolean counted) throws IOException {
        PictureHeader header = file.header();
        String name = codec.format().name();
        LearnedMetadata.Facts facts;
        int[] palette;
        try {
            Map<String, String> details = new LinkedHashMap<>(codec.facts(header));
            if (counted) {
                LearnedImageReadParam param = new LearnedImageReadParam();
                checkLimit(header, param);
                prepared(file, param);
                details.putAll(codec.deepFacts(header, tiles(file)));
            }
            facts = new LearnedMetadata.Facts(header, name.toLowerCase(Locale.ROOT), details, codec.lossless(header));
            palette = codec.palette(header).orElse(null);
        } catch (IOException e) {
            throw Faults.of(e);
        }
        LearnedMetadata metadata = new LearnedMetadata(types(file).get(0), name, palette, facts);
        for (Metadata kind : file.metadataKinds()) {
            byte[] carried = carried(file, kind);
            if (carried != null) {
                metadata.carried().put(kind, carried);
            }
        }
        return metadata;
    }

    @Override
    public boolean canReadRaster() {
        return true;
    }

    /**
     * Reads samples as they are: of a raster all bands, of a picture its colours and then straight alpha. Source region,
     * subsampling, source and destination bands count; a destination offset is where the raster says that it begins.
     */
    @Override
    public Raster readRaster(int imageIndex, ImageReadParam param) throws IOException {
        ContainerReader file = container(imageIndex);
        PictureHeader header = file.header();
        Codec.Decoder decoder = decoder(file, param);
        Rectangle source = getSourceRegion(param, header.width(), header.height());
        WritableRaster raster = Target.raster(param, source, header);
        if (Target.selectsBands(param)) {
            checkReadParamBandSettings(param, header.bands(), raster.getNumBands());
        }
        fill(imageIndex, file, decoder, Target.of(raster, source, param, header));
        return raster;
    }

    @Override
    public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
        ContainerReader file = container(imageIndex);
        PictureHeader header = file.header();
        List<ImageTypeSpecifier> types = types(file);
        Codec.Decoder decoder = decoder(file, param);
        Target target = target(param, types, header);
        fill(imageIndex, file, decoder, target);
        return target.image();
    }

    /** Gets everything ready that can fail before memory is taken for the pixels. */
    private Codec.Decoder decoder(ContainerReader file, ImageReadParam param) throws IOException {
        clearAbortRequest();
        LearnedImageReadParam own = param instanceof LearnedImageReadParam ours ? ours : new LearnedImageReadParam();
        checkLimit(file.header(), own);
        return prepared(file, own);
    }

    private void fill(int imageIndex, ContainerReader file, Codec.Decoder decoder, Target target) throws IOException {
        processImageStarted(imageIndex);
        processImageProgress(0);
        OwnerProgress progress = new OwnerProgress(this::abortRequested, this::processImageProgress);
        try {
            progress.check();
            decode(file, decoder, target, progress);
            bytes.leaveAt(file.length());
        } catch (IOException e) {
            throw Faults.of(e);
        } catch (RuntimeException e) {
            if (progress.thrown().isPresent()) {
                throw progress.thrown().get();
            }
            if (!progress.cancelled()) {
                throw Faults.of(e);
            }
        }
        if (progress.cancelled()) {
            processReadAborted();
        } else {
            processImageProgress(100);
            processImageComplete();
        }
    }

    private Target target(ImageReadParam param, List<ImageTypeSpecifier> types, PictureHeader header)
            throws IOException {
        BufferedImage image = Target.image(param, types, header);
        if (Target.selectsBands(param)) {
            checkReadParamBandSettings(
                    param, header.bands(), image.getSampleModel().getNumBands());
        }
        Rectangle source = new Rectangle();
        Rectangle destination = new Rectangle();
        computeRegions(param, header.width(), header.height(), image, source, destination);
        return Target.of(image, source, destination, param, header, codec.palette(header));
    }

    private void decode(ContainerReader file, Codec.Decoder decoder, Target target, Progress progress)
            throws IOException {
        PictureHeader header = file.header();
        boolean plane = header.alpha() == PictureHeader.Alpha.PLANE;
        if (plane) {
            decodeAlpha(file, target, progress.part(0, 0.1f));
        }
        decoder.decode(tiles(file), target.region(), target.sink().bandsFrom(0), progress.part(plane ? 0.1f : 0, 1));
    }

    private static TileReader tiles(ContainerReader file) {
        return locked(file, file::tile, file::tilePosition);
    }

    private static TileReader alphas(ContainerReader file) {
        return locked(file, file::alpha, file::alphaPosition);
    }

    /** A file is read by one thread at a time, as a stream has one position. */
    private static TileReader locked(ContainerReader file, TileReader bytes, IntToLongFunction positions) {
        return new TileReader() {
            @Override
            public byte[] tile(int index) throws IOException {
                synchronized (file) {
                    return bytes.tile(index);
                }
            }

            @Override
            public long position(int index) {
                return positions.applyAsLong(index);
            }
        };
    }

    private static void decodeAlpha(ContainerReader file, Target target, Progress progress) throws IOException {
        PictureHeader header = file.header();
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSide());
        List<Integer> touched = grid.tilesIn(target.region());
        PixelSink sink = target.sink().bandsFrom(header.colourBands());
        TileReader planes = alphas(file);
        Parallel.forEach(touched.size(), progress, i -> {
            int number = touched.get(i);
            Region tile = grid.tile(number);
            short[] alpha = planes.decode(
                    number, coded -> PlaneCoder.decode(coded, tile.width(), tile.height(), header.bitDepth()));
            Samples samples = new Samples(tile.width(), tile.height(), header.bitDepth(), new short[][] {alpha});
            sink.writePart(tile.x(), tile.y(), samples, target.region());
        });
    }

    private Codec.Decoder prepared(ContainerReader file, LearnedImageReadParam param) throws IOException {
        PictureHeader header = file.header();
        try {
            Codec.Decoder decoder = decoder(file, param);
            TileGrid grid = new TileGrid(header.width(), header.height(), header.tileSide());
            file.locateTiles(grid.size(), mostBytes(header));
            return decoder;
        } catch (IOException e) {
            throw Faults.of(e);
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            throw Faults.of(e);
        }
    }

    private Codec.Decoder decoder(ContainerReader file, LearnedImageReadParam param) throws IOException {
        try {
            return codec.decoder(file.header(), param);
        } catch (FormatException e) {
            throw FormatException.in("the settings", file.settingsOffset(), e);
        }
    }

    /** Four times the samples of the largest tile, and something for small ones: no codec comes near it. */
    private static int mostBytes(PictureHeader header) {
        long side = header.tileSide() * 3L / 2;
        long samples = Math.min(header.width(), side) * Math.min(header.height(), side) * header.bands();
        return (int) Math.min(Integer.MAX_VALUE - 64, samples * header.bitDepth() / 8 * 4 + (1 << 16));
    }

    private static Limits limits() throws IIOException {
        try {
            return Limits.ofSystem();
        } catch (IOException e) {
            throw Faults.of(e);
        }
    }

    private static void checkLimit(PictureHeader header, LearnedImageReadParam param) throws IIOException {
        Limits limits = limits();
        Optional<String> refusal = (param.getMaxPixels() == 0 ? limits : limits.withMaxPixels(param.getMaxPixels()))
                .refusal(header.width(), header.height(), header.colourBands());
        if (refusal.isPresent()) {
            throw new IIOException(refusal.get() + "; LearnedImageReadParam.setMaxPixels sets it for one picture");
        }
    }

    private ContainerReader container(int imageIndex) throws IOException {
        checkBounds(imageIndex);
        if (container == null) {
            try {
                if (bytes == null) {
                    bytes = new StreamBytes(imageInput);
                }
                ContainerReader file = new ContainerReader(codec.format(), bytes, limits().withMaxPixels(NO_LIMIT));
                PictureHeader.Alpha alpha = file.header().alpha();
                if (alpha != PictureHeader.Alpha.NONE && alpha != codec.alpha()) {
                    throw new FormatException(-1, codec.format() + " pictures do not have alpha as " + alpha);
                }
                container = file;
            } catch (IOException e) {
                throw Faults.of(e);
            }
        }
        return container;
    }

    private List<ImageTypeSpecifier> types(ContainerReader file) throws IIOException {
        try {
            return new ArrayList<>(ImageTypes.of(
                    file.header(), space(file), codec.palette(file.header()), codec.indexed(file.header())));
        } catch (IOException e) {
            throw Faults.of(e);
        }
    }

    private Optional<ICC_ColorSpace> space(ContainerReader file) {
        byte[] profile = carried(file, Metadata.ICC);
        if (profile == null) {
            return Optional.empty();
        }
        try {
            return Profiles.space(profile, file.header().colour());
        } catch (IllegalArgumentException e) {
            processWarningOccurred("the ICC profile is ignored: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Metadata bytes, or null with a warning if they are broken: a picture is worth more than what it carries. */
    private byte[] carried(ContainerReader file, Metadata kind) {
        try {
            return file.metadata(kind);
        } catch (FormatException e) {
            processWarningOccurred("the " + kind + " chunk is ignored: " + e.getMessage());
            return null;
        }
    }
}

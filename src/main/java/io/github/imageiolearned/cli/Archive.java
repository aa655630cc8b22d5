// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * An archive of pictures: zip, 7z, or tar, plain or compressed. It is read from its beginning to its end, and nothing of
 * it is written to disk. What it may unpack to is limited, entry by entry and as a whole, so that a small archive cannot
 * keep a machine busy for ever.
 */
final class Archive {
    /** Most entries. */
    static final int MAX_ENTRIES = 1_000_000;
    /** Most bytes of an entry. */
    static final int MAX_ENTRY = 1 << 29;

    private static final long ALWAYS_ALLOWED = 1L << 28;
    private static final long MAX_UNPACKED = 1L << 34;
    private static final long MAX_RATIO = 200;
    private static final int MEMORY_KIB = 1 << 19;

    private static final List<String> SUFFIXES =
            List.of(".zip", ".7z", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz");

    private final Path path;
    private final long limit;

    /** Hears of the entries of an archive in their order. */
    interface Visitor {
        /**
         * Looks at an entry.
         *
         * @param ordinal which entry of the archive, from 0; folders do not count
         * @param name its name, as the archive has it
         * @param content its content, if it is wanted
         * @throws IOException if it cannot be read
         * @throws InterruptedException if this thread is interrupted
         */
        void entry(int ordinal, String name, Content content) throws IOException, InterruptedException;
    }

    /** Gives the content of an entry while it is the one looked at. */
    interface Content {
        /**
         * Reads the entry.
         *
         * @return all of it
         * @throws IOException if it is damaged, encrypted or too large
         */
        byte[] read() throws IOException;
    }

    /**
     * Names an archive.
     *
     * @param path the file
     * @param limit most bytes it may unpack to; 0 for 256 MiB more than 200 times its size, but at most 16 GiB
     * @throws IOException if its size cannot be found out
     */
    Archive(Path path, long limit) throws IOException {
        this.path = path;
        this.limit = limit > 0 ? limit : Math.min(MAX_UNPACKED, ALWAYS_ALLOWED + MAX_RATIO * Files.size(path));
    }

    /**
     * Tells by its name whether a file is an archive.
     *
     * @param path a file
     * @return whether its suffix is one of an archive that can be read
     */
    static boolean is(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(name::endsWith);
    }

    /**
     * Looks at all entries that are files.
     *
     * @param visitor hears of each
     * @throws IOException if the archive is damaged, or larger than allowed
     * @throws InterruptedException if the visitor is interrupted
     */
    void visit(Visitor visitor) throws IOException, InterruptedException {
        try (Source source = open()) {
            int ordinal = 0;
            for (ArchiveEntry entry = source.next(); entry != null; entry = source.next()) {
                if (entry.isDirectory()) {
                    continue;
                }
                if (ordinal >= MAX_ENTRIES) {
                    throw new IOException("more than " + MAX_ENTRIES + " entries");
                }
                visitor.entry(ordinal++, entry.getName(), source::read);
            }
        } catch (RuntimeException e) {
            // Commons Compress throws these at some damaged archives.
            throw new IOException("damaged archive: " + Failures.reason(e), e);
        }
    }

    private IOException tooLarge() {
        return new IOException("unpacks to more than " + limit + " bytes, which --archive-limit sets");
    }

    private Source open() throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".zip")) {
            return new Zip();
        }
        if (name.endsWith(".7z")) {
            return new SevenZ();
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        try {
            if (name.endsWith("gz")) {
                return new Tar(GzipCompressorInputStream.builder()
                        .setInputStream(in)
                        .setDecompressConcatenated(true)
                        .get());
            }
            if (name.endsWith("bz2")) {
                return new Tar(new BZip2CompressorInputStream(in, true));
            }
            return new Tar(
                    name.endsWith("xz")
                            ? XZCompressorInputStream.builder()
                                    .setInputStream(in)
                                    .setDecompressConcatenated(true)
                                    .setMemoryLimitKiB(MEMORY_KIB)
                                    .get()
                            : in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The entries of one kind of archive, one after another. */
    private abstract static class Source implements Closeable {
        /** Goes to the next entry; null behind the last. */
        abstract ArchiveEntry next() throws IOException;

        /** Opens the entry gone to. */
        abstract InputStream open() throws IOException;

        /** Counts bytes that were unpacked. */
        abstract void count(long bytes) throws IOException;

        final byte[] read() throws IOException {
            try (InputStream in = open()) {
                byte[] bytes = in.readNBytes(MAX_ENTRY);
                count(bytes.length);
                if (in.read() >= 0) {
                    throw new IOException("larger than " + MAX_ENTRY + " bytes");
                }
                return bytes;
            }
        }
    }

    private final class Zip extends Source {
        private final ZipFile file = ZipFile.builder().setPath(path).get();
        private final Enumeration<ZipArchiveEntry> entries = file.getEntriesInPhysicalOrder();
        private ZipArchiveEntry current;
        private long unpacked;

        private Zip() throws IOException {}

        @Override
        ArchiveEntry next() {
            current = entries.hasMoreElements() ? entries.nextElement() : null;
            return current;
        }

        @Override
        InputStream open() throws IOException {
            if (!file.canReadEntryData(current)) {
                throw new IOException("encrypted, or compressed in a way that is not known");
            }
            return file.getInputStream(current);
        }

        @Override
        void count(long bytes) throws IOException {
            unpacked += bytes;
            if (unpacked > limit) {
                throw tooLarge();
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class SevenZ extends Source {
        private final SevenZFile file = SevenZFile.builder()
                .setPath(path)
                .setMaxMemoryLimitKiB(MEMORY_KIB)
                .get();

        private SevenZ() throws IOException {
            // Its entries are compressed together, so reading the last one unpacks all: what counts is the sum.
            long sum = 0;
            for (SevenZArchiveEntry entry : file.getEntries()) {
                sum += Math.min(Math.max(0, entry.getSize()), limit + 1);
                if (sum > limit) {
                    file.close();
                    throw tooLarge();
                }
            }
        }

        @Override
        ArchiveEntry next() throws IOException {
            return file.getNextEntry();
        }

        @Override
        InputStream open() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    return file.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    return file.read(bytes, offset, length);
                }
            };
        }

        @Override
        void count(long bytes) {
            // All were counted before the first.
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private final class Tar extends Source {
        private final TarArchiveInputStream in;

        private Tar(InputStream unpacked) {
            in = new TarArchiveInputStream(new Counted(unpacked), "UTF-8");
        }

        @Override
        ArchiveEntry next() throws IOException {
            TarArchiveEntry entry = in.getNextEntry();
            while (entry != null && !holdsBytes(entry)) {
                entry = in.getNextEntry();
            }
            return entry;
        }

        private static boolean holdsBytes(TarArchiveEntry entry) {
            return !entry.isSymbolicLink()
                    && !entry.isLink()
                    && !entry.isFIFO()
                    && !entry.isBlockDevice()
                    && !entry.isCharacterDevice();
        }

        @Override
        InputStream open() {
            return new FilterInputStream(in) {
                @Override
                public void close() {
                    // The archive goes on behind the entry.
                }
            };
        }

        @Override
        void count(long bytes) {
            // The stream below counts what is skipped too.
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** Counts what is unpacked, read or skipped. */
    private final class Counted extends FilterInputStream {
        private long unpacked;

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(read);
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            unpacked += Math.max(0, bytes);
            if (unpacked > limit) {
                throw tooLarge();
            }
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final BufferedImage image = TestImages.painted(BufferedImage.TYPE_4BYTE_ABGR, 6000, 4);

    /** Notes what it hears, and calls {@code abort} at some percentage. */
    private static final class Listener implements IIOReadProgressListener, IIOWriteProgressListener {
        private final List<String> heard = new ArrayList<>();
        private final List<Float> percents = new ArrayList<>();
        private final Thread thread = Thread.currentThread();
        private final float abortAt;
        private final Runnable abort;

        Listener(float abortAt, Runnable abort) {
            this.abortAt = abortAt;
            this.abort = abort;
        }

        private void progress(float percent) {
            assertSame(thread, Thread.currentThread());
            percents.add(percent);
            if (percent >= abortAt) {
                abort.run();
            }
        }

        private void started() {
            heard.add("started");
            if (abortAt < 0) {
                abort.run();
            }
        }

        void assertHeard(String... events) {
            assertEquals(List.of(events), heard);
            assertEquals(percents.stream().sorted().distinct().toList(), percents);
        }

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {
            started();
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            progress(percentageDone);
        }

        @Override
        public void imageComplete(ImageReader source) {
            heard.add("complete");
        }

        @Override
        public void readAborted(ImageReader source) {
            heard.add("aborted");
        }

        @Override
        public void imageStarted(ImageWriter source, int imageIndex) {
            started();
        }

        @Override
        public void imageProgress(ImageWriter source, float percentageDone) {
            progress(percentageDone);
        }

        @Override
        public void imageComplete(ImageWriter source) {
            heard.add("complete");
        }

        @Override
        public void writeAborted(ImageWriter source) {
            heard.add("aborted");
        }

        @Override
        public void sequenceStarted(ImageReader source, int minIndex) {
            heard.add("sequence");
        }

        @Override
        public void sequenceComplete(ImageReader source) {
            heard.add("sequence");
        }

        @Override
        public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {
            heard.add("thumbnail");
        }

        @Override
        public void thumbnailProgress(ImageReader source, float percentageDone) {
            heard.add("thumbnail");
        }

        @Override
        public void thumbnailComplete(ImageReader source) {
            heard.add("thumbnail");
        }

        @Override
        public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {
            heard.add("thumbnail");
        }

        @Override
        public void thumbnailProgress(ImageWriter source, float percentageDone) {
            heard.add("thumbnail");
        }

        @Override
        public void thumbnailComplete(ImageWriter source) {
            heard.add("thumbnail");
        }
    }

    @Test
    void readingIsFollowedToTheEnd() throws IOException {
        ImageReader reader = TestImages.open(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image));
        Listener listener = new Listener(1000, () -> {});
        reader.addIIOReadProgressListener(listener);
        reader.read(0);
        listener.assertHeard("started", "complete");
        assertEquals(0, listener.percents.get(0));
        assertEquals(100, listener.percents.get(listener.percents.size() - 1));
    }

    @Test
    void readingCanBeAbortedAndBegunAgain() throws IOException {
        for (float abortAt : new float[] {-1, 0, 1}) {
            ImageReader reader = TestImages.open(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image));
            Listener listener = new Listener(abortAt, reader::abort);
            reader.addIIOReadProgressListener(listener);
            assertEquals(6000, reader.read(0).getWidth());
            listener.assertHeard("started", "aborted");
            reader.removeIIOReadProgressListener(listener);
            assertEquals(0, TestImages.difference(image, reader.read(0)));
        }
    }

    @Test
    void whatAListenerThrowsComesOutAsItIs() throws IOException {
        IllegalStateException thrown = new IllegalStateException("of the listener");
        Listener listener = new Listener(1, () -> {
            throw thrown;
        });
        ImageReader reader = TestImages.open(RawCodec.PLANE, TestImages.raw(RawCodec.PLANE, image));
        reader.addIIOReadProgressListener(listener);
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> reader.read(0)));
        ImageWriter writer = RawCodec.writer(RawCodec.PLANE);
        writer.addIIOWriteProgressListener(listener);
        assertThrows(IllegalStateException.class, () -> TestImages.write(writer, image, null));
    }

    @Test
    void writingIsFollowedToTheEnd() throws IOException {
        ImageWriter writer = RawCodec.writer(RawCodec.PLANE);
        Listener listener = new Listener(1000, () -> {});
        writer.addIIOWriteProgressListener(listener);
        TestImages.write(writer, image, null);
        listener.assertHeard("started", "complete");
        assertTrue(listener.percents.size() > 2);
        assertEquals(100, listener.percents.get(listener.percents.size() - 1));
    }

    @Test
    void anAbortedWriterHasWrittenNothing() throws IOException {
        for (float abortAt : new float[] {-1, 0, 1}) {
            ImageWriter writer = RawCodec.writer(RawCodec.PLANE);
            Listener listener = new Listener(abortAt, writer::abort);
            writer.addIIOWriteProgressListener(listener);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(image);
            }
            listener.assertHeard("started", "aborted");
            assertEquals(0, bytes.size());
            writer.removeIIOWriteProgressListener(listener);
            assertTrue(TestImages.write(writer, image, null).length > 0);
        }
    }
}

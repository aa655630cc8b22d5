// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.deflate.DeflateCompressorInputStream;
import org.apache.commons.compress.compressors.deflate.DeflateCompressorOutputStream;
import org.apache.commons.compress.compressors.deflate.DeflateParameters;

/** Zlib streams (RFC 1950), in memory. */
public final class Deflated {
    private Deflated() {}

    /**
     * Deflates as small as can be.
     *
     * @param plain what to deflate
     * @return a zlib stream
     */
    public static byte[] deflate(byte[] plain) {
        DeflateParameters parameters = new DeflateParameters();
        parameters.setCompressionLevel(Deflater.BEST_COMPRESSION);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream deflater = new DeflateCompressorOutputStream(out, parameters)) {
            deflater.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException("deflating in memory failed", e);
        }
        return out.toByteArray();
    }

    /**
     * Inflates no more than the limit.
     *
     * @param body a zlib stream
     * @param limit most bytes that are granted
     * @param what what the stream is, for messages
     * @param offset where it begins, for messages; -1 if that is not known
     * @return what it inflates to
     * @throws FormatException if that is more, or the stream is malformed
     */
    public static byte[] inflate(byte[] body, int limit, String what, long offset) throws FormatException {
        try (InputStream in = new DeflateCompressorInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new FormatException(offset, what + " inflates to more than " + limit + " bytes");
            }
            return plain;
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            FormatException malformed = new FormatException(offset, what + " does not inflate: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }
}

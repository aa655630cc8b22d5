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

/** Bodies of metadata chunks: zlib streams (RFC 1950). */
final class Deflated {
    private Deflated() {}

    static byte[] deflate(byte[] plain) {
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

    /** Inflates no more than the limit. */
    static byte[] inflate(byte[] body, int limit, long offset) throws FormatException {
        try (InputStream in = new DeflateCompressorInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(limit);
            if (in.read() >= 0) {
                throw new FormatException(offset, "metadata inflates to more than " + limit + " bytes");
            }
            return plain;
        } catch (FormatException e) {
            throw e;
        } catch (IOException e) {
            FormatException malformed = new FormatException(offset, "metadata does not inflate: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.entropy;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.InflaterInputStream;

/**
 * Loads what was learned offline and is shipped as a resource: starting states of mixers, transform bases. Such a
 * resource is part of the file format, so its digest is checked: a decoder with other numbers would show another picture.
 */
public final class Priors {
    private Priors() {}

    /**
     * Reads a resource.
     *
     * @param owner class in whose package the resource lies
     * @param name file name of the resource, a zlib stream (RFC 1950)
     * @param sha256 SHA-256 of the inflated bytes, in hexadecimal
     * @return the inflated bytes
     * @throws IllegalStateException if the resource is missing or not the one that was released
     */
    public static byte[] load(Class<?> owner, String name, String sha256) {
        try (InputStream raw = owner.getResourceAsStream(name)) {
            if (raw == null) {
                throw new IllegalStateException("resource " + name + " is missing beside " + owner.getName());
            }
            byte[] bytes = inflated(raw);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            if (!HexFormat.of().formatHex(digest).equals(sha256)) {
                throw new IllegalStateException("resource " + name + " beside " + owner.getName()
                        + " is not the released one: SHA-256 " + HexFormat.of().formatHex(digest));
            }
            return bytes;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("resource " + name + " beside " + owner.getName() + " does not load", e);
        }
    }

    private static byte[] inflated(InputStream raw) throws IOException {
        try (InputStream in = new InflaterInputStream(raw)) {
            return in.readAllBytes();
        }
    }
}

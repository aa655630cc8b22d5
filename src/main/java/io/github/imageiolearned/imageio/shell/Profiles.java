// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.imageio.shell;

import io.github.imageiolearned.format.PictureHeader;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Colour spaces of ICC profiles from files. */
final class Profiles {
    /** In the last places of numbers with 16 bits behind the point. */
    private static final int ROUNDING = 16;

    private Profiles() {}

    /** By all bytes: the headers of Java's own profiles do not tell sRGB from its linear brother. */
    private static boolean isPlain(byte[] profile) {
        return Arrays.equals(
                        profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData())
                || Arrays.equals(
                        profile, ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData());
    }

    /**
     * Tells whether a profile from a file, maybe null, is what Java has made another of: Java rewrites the numbers of a
     * profile that it has used, with other roundings.
     */
    static boolean same(byte[] profile, byte[] javas) {
        if (profile == null || profile.length != javas.length) {
            return false;
        }
        ByteBuffer one = ByteBuffer.wrap(profile);
        ByteBuffer other = ByteBuffer.wrap(javas);
        while (one.remaining() >= Integer.BYTES) {
            if (Math.abs((long) one.getInt() - other.getInt()) > ROUNDING) {
                return false;
            }
        }
        return true;
    }

    /**
     * The colour space of a profile.
     *
     * @return a space other than sRGB that fits the picture's bands; or nothing for sRGB
     * @throws IllegalArgumentException if the profile is malformed or for another kind of picture
     */
    static Optional<ICC_ColorSpace> space(byte[] profile, PictureHeader.Colour colour) {
        ICC_ColorSpace space;
        try {
            space = new ICC_ColorSpace(ICC_Profile.getInstance(profile));
            // Some profiles are refused only when they are used.
            space.toRGB(new float[space.getNumComponents()]);
        } catch (CMMException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        int type = space.getType();
        boolean fits = colour == PictureHeader.Colour.GREY
                ? type == ColorSpace.TYPE_GRAY
                : colour == PictureHeader.Colour.RGB && type == ColorSpace.TYPE_RGB;
        if (!fits) {
            throw new IllegalArgumentException("it is not for " + colour + " pictures");
        }
        return isPlain(profile) ? Optional.empty() : Optional.of(space);
    }
}

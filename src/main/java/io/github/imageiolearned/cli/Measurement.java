// SPDX-License-Identifier: Apache-2.0
package io.github.imageiolearned.cli;

/**
 * What a setting of a format did to a picture.
 *
 * @param picture name of the file
 * @param format name of the format
 * @param setting name of the setting
 * @param bytes size of the coded file
 * @param bpp bits per pixel
 * @param psnr dB; infinite if nothing was lost
 * @param msSsim 0 to 1
 * @param encodeSeconds time to encode; not a number if that was not asked for
 * @param decodeSeconds time to decode; not a number if that was not asked for
 * @param pngBytes size of the decoded palette picture as PNG, or -1 if it has more than 256 colours or was not asked for
 */
record Measurement(
        String picture,
        String format,
        String setting,
        long bytes,
        double bpp,
        double psnr,
        double msSsim,
        double encodeSeconds,
        double decodeSeconds,
        long pngBytes) {}

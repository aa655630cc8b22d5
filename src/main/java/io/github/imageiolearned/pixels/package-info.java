// SPDX-License-Identifier: Apache-2.0
/**
 * Sample planes, regions and tiles: what a codec sees of a picture. Knows nothing of files and nothing of ImageIO.
 */
package io.github.imageiolearned.pixels;

// SPDX-License-Identifier: Apache-2.0
/** The ImageIO plug-ins: readers, writers, parameters and metadata of the three formats. */
package io.github.imageiolearned.imageio;

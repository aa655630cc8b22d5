// SPDX-License-Identifier: Apache-2.0
/** The ImageIO plug-in for {@code kmq} pictures. */
package io.github.imageiolearned.imageio.kmq;

// SPDX-License-Identifier: Apache-2.0
/** The ImageIO plug-in for {@code pcq} pictures. */
package io.github.imageiolearned.imageio.pcq;

// SPDX-License-Identifier: Apache-2.0
/** K-means palettes: pixels in, coded tiles out. */
package io.github.imageiolearned.kmq;

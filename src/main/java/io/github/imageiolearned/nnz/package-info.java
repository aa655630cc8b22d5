// SPDX-License-Identifier: Apache-2.0
/** The neural codec: pixels in, coded tiles out. */
package io.github.imageiolearned.nnz;

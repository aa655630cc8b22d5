// SPDX-License-Identifier: Apache-2.0
/**
 * The container that the three formats share: signature, header, chunks, checksums, limits. See docs/FORMAT.md.
 */
package io.github.imageiolearned.format;

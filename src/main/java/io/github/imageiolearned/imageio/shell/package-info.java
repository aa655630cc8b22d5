// SPDX-License-Identifier: Apache-2.0
/** What the readers and writers of the three formats share; each adds a codec. */
package io.github.imageiolearned.imageio.shell;

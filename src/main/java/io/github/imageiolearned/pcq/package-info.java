// SPDX-License-Identifier: Apache-2.0
/** Principal components: pixels in, coded tiles out. */
package io.github.imageiolearned.pcq;

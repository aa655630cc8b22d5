// SPDX-License-Identifier: Apache-2.0
/** The command line: commands and reports. */
package io.github.imageiolearned.cli;

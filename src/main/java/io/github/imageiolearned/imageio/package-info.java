// SPDX-License-Identifier: Apache-2.0
/**
 * What a program tells the ImageIO plug-ins {@code kmq}, {@code pcq} and {@code nnz}: read and write parameters, and the
 * format of their metadata. Programs that want defaults need nothing from here: {@code ImageIO.read} and
 * {@code ImageIO.write} do.
 */
package io.github.imageiolearned.imageio;

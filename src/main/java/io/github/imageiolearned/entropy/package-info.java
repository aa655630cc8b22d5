// SPDX-License-Identifier: Apache-2.0
/**
 * Entropy coding in integer arithmetic: the same bytes give the same symbols on every machine. Two back ends share the
 * asymmetric numeral systems of Duda (arXiv:1311.2540): {@link io.github.imageiolearned.entropy.RansEncoder} with static
 * tables and several lanes for speed, and {@link io.github.imageiolearned.entropy.BitEncoder} with adaptive, mixed
 * contexts ({@link io.github.imageiolearned.entropy.ContextMixer}) for size.
 */
package io.github.imageiolearned.entropy;

// SPDX-License-Identifier: Apache-2.0
/** PSNR, MS-SSIM, and the search for a target size or PSNR. */
package io.github.imageiolearned.quality;

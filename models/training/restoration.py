# SPDX-License-Identifier: Apache-2.0
"""The library's restoration filter (docs/format-nnz.md, section 3.1), for a decoder to be trained in front of it.

Weights that the filter fits to each picture are at their optimum, where the error does not depend on them to first order: so
they count as constants, and so does the structure of the picture."""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from model import knot_weights

REACH, LIMIT = 3, 6.0
# one neighbour of each pair: columns, rows
PAIRS = (1, 0), (0, 1), (2, 0), (1, 1), (-1, 1), (0, 2), (3, 0), (2, 1), (-2, 1), (1, 2), (-1, 2), (0, 3)
WEIGHTS = 2 * len(PAIRS)
BLOCK, AROUND, LEVELS, SHAPES = 4, 2, 4, 6
ONE = 4096
# rows of which one is looked at to fit the weights
EVERY = 2


def structure(x):
    """The terms [N, LEVELS * SHAPES, H/4, W/4] of the structure tensor of pictures [N, 3, H, W], sides multiples of 4."""
    grey = F.pad(x.mean(1, keepdim=True), (REACH,) * 4, mode="replicate")
    dx = (grey[..., 2:] - grey[..., :-2])[..., 1:-1, :]
    dy = (grey[..., 2:, :] - grey[..., :-2, :])[..., 1:-1]
    window = BLOCK + 2 * AROUND
    xx, xy, yy = (F.avg_pool2d(product, window, BLOCK) / 4 for product in (dx * dx, dx * dy, dy * dy))
    energy = xx + yy
    place = torch.clamp(torch.log(energy + 1) / math.log(8) - math.log(2) / math.log(8), 0, LEVELS - 1)
    u, v = (xx - yy) / (energy + 1), 2 * xy / (energy + 1)
    shapes = torch.cat([torch.ones_like(u), u, v, u * u - v * v, 2 * u * v, u * u + v * v], 1)
    return torch.cat([torch.relu(1 - torch.abs(place - level)) * shapes for level in range(LEVELS)], 1)


def pair_sums(padded, centre, pair):
    """For a pair of neighbours the sum of their differences from the centre, and of the limited differences."""
    dx, dy = pair
    height, width = centre.shape[-2:]
    a = padded[..., REACH + dy:REACH + dy + height, REACH + dx:REACH + dx + width] - centre
    b = padded[..., REACH - dy:REACH - dy + height, REACH - dx:REACH - dx + width] - centre
    return a + b, torch.clamp(a, -LIMIT, LIMIT) + torch.clamp(b, -LIMIT, LIMIT)


def filtered(x, steered, fitted):
    """Pictures [N, 3, H, W] behind a filter: weights [N, WEIGHTS, H/4, W/4] of blocks and [N, 3, WEIGHTS] of bands."""
    padded = F.pad(x, (REACH,) * 4, mode="replicate")
    n, bands, height, width = x.shape
    total = x
    for i, pair in enumerate(PAIRS):
        linear, limited = pair_sums(padded, x, pair)
        for column, sums in ((i, linear), (len(PAIRS) + i, limited)):
            blocks = steered[:, column, :, None, :, None].expand(-1, -1, BLOCK, -1, BLOCK).reshape(n, 1, height, width)
            total = total + (blocks + fitted[:, :, column, None, None]) * sums
    return total


class Restoration(nn.Module):
    """The filter with the model's weights, which train too, and those fitted to each picture."""

    def __init__(self, content):
        super().__init__()
        knots = np.frombuffer(content, ">i2").reshape(-1, LEVELS * SHAPES, WEIGHTS)
        self.table = nn.Parameter(torch.from_numpy(knots / ONE).float())

    def forward(self, x, quality, original):
        with torch.no_grad():
            terms = structure(x)
        steered = torch.einsum("nk,ktw,nthv->nwhv", knot_weights(quality), self.table, terms)
        with torch.no_grad():
            fitted = self.fitted(x, original - filtered(x, steered, x.new_zeros(*x.shape[:2], WEIGHTS)))
        return filtered(x, steered, fitted)

    @staticmethod
    def fitted(x, error):
        """The weights [N, 3, WEIGHTS] that explain the errors best."""
        padded = F.pad(x, (REACH,) * 4, mode="replicate")
        sums = [pair_sums(padded, x, pair) for pair in PAIRS]
        columns = torch.stack([a for a, _ in sums] + [b for _, b in sums], 2)[..., ::EVERY, :].flatten(3)
        products = columns @ columns.transpose(2, 3)
        wanted = columns @ error[..., ::EVERY, :].flatten(2)[..., None]
        diagonal = products.diagonal(dim1=2, dim2=3)
        # in flat crops some columns are zero or alike
        products = products + torch.diag_embed(1e-4 * diagonal + 1)
        return torch.linalg.solve(products.double(), wanted.double())[..., 0].float()

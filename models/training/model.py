# SPDX-License-Identifier: Apache-2.0
"""The codec: a lapped linear transform that starts as a KLT, with a residual network beside it on either side.

Both networks work at 1/8 of the picture's resolution; the latents stand at 1/16. One model serves all qualities: gains,
network modulation and priors are tables over KNOTS knots of the quality, interpolated linearly.
"""
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

STRIDE = 16
KNOTS = 8
LAMBDA_MIN, LAMBDA_MAX = 0.0004, 0.6


def lambda_of(quality):
    """Weight of the mean squared error (samples 0..255) against bits per pixel, for a quality of 0..1."""
    return LAMBDA_MIN * (LAMBDA_MAX / LAMBDA_MIN) ** quality


def knot_weights(quality):
    """Interpolation weights [N, KNOTS] of the qualities [N]: hat functions, plain operators only."""
    knots = torch.arange(KNOTS, dtype=torch.float32, device=quality.device)
    return torch.relu(1.0 - torch.abs(quality.reshape(-1, 1) * float(KNOTS - 1) - knots))


def lapped_filter(size=STRIDE):
    """The 1-D pre-filter across a block boundary, of Tran, Liang and Tu, "Lapped transform via time-domain pre- and
    post-filtering" (IEEE Trans. Signal Processing 51(6), 2003): P = 1/2 B diag(I, V) B with B = [[I, J], [J, -I]].
    V is orthogonal here, so that the transform stays orthonormal and its inverse is its transpose."""
    half = size // 2
    n = np.arange(half)
    dct2 = np.sqrt(2.0 / half) * np.cos(np.pi * (2 * n[None, :] + 1) * n[:, None] / (2 * half))
    dct2[0] /= np.sqrt(2.0)
    dct4 = np.sqrt(2.0 / half) * np.cos(np.pi * (2 * n[None, :] + 1) * (2 * n[:, None] + 1) / (4 * half))
    flip = np.eye(half)[::-1]
    v = flip @ dct2.T @ dct4 @ flip
    eye = np.eye(half)
    butterfly = np.block([[eye, flip], [flip, -eye]])
    return 0.5 * butterfly @ np.block([[eye, np.zeros((half, half))], [np.zeros((half, half)), v]]) @ butterfly


class Lapped(nn.Module):
    """Applies a 16x16 matrix across every inner block boundary, along rows and columns; the picture's own borders
    are left alone, so the transform inverts exactly up to the edge."""

    def __init__(self, matrix):
        super().__init__()
        self.matrix = nn.Parameter(torch.as_tensor(matrix.copy(), dtype=torch.float32))

    def forward(self, x):
        return self.across(x, self.matrix)

    @staticmethod
    def across(x, matrix):
        half = STRIDE // 2
        padded = F.pad(x, (half, half, 0, 0))
        mixed = torch.matmul(padded.reshape(-1, STRIDE), matrix.t()).reshape(padded.shape)
        x = torch.cat([x[..., :half], mixed[..., STRIDE:-STRIDE], x[..., -half:]], 3)
        padded = F.pad(x, (0, 0, half, half))
        shape = padded.shape
        mixed = torch.matmul(matrix, padded.reshape(-1, STRIDE, shape[3])).reshape(shape)
        return torch.cat([x[..., :half, :], mixed[..., STRIDE:-STRIDE, :], x[..., -half:, :]], 2)


def pointwise(x, weight):
    """The 1x1 convolution with a kernel whose inputs are as many as the channels of x; exported for any number of them."""
    if torch.onnx.is_in_onnx_export():
        n, _, height, width = x.shape
        return torch.matmul(weight.flatten(1), x.flatten(2)).reshape(n, weight.shape[0], height, width)
    return F.conv2d(x, weight)


class Fold(nn.Module):
    """A convolution whose kernel equals its stride: space-to-depth and a 1x1 convolution."""

    def __init__(self, channels_in, channels_out, size, bias=True):
        super().__init__()
        self.size = size
        self.weight = nn.Parameter(torch.empty(channels_out, channels_in * size * size, 1, 1))
        self.bias = nn.Parameter(torch.zeros(channels_out)) if bias else None
        nn.init.normal_(self.weight, std=math.sqrt(1.0 / self.weight.shape[1]))

    def forward(self, x, factor=1.0):
        """The convolution of factor * x."""
        if torch.onnx.is_in_onnx_export():
            kernel = factor * self.weight.reshape(self.weight.shape[0], -1, self.size, self.size)
            return F.conv2d(x, kernel, self.bias, stride=self.size)
        x = x * factor
        n, c, height, width = x.shape
        s = self.size
        x = x.reshape(n, c, height // s, s, width // s, s).permute(0, 1, 3, 5, 2, 4)
        x = x.reshape(n, c * s * s, height // s, width // s)
        if x.dtype == torch.float32 and torch.is_autocast_enabled("cpu" if x.device.type == "cpu" else "cuda"):
            x = x.contiguous(memory_format=torch.channels_last)
        return F.conv2d(x, self.weight, self.bias)


class Block(nn.Module):
    """Residual block: dense 3x3, a scale and shift that depend on the quality, ReLU, 1x1."""

    def __init__(self, width):
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)
        self.mix = nn.Conv2d(width, width, 1)
        self.scale = nn.Parameter(torch.ones(KNOTS, width))
        self.shift = nn.Parameter(torch.zeros(KNOTS, width))
        nn.init.normal_(self.conv.weight, std=math.sqrt(2.0 / (9 * width)))
        nn.init.normal_(self.mix.weight, std=0.3 * math.sqrt(1.0 / width))
        nn.init.zeros_(self.conv.bias)
        nn.init.zeros_(self.mix.bias)

    def forward(self, x, weights):
        hidden = self.conv(x)
        scale = torch.matmul(weights, self.scale)[:, :, None, None].to(hidden.dtype)
        shift = torch.matmul(weights, self.shift)[:, :, None, None].to(hidden.dtype)
        return x + self.mix(torch.relu(hidden * scale + shift))


class Encoder(nn.Module):
    """Picture [N, 3, H, W] in 0..255 and quality [N] -> latents [N, C, H/16, W/16], not rounded. The network adds to the
    first `seen` channels; the others are linear."""

    def __init__(self, channels, width, blocks, seen):
        super().__init__()
        self.unseen = channels - seen
        self.lapped = Lapped(lapped_filter())
        self.analysis = nn.Parameter(torch.zeros(channels, 3 * STRIDE * STRIDE, 1, 1))
        self.first = Fold(3, width, 8)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.last = nn.Conv2d(width, seen, 2, stride=2)
        self.unit = nn.Parameter(torch.ones(seen))
        self.gain = nn.Parameter(torch.zeros(KNOTS, channels))
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def linear(self, x):
        x = self.lapped(x)
        if torch.onnx.is_in_onnx_export():
            return F.conv2d(x, self.analysis.reshape(-1, 3, STRIDE, STRIDE), stride=STRIDE)
        n, c, height, width = x.shape
        h, w = height // STRIDE, width // STRIDE
        x = x.reshape(n, c, h, STRIDE, w, STRIDE).permute(0, 2, 4, 1, 3, 5).reshape(n, h * w, c * STRIDE * STRIDE)
        return torch.matmul(x, self.analysis[:, :, 0, 0].t()).transpose(1, 2).reshape(n, -1, h, w)

    def forward(self, picture, quality, network=1.0):
        weights = knot_weights(quality)
        x = picture - 128.0
        with torch.autocast(x.device.type, enabled=False):
            y = self.linear(x)
        if network:
            f = self.first(x, 1.0 / 64.0)
            for block in self.blocks:
                f = block(f, weights)
            y = y + F.pad(self.last(f).float() * self.unit.reshape(1, -1, 1, 1), (0, 0, 0, 0, 0, self.unseen))
        with torch.autocast(x.device.type, enabled=False):
            return y * torch.exp(torch.matmul(weights, self.gain))[:, :, None, None]


class Decoder(nn.Module):
    """Rounded latents [N, C, h, w] and quality [N] -> picture [N, 3, 16h, 16w] in 0..255, not clamped. Where the last
    channels are all zero they can be left out, which saves the multiplications.

    The network sees the first `seen` channels of the latents and the linear reconstruction of all, and gives a correction
    of the latter in two steps, at 1/8 and at 1/4 of the resolution."""

    def __init__(self, channels, width, blocks, fine, seen):
        super().__init__()
        self.seen, self.unseen = seen, channels - seen
        self.gain = nn.Parameter(torch.zeros(KNOTS, channels))
        self.shrink = nn.Parameter(torch.full((KNOTS, channels), 0.05))
        self.synthesis = nn.Parameter(torch.zeros(3 * STRIDE * STRIDE, channels, 1, 1))
        self.lapped = Lapped(lapped_filter().T)
        self.unit = nn.Parameter(torch.ones(seen))
        self.from_latent = nn.Conv2d(seen, 4 * width, 1)
        self.from_linear = Fold(3, width, 8)
        self.blocks = nn.ModuleList(Block(width) for _ in range(blocks))
        self.up = nn.Conv2d(width, 4 * fine, 1)
        self.fine_linear = Fold(3, fine, 4, bias=False)
        self.fine = nn.Conv2d(fine, fine, 3, padding=1)
        self.last = nn.Conv2d(fine, 48, 3, padding=1)
        nn.init.normal_(self.from_latent.weight, std=math.sqrt(0.5 / seen))
        nn.init.zeros_(self.from_latent.bias)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def forward(self, latent, quality, network=1.0):
        weights, count = knot_weights(quality), latent.shape[1]
        with torch.autocast(latent.device.type, enabled=False):
            z = self.dequantised(latent, *self.steps(weights, count))
            x = self.lapped(F.pixel_shuffle(pointwise(z, self.synthesis[:, :count]), STRIDE))
        if not network:
            return x + 128.0
        f = F.pixel_shuffle(self.units(z), 2) + self.from_linear(x, 1.0 / 64.0)
        for block in self.blocks:
            f = block(f, weights)
        f = F.pixel_shuffle(self.up(f), 2)
        f = torch.relu(f + self.fine_linear(x, 1.0 / 64.0))
        return self.corrected(x, f + torch.relu(self.fine(f)))

    def steps(self, weights, count):
        """Shrink and step size of the first channels at a quality [N, count, 1, 1]."""
        return (torch.matmul(weights, self.shrink[:, :count])[:, :, None, None],
                torch.exp(torch.matmul(weights, self.gain[:, :count]))[:, :, None, None])

    @staticmethod
    def dequantised(latent, shrink, step):
        """Integers of magnitude 1 and more move towards zero, to the centroid of their cell."""
        return (latent - shrink * torch.clamp(latent, -1.0, 1.0)) * step

    def units(self, z):
        """The first features, from latents in units of their deviation."""
        weight = self.from_latent.weight[:, :z.shape[1]]
        unit = self.unit[:z.shape[1]].reshape(1, -1, 1, 1)
        z = z[:, :self.seen] if self.unseen else z
        if torch.onnx.is_in_onnx_export():
            return pointwise(z, weight * unit) + self.from_latent.bias[:, None, None]
        return F.conv2d(z * unit, weight, self.from_latent.bias)

    def corrected(self, x, f):
        """The linear reconstruction with what the last features add."""
        if torch.onnx.is_in_onnx_export():
            # a picture's planes are large: what can be done to weights once is not done to them
            return x + F.pixel_shuffle(F.conv2d(f, 16.0 * self.last.weight, 16.0 * self.last.bias + 128.0, padding=1), 4)
        return x + 16.0 * F.pixel_shuffle(self.last(f), 4).float() + 128.0


def edged(plane):
    """The planes [n, c, h, w] with their edges repeated once."""
    plane = torch.cat([plane[..., :1], plane, plane[..., -1:]], 3)
    return torch.cat([plane[..., :1, :], plane, plane[..., -1:, :]], 2)


def neighbours(plane):
    """The values W, N, NW, NE, WW, NN of every cell [n, c, h, w], as a coder sees them that works row by row: outside
    the picture stands the nearest cell that it knows, 0 at the first cell."""
    def shift(x, dy, dx):
        return F.pad(x, (dx, 0, dy, 0))[..., :x.shape[-2], :x.shape[-1]]

    column = torch.arange(plane.shape[-1], device=plane.device)
    row = torch.arange(plane.shape[-2], device=plane.device)[:, None]
    west, north = shift(plane, 0, 1), shift(plane, 1, 0)
    west = torch.where(column == 0, north, west)
    north = torch.where(row == 0, west, north)
    northwest = torch.where(row == 0, west, torch.where(column == 0, north, shift(plane, 1, 1)))
    northeast = torch.where((row == 0) | (column == plane.shape[-1] - 1), north,
                            F.pad(plane, (0, 1, 1, 0))[..., :-1, 1:])
    return (west, north, northwest, northeast, torch.where(column < 2, west, shift(plane, 0, 2)),
            torch.where(row < 2, north, shift(plane, 2, 0)))


def mixture_bits(residual, share, location, log_scale):
    """Bits of residuals [n, c, 1, hw] under mixtures of logistic densities integrated over the unit cell."""
    inverse = torch.exp(-torch.clamp(log_scale, -3.5, 9.0))
    d = torch.abs(residual - location)
    # |d| keeps both sigmoids in their accurate tail
    cell = torch.sigmoid((0.5 - d) * inverse) - torch.sigmoid((-0.5 - d) * inverse)
    return -torch.log2((share * cell).sum(2) + 1e-9)


class Prior(nn.Module):
    """For each channel and quality knot a mixture of three logistic densities, integrated over the unit cell, around a
    mean and with a spread that are predicted from what the library's coder has coded before: channel after channel,
    each row by row. The predictors have the shape of those in the file format (docs/format-nnz.md, section 4), so the
    transform is trained for the redundancy that the coder removes. It serves training and the reported ideal code
    length alone; the file is coded by adaptive contexts."""

    PARTS = 3
    FIRST = 64

    def __init__(self, channels, seen):
        super().__init__()
        self.seen = seen
        self.table = nn.Parameter(torch.zeros(KNOTS, channels * 3 * self.PARTS))
        self.own_value = nn.Parameter(torch.zeros(channels, 4))
        self.value = nn.Parameter(torch.zeros(self.FIRST, self.FIRST, 3, 3))
        self.own_size = nn.Parameter(torch.zeros(channels, 6))
        self.size = nn.Parameter(torch.zeros(3, channels, seen))
        self.channels = channels

    def start(self, deviation, gain):
        """Sets the mixture for channels of this standard deviation [C] under log gains [KNOTS, C], without contexts."""
        table = torch.zeros(KNOTS, self.channels, 3, self.PARTS)
        spread = torch.log(deviation)[None, :] + gain
        for part, factor in enumerate((0.12, 0.35, 0.9)):
            table[:, :, 2, part] = torch.clamp(spread + math.log(factor), min=math.log(0.06))
        self.table.data.copy_(table.reshape(KNOTS, -1))

    def mean(self, rounded):
        """Predicted values [N, C, h, w] of rounded latents."""
        clipped = torch.clamp(rounded, -2047.0, 2047.0)
        mean = sum(weight[:, None, None] * plane
                   for weight, plane in zip(self.own_value.unbind(1), neighbours(clipped)))
        first = min(self.FIRST, self.channels)
        earlier = torch.tril(torch.ones(first, first, device=rounded.device), -1)[:, :, None, None]
        around = F.conv2d(edged(clipped[:, :first]),
                          self.value[:first, :first] * earlier)
        return torch.cat([mean[:, :first] + around, mean[:, first:]], 1)

    def spread(self, sizes):
        """The factor [N, C, h, w] on the scale of the densities, from residual magnitudes."""
        total = sum(weight[:, None, None] * plane for weight, plane in zip(self.own_size.unbind(1), neighbours(sizes)))
        sizes = sizes[:, :self.seen]
        padded = edged(sizes)
        rows, columns = sizes.shape[2:]

        def at(y, x):
            return padded[:, :, y:y + rows, x:x + columns]

        planes = torch.cat([sizes, at(0, 1) + at(1, 0) + at(1, 2) + at(2, 1), at(0, 0) + at(0, 2) + at(2, 0) + at(2, 2)], 1)
        weights = torch.tril(self.size, -1).permute(1, 0, 2).reshape(self.channels, -1, 1, 1)
        return torch.clamp(1.0 + total + F.conv2d(planes, weights), min=0.1)

    def bits(self, y, rounded, weights):
        """Bits of every value of y [N, C, h, w]: latents with noise, or rounded; contexts are taken from the rounded."""
        n, c, h, w = y.shape
        with torch.autocast(y.device.type, enabled=False):
            mean = self.mean(rounded)
            sizes = torch.abs(rounded - mean - (torch.round(mean) - mean).detach()).clamp(max=31.0)
            spread = self.spread(sizes)
        table = torch.matmul(weights, self.table).reshape(n, c, 3, self.PARTS, 1)
        return mixture_bits((y - mean).reshape(n, c, 1, h * w), torch.softmax(table[:, :, 0], 2), table[:, :, 1],
                            table[:, :, 2] + torch.log(spread).reshape(n, c, 1, h * w)).reshape(y.shape)


class Codec(nn.Module):
    def __init__(self, channels, encoder_width, encoder_blocks, decoder_width, decoder_blocks, fine, seen=None):
        super().__init__()
        seen = seen or channels
        self.shape = dict(channels=channels, encoder_width=encoder_width, encoder_blocks=encoder_blocks,
                          decoder_width=decoder_width, decoder_blocks=decoder_blocks, fine=fine, seen=seen)
        self.encoder = Encoder(channels, encoder_width, encoder_blocks, seen)
        self.decoder = Decoder(channels, decoder_width, decoder_blocks, fine, seen)
        self.prior = Prior(channels, seen)

    @torch.no_grad()
    def start(self, blocks):
        """Starts the linear path as the KLT of pre-filtered 16x16 blocks [n, 768], and the gains at the step sizes
        that high-rate theory gives for each lambda."""
        channels = self.shape["channels"]
        centred = blocks - blocks.mean(0)
        variance, basis = torch.linalg.eigh((centred.t() @ centred / len(blocks)).double())
        basis = basis.flip(1)[:, :channels].t().float()
        deviation = variance.flip(0)[:channels].clamp(min=1e-3).sqrt().float()
        self.encoder.analysis.copy_(basis[:, :, None, None])
        self.decoder.synthesis.copy_(basis.t()[:, :, None, None])
        # capped: a step of the optimiser must move no latent by more than a fraction of the finest quantisation step
        seen = self.shape["seen"]
        self.encoder.unit.copy_((0.3 * deviation[:seen]).clamp(max=10.0))
        self.decoder.unit.copy_(1.0 / deviation[:seen])
        lambdas = torch.tensor([lambda_of(k / (KNOTS - 1)) for k in range(KNOTS)])
        gain = torch.log(torch.sqrt(lambdas) / 5.1)[:, None].expand(KNOTS, channels)
        self.encoder.gain.copy_(gain)
        self.decoder.gain.copy_(-gain)
        self.prior.start(deviation, gain)
        return variance.flip(0)

    def forward(self, picture, quality, noise):
        """Reconstruction and bits [N, C, h, w]: noise for the rate, straight-through rounding for the distortion."""
        y = self.encoder(picture, quality)
        rounded = y + (torch.round(y) - y).detach()
        bits = self.prior.bits(y + noise, rounded, knot_weights(quality))
        return self.decoder(rounded, quality), bits

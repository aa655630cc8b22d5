# SPDX-License-Identifier: Apache-2.0
"""The gradient of the decoder's squared error with respect to its latents, as extra nodes for decoder.onnx; the whole
one, and one through the linear path alone, which takes the network's correction as given.

Protobuf messages merge when their bytes are concatenated, and the repeated fields of the embedded graph append. So the
bytes of decoder.onnx followed by those of gradient.onnx or of gradient-linear.onnx are one graph with a further input
`original` (as `picture`) and a further output `gradient` (as `latent`), which shares weights and forward pass with the
decoder."""
import torch
import torch.nn.functional as F
from onnx import ModelProto

from model import STRIDE, Decoder, Lapped, knot_weights, pointwise
from quantise import prune


def unshuffle(x, size):
    """Space-to-depth, the inverse of pixel_shuffle."""
    n, c, height, width = x.shape
    x = x.reshape(n, c, height // size, size, width // size, size).permute(0, 1, 3, 5, 2, 4)
    return x.reshape(n, c * size * size, height // size, width // size)


def active(x):
    """Derivative of ReLU."""
    return (x > 0).to(x.dtype)


def back(g, weight):
    """What the transpose of a padded convolution of stride 1 gives; as a convolution with the mirrored kernel, for which
    engines have better code. They compute the mirrored kernel once."""
    return F.conv2d(g, weight.transpose(0, 1).flip(2, 3), padding=weight.shape[2] // 2)


class Gradient(Decoder):
    """Latents, quality and the original [N, 3, 16h, 16w] -> gradient of sum((picture - original)^2) [N, C, h, w], C as of the latents.
    The forward pass is Decoder.forward written out, node by node the same, so that it is found in the decoder's graph."""

    linear = False

    def forward(self, latent, quality, original):
        weights, count = knot_weights(quality), latent.shape[1]
        shrink, step = self.steps(weights, count)
        z = self.dequantised(latent, shrink, step)
        synthesis = self.synthesis[:, :count]
        x = self.lapped(F.pixel_shuffle(pointwise(z, synthesis), STRIDE))
        f = F.pixel_shuffle(self.units(z), 2) + self.from_linear(x, 1.0 / 64.0)
        scales, hiddens = [], []
        for block in self.blocks:
            hidden = block.conv(f)
            scale = torch.matmul(weights, block.scale)[:, :, None, None].to(hidden.dtype)
            shift = torch.matmul(weights, block.shift)[:, :, None, None].to(hidden.dtype)
            hidden = torch.relu(hidden * scale + shift)
            f = f + block.mix(hidden)
            scales.append(scale)
            hiddens.append(hidden)
        f = F.pixel_shuffle(self.up(f), 2)
        first = torch.relu(f + self.fine_linear(x, 1.0 / 64.0))
        second = torch.relu(self.fine(first))

        error = 2.0 * (self.corrected(x, first + second) - original)
        if self.linear:
            g = self.through_linear(error, synthesis)
        else:
            first, pixels = self.through_network(error, first, second, scales, hiddens, count)
            g = self.through_linear(pixels, synthesis)
            g = torch.cat([g[:, :self.seen] + first, g[:, self.seen:]], 1) if self.unseen else g + first
        return g * step * (1.0 - shrink * (torch.abs(latent) < 1.0).to(g.dtype))

    def through_linear(self, error, synthesis):
        """From an error of the linear reconstruction to one of the latents in units of their deviation. Along rows and along
        columns the lapped filter is a matrix each, so its transpose is the transposed matrices'."""
        return pointwise(unshuffle(Lapped.across(error, self.lapped.matrix.t()), STRIDE), synthesis.transpose(0, 1))

    def through_network(self, error, first, second, scales, hiddens, count):
        """From an error of the picture to what the network makes of it: of those latents of the first `count` channels that
        it sees, in units of their deviation, and of the linear reconstruction, the error itself included."""
        g = back(16.0 * unshuffle(error, 4), self.last.weight)
        g = g + back(g * active(second), self.fine.weight)
        g = g * active(first)
        pixels = self.unfold(self.fine_linear, g)
        g = back(unshuffle(g, 2), self.up.weight)
        for block, scale, hidden in zip(reversed(self.blocks), reversed(scales), reversed(hiddens)):
            inner = back(g, block.mix.weight) * active(hidden) * scale
            g = g + back(inner, block.conv.weight)
        pixels = error + (pixels + self.unfold(self.from_linear, g)) * (1.0 / 64.0)
        g = pointwise(unshuffle(g, 2), self.from_latent.weight[:, :count].transpose(0, 1)) * self.unit[:count].reshape(1, -1, 1, 1)
        return g, pixels

    @staticmethod
    def unfold(fold, g):
        """Transpose of a Fold."""
        return F.pixel_shuffle(back(g, fold.weight), fold.size)


def gradient_of(codec, linear):
    """The gradient's module, with the weights of a codec's decoder."""
    shape = codec.shape
    module = Gradient(shape["channels"], shape["decoder_width"], shape["decoder_blocks"], shape["fine"], shape["seen"])
    module.load_state_dict(codec.decoder.state_dict())
    module.linear = linear
    return module.eval()


def key(node, inputs):
    return (node.op_type, tuple(inputs), tuple(sorted(a.SerializeToString() for a in node.attribute)))


def activations(graph, blocks):
    """The names of what is between the two convolutions of the residual blocks."""
    return [next(node.input[0] for node in graph.node if node.op_type == "Conv" and f"blocks.{i}.mix.weight" in node.input)
            for i in range(blocks)]


def appendix(decoder, whole, blocks, restoring=(), constants=()):
    """What the graph `whole` has beyond the graph of `decoder`, both exported from the same weights; some of which the
    nodes `restoring` compute from what the decoder has in their place, with further constants. The activations of its
    blocks are the decoder's, however it computes them."""
    known, names, kept = {}, {}, ModelProto()
    fresh = dict(zip(activations(whole.graph, blocks), activations(decoder.graph, blocks)))
    kept.graph.node.extend(restoring)
    kept.graph.initializer.extend(constants)
    present = {i.name for i in decoder.graph.initializer} | {i.name for i in decoder.graph.input}
    for node in decoder.graph.node:
        same = known.setdefault(key(node, [names.get(name, name) for name in node.input]), node.output)
        names.update(zip(node.output, same))
        present.update(node.output)
    present.update(output for node in restoring for output in node.output)
    for node in whole.graph.node:
        if node.output[0] in fresh:
            continue
        inputs = [fresh.get(name, names.get(name, name)) for name in node.input]
        outputs = known.get(key(node, inputs))
        if outputs is None:
            outputs = [name if name == "gradient" else f"g{len(fresh) + i}" for i, name in enumerate(node.output)]
            known[key(node, inputs)] = outputs
            added = kept.graph.node.add()
            added.op_type = node.op_type
            added.input.extend(inputs)
            added.output.extend(outputs)
            added.attribute.extend(node.attribute)
        fresh.update(zip(node.output, outputs))
    kept.graph.initializer.extend(i for i in whole.graph.initializer if i.name not in present)
    kept.graph.input.extend(i for i in whole.graph.input if i.name not in present)
    kept.graph.output.extend(whole.graph.output)
    prune(kept.graph)
    return kept

# SPDX-License-Identifier: Apache-2.0
"""Lets the 3x3 convolutions of the exported networks' residual blocks compute with 8-bit integers, for which processors
have instructions that are several times faster than those for floats.

Activations are unsigned bytes, weights signed ones. Processors without VNNI add two products in 16 bits, which saturate:
so two weights that are neighbours in the channels' order are together at most 128 if they have the same sign (the
engine lays weights out channels last). The residual stream and all before and behind the blocks stay float32, the linear
path in particular: the blocks only add to a correction of it. So do the 1x1 convolutions, which are cheap, and whose
rounding costs more than that of all else. Channels differ much in range, so each has a step of its own: that of a
convolution's input is folded into the weights, that of its output goes with the steps of the weights, an input of
QLinearConv; which also takes up what depends on the quality, so that convolution, scale, shift, ReLU and rounding are
one node. Weights are not rounded to the nearest: each leaves an error that the weights after it make good, as far as
their inputs go together (Frantar et al., "GPTQ", 2022)."""
import math

import numpy as np
import torch
import torch.nn.functional as F
from onnx import TensorProto, helper, numpy_helper

from model import KNOTS

WEIGHT_LIMIT = 127
PAIR_LIMIT = 128
ZERO = 128
SIGNED_LIMIT, UNSIGNED_LIMIT = 127, 255
# a channel that the quality switches off is its shift alone
LEAST_SCALE = 1e-3
# steps of what is between the convolutions may be coarse, but what is cut off costs a picture tenths of a decibel
HEADROOM = 1.25
# places a picture that are looked at: neighbours tell little more
PLACES = 128


class Quantised:
    """A block's first convolution as bytes [out, in, 3, 3] with steps [out]; factors of the inputs, folded into the
    weights: weight = bytes * step[out] / folded[in]; and over the knots of the quality a factor of all inputs
    [KNOTS, 1] and the steps of what is between the two convolutions [KNOTS, width]."""

    def __init__(self, block, seen):
        self.knots, self.folded = parts(seen.inputs, seen.errors, SIGNED_LIMIT)
        self.hidden = torch.stack(seen.hidden)
        weight = block.conv.weight.detach() * self.folded[None, :, None, None]
        folded = self.folded.repeat_interleave(9)
        moments = seen.moments / torch.outer(folded, folded)
        self.step = weight_step(weight.flatten(1), moments.diagonal())
        self.bytes = rounded(weight.flatten(1), moments, self.step, 9).reshape(weight.shape)

    def weight(self):
        return self.bytes * self.step[:, None, None, None] / self.folded[None, :, None, None]


class Seen:
    """What goes through a block at each knot: inputs [places, width], steps of what is between its convolutions, the
    pictures' mean squared error; and second moments of the inputs of the first convolution."""

    def __init__(self, width):
        self.inputs, self.hidden, self.errors = [], [], []
        self.moments = torch.zeros(9 * width, 9 * width)

    def add(self, given, hidden, scale, error):
        """Takes a knot; `given` has 3x3 places around each, `hidden` the largest of each picture. An error counts by its
        share of the pictures' error."""
        self.inputs.append(given.reshape(len(given), -1, 9)[:, :, 4].clone())
        self.hidden.append(HEADROOM * hidden.amax(0).clamp(min=1e-2) / UNSIGNED_LIMIT)
        self.errors.append(error)
        self.moments += given.t() @ given * (scale ** 2).mean() / error / len(given)


def step_of(values, limit, importance=1.0):
    """For each column of values the step with the least squared error if they are rounded to multiples of it, at most
    `limit` of them on a side: small steps cut off what is rare, large ones round coarsely."""
    sizes = values.abs()
    largest = sizes.amax(0).clamp(min=1e-2)
    trials = [largest / limit * 0.9 ** i for i in range(16)]
    errors = torch.stack([((sizes - torch.round(sizes / t).clamp(max=limit) * t) ** 2 * importance).sum(0)
                          for t in trials])
    return torch.stack(trials).gather(0, errors.argmin(0)[None])[0]


def parts(values, errors, limit):
    """Steps for the values [places, channels] of each knot as products of one factor a knot and one a channel."""
    knots = torch.exp(torch.log(torch.stack([step_of(v, limit) for v in values])).mean(1, keepdim=True))
    importance = torch.cat([(knot ** 2 / error).expand(len(v))[:, None] for v, knot, error in zip(values, knots, errors)])
    return knots, step_of(torch.cat([v / knot for v, knot in zip(values, knots)]), limit, importance)


def weight_step(weight, importance):
    """For each row of weights the step with the least squared error, weighted by the size of the inputs."""
    largest = weight.abs().amax(1).clamp(min=1e-9)
    trials = [largest / WEIGHT_LIMIT * factor for factor in np.linspace(0.5, 1.0, 21)]
    errors = torch.stack([((weight - torch.round(weight / t[:, None]).clamp(-WEIGHT_LIMIT, WEIGHT_LIMIT) * t[:, None])
                           ** 2 * importance).sum(1) for t in trials])
    return torch.stack(trials).gather(0, errors.argmin(0)[None])[0]


def rounded(weight, moments, step, around):
    """The integers of a weight matrix [out, channels * around], for inputs of these second moments."""
    order = torch.argsort(moments.diagonal(), descending=True)
    moments = moments[order][:, order].double()
    moments += torch.eye(len(order)) * 0.01 * moments.diagonal().mean()
    factor = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(moments))).float().numpy()
    # many small steps: one thread of NumPy is quicker than several of PyTorch; a row for each input
    left, step, order = weight[:, order].t().numpy().copy(), step.numpy(), order.numpy()
    place, result = np.argsort(order), np.zeros_like(left)
    for i in range(len(order)):
        other = result[place[partner(order[i], around, len(order) // around)]]
        result[i] = np.clip(np.round(left[i] / step), np.maximum(-WEIGHT_LIMIT, -PAIR_LIMIT - other),
                            np.minimum(WEIGHT_LIMIT, PAIR_LIMIT - other))
        left[i + 1:] -= factor[i + 1:, i, None] * ((left[i] - result[i] * step) / factor[i, i])
    return torch.from_numpy(result[place].T.copy())


def partner(index, around, channels):
    """The weight that an engine adds up with another, by their places in [channels, around]: the next in pairs if
    channels come last."""
    other = (index % around * channels + index // around) ^ 1
    return index if other >= around * channels else other % channels * around + other // channels


@torch.no_grad()
def fit(codec, pictures, qualities=(0.0, 1.0)):
    """Fits all blocks of encoder and decoder to pictures [n, 3, H, W], and gives them the weights that were rounded: two
    lists. Knots that no quality of the range comes near stand as the last that one does."""
    lowest, highest = math.floor(qualities[0] * (KNOTS - 1)), math.ceil(qualities[1] * (KNOTS - 1))
    blocks = [*codec.encoder.blocks, *codec.decoder.blocks]
    seen = [Seen(block.conv.in_channels) for block in blocks]
    for knot in (min(max(knot, lowest), highest) for knot in range(KNOTS)):
        quality = torch.tensor([knot / (KNOTS - 1)])
        kept = [([], []) for _ in blocks]
        hooks = [hook for block, into in zip(blocks, kept) for hook in watch(block, into)]
        errors = []
        for picture in pictures:
            decoded = codec.decoder(torch.round(codec.encoder(picture[None], quality)), quality)
            errors.append(((decoded[0].clamp(0, 255) - picture) ** 2).mean())
        for hook in hooks:
            hook.remove()
        for block, into, store in zip(blocks, seen, kept):
            into.add(*(torch.cat(values) for values in store), block.scale[knot], torch.stack(errors).mean())
    result = []
    for block, values in zip(blocks, seen):
        result.append(Quantised(block, values))
        block.conv.weight.copy_(result[-1].weight())
    first = len(codec.encoder.blocks)
    return result[:first], result[first:]


def watch(block, into):
    """Hooks that keep a block's input at some places with 3x3 around [places, 9 * channels], and the largest values
    between its convolutions [1, channels]."""
    def some(x):
        return x[0].flatten(1)[:, ::max(1, x[0, 0].numel() // PLACES | 1)].t()

    return [block.conv.register_forward_pre_hook(
                lambda module, given: into[0].append(some(F.unfold(given[0], 3, padding=1)[:, :, :, None]))),
            block.mix.register_forward_pre_hook(lambda module, given: into[1].append(given[0].amax((0, 2, 3))[None]))]


class Nodes:
    """Nodes and constants that are to take the place of others in a graph."""

    def __init__(self, graph, prefix, knots):
        self.graph, self.prefix, self.knots, self.nodes = graph, prefix, knots, []
        self.flat = self.constant("flat", [-1], np.int64)
        self.scalar = self.constant("scalar", [], np.int64)

    def constant(self, name, values, kind=np.float32):
        name = self.prefix + name
        self.graph.initializer.append(numpy_helper.from_array(np.array(values).astype(kind), name))
        return name

    def add(self, kind, *inputs, output=None, **attributes):
        output = output or f"{self.prefix}{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], name=output, **attributes))
        return output

    def of_quality(self, table, shape):
        """What a table over the knots gives at the quality at hand."""
        return self.add("Reshape", self.add("MatMul", self.knots, table), shape)


def hidden_nodes(graph, name, knots, block, given, result):
    """The nodes of the block with this prefix of its parameters' names, from its input to that of its 1x1 convolution."""
    n = Nodes(graph, name, knots)
    zero, middle, no_zero = (n.constant("zero", 0, np.uint8), n.constant("middle", ZERO, np.uint8),
                             n.constant("no_zero", 0, np.int8))
    width = len(block.bytes)
    middles, zeros = n.constant("middles", [ZERO] * width, np.uint8), n.constant("zeros", [0] * width, np.uint8)
    weight, step, folded = (n.constant("conv.bytes", block.bytes, np.int8), n.constant("conv.step", block.step),
                            n.constant("conv.folded", block.folded))
    given_step = n.of_quality(n.constant("given", block.knots), n.scalar)
    hidden_step = n.of_quality(n.constant("hidden", block.hidden), n.flat)
    scale, least = n.of_quality(name + "scale", n.flat), n.constant("least", LEAST_SCALE)
    scale = n.add("Where", n.add("Less", n.add("Abs", scale), least), least, scale)
    shift = n.add("Add", n.add("Mul", name + "conv.bias", scale), n.of_quality(name + "shift", n.flat))
    scaled = n.add("Mul", step, scale)
    # a bias counts in units of what is summed up
    bias = n.add("Round", n.add("Div", shift, n.add("Mul", given_step, scaled)))
    bias = n.add("Cast", n.add("Clip", bias, n.constant("low", -2.0 ** 30), n.constant("high", 2.0 ** 30)),
                 to=TensorProto.INT32)
    source = n.add("QuantizeLinear", given, n.add("Mul", given_step, folded), middles, axis=1)
    # what is below 0 has no byte: this is the ReLU
    hidden = n.add("QLinearConv", source, given_step, middle, weight, n.add("Div", scaled, hidden_step), no_zero,
                   n.constant("one", 1), zero, bias, kernel_shape=[3, 3], pads=[1, 1, 1, 1])
    n.add("DequantizeLinear", hidden, hidden_step, zeros, axis=1, output=result)
    return n.nodes


def rewrite(graph, quantised):
    """Replaces the 3x3 convolutions of the residual blocks of an exported network, and what is behind them up to the
    1x1 ones."""
    for index, block in enumerate(quantised):
        name = f"blocks.{index}."
        conv, mix, scale = (next(n for n in graph.node if name + part in n.input)
                            for part in ("conv.weight", "mix.weight", "scale"))
        result = mix.input[0]
        last = next(n for n in graph.node if result in n.output)
        place = list(graph.node).index(last)
        graph.node.remove(last)
        for node in reversed(hidden_nodes(graph, name, scale.input[0], block, conv.input[0], result)):
            graph.node.insert(place, node)
    prune(graph)


def prune(graph):
    """Removes nodes and constants that nothing comes of."""
    wanted = {output.name for output in graph.output}
    for node in reversed(list(graph.node)):
        if wanted.isdisjoint(node.output):
            graph.node.remove(node)
        else:
            wanted.update(node.input)
    for constant in list(graph.initializer):
        if constant.name not in wanted:
            graph.initializer.remove(constant)


def restored(tensors):
    """The float weights of rounded convolutions among a graph's constants (name -> array), by the parameters' names."""
    found = {}
    for name, values in tensors.items():
        if name.endswith(".bytes"):
            layer = name.removesuffix("bytes")
            found[layer + "weight"] = (values.astype(np.float32) * tensors[layer + "step"][:, None, None, None]
                                       / tensors[layer + "folded"][:, None, None])
    return found


def restoring(graph):
    """Nodes that compute the float weights of rounded convolutions, by the parameters' names; with further constants."""
    shape = numpy_helper.from_array(np.array([1, -1, 1, 1], np.int64), "folded_shape")
    nodes = []
    for constant in graph.initializer:
        if constant.name.endswith(".bytes"):
            layer = constant.name.removesuffix("bytes")
            nodes += [helper.make_node("DequantizeLinear", [constant.name, layer + "step"], [layer + "floats"], axis=0),
                      helper.make_node("Reshape", [layer + "folded", shape.name], [layer + "divisor"]),
                      helper.make_node("Div", [layer + "floats", layer + "divisor"], [layer + "weight"])]
    return nodes, [shape] if nodes else []

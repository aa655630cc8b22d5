# SPDX-License-Identifier: Apache-2.0
"""Gives a model the components that its linear path lacks: channels for what is left of a block of 768 samples, seen by
no network. Train on for a while afterwards.

    python extend.py MODEL.pt OUT.pt --pictures RUN/pictures
"""
import argparse
import math

import torch

from data import Pictures
from model import KNOTS, Codec
from score import load
from train import klt_blocks


@torch.no_grad()
def extended(codec, blocks):
    """The codec with as many channels as a block has samples; blocks: pre-filtered training blocks [n, 768]."""
    seen, samples = codec.shape["seen"], blocks.shape[1]
    analysis, synthesis = codec.encoder.analysis[:, :, 0, 0].double(), codec.decoder.synthesis[:, :, 0, 0].double()
    # What the linear path loses of a block lies, but for rounding, in the null space of its analysis.
    lost = torch.eye(samples, dtype=torch.double) - synthesis @ analysis
    null = torch.linalg.svd(analysis)[2][len(analysis):].t()
    centred = (blocks - blocks.mean(0)).double() @ lost.t() @ null
    variance, rotation = torch.linalg.eigh(centred.t() @ centred / len(blocks))
    basis = null @ rotation.flip(1)
    deviation = variance.flip(0).clamp(min=1e-3).sqrt().float()

    whole = Codec(**{**codec.shape, "channels": samples, "seen": seen})
    old = codec.state_dict()
    for name, value in whole.state_dict().items():
        part = old[name]
        if name == "prior.table":
            value, part = value.reshape(KNOTS, samples, -1), part.reshape(KNOTS, len(analysis), -1)
        value[tuple(slice(side) for side in part.shape)] = part
    whole.encoder.analysis[seen:, :, 0, 0] = (basis.t() @ lost).float()
    whole.decoder.synthesis[:, seen:, 0, 0] = basis.float()
    # Quantisation steps like those that the channels before have in the picture.
    step = (codec.decoder.gain.exp() * synthesis.norm(dim=0).float()).mean(1, keepdim=True)
    whole.encoder.gain[:, seen:] = -step.log()
    whole.decoder.gain[:, seen:] = step.log()
    whole.decoder.shrink[:, seen:] = codec.decoder.shrink[:, -64:].mean(1, keepdim=True)
    table = whole.prior.table.reshape(KNOTS, samples, 3, -1)
    spread = deviation.log() - step.log()
    for part, share in enumerate((0.12, 0.35, 0.9)):
        table[:, seen:, 2, part] = (spread + math.log(share)).clamp(min=math.log(0.06))
    whole.prior.own_size[seen:] = codec.prior.own_size[-64:].mean(0)
    return whole


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("model")
    p.add_argument("out")
    p.add_argument("--pictures", required=True, help="decoded training pictures (RUN/pictures)")
    args = p.parse_args()
    codec, kept = load(args.model)
    whole = extended(codec, klt_blocks(Pictures(None, args.pictures), 1, codec, 8))
    torch.save(dict(shape=whole.shape, average=whole.state_dict(), state=kept["state"]), args.out)
    print(whole.shape)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Trains the decoder of a released model further, on the latents that the library's encoder really writes.

train.py rounds latents; the library moves them by the decoder's gradient before it rounds. What errors that leaves, only the
library knows, so this takes two steps with one of its commands between them:

    decoder.py crops --data PICTURES --crops CROPS
    ../../learned train-latents MODEL CROPS
    decoder.py train --model MODEL --crops CROPS --run RUN

What is to come out well is the picture behind the restoration filter, so the error is that behind a filter fitted to each crop.

The encoder stays as it is, and so do the files' sizes, but for what a better gradient makes of them. RUN/model.pt is exported
by `export.py RUN/model.pt FOLDER --encoder-of MODEL`."""
import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from bundle import read_bundle
from data import Pictures
from model import STRIDE, lambda_of
from restoration import Restoration

MAX_LEVEL = 255
# parameters of the linear path, which was optimal for the KLT's own errors and moves least
LINEAR = "synthesis", "lapped.matrix", "gain"


def cut(args):
    pictures = Pictures(args.data, args.cache or str(Path(args.crops) / "pictures"))
    for number in range(args.start, args.start + args.count):
        crop = pictures.crop(np.random.default_rng([args.seed, number]), args.size)
        Image.fromarray(np.ascontiguousarray(crop)).save(Path(args.crops) / f"{number:05d}.png")


class Coded:
    """A crop's pixels [3, H, W] as uint8, its latents [channels, h, w] as int16 and its quality."""

    def __init__(self, picture):
        self.pixels = torch.from_numpy(np.asarray(Image.open(picture)).transpose(2, 0, 1).copy())
        content = np.fromfile(f"{picture}.latents", ">i2")
        level, channels, rows, columns = content[:4].tolist()
        self.quality = level / MAX_LEVEL
        self.latents = torch.from_numpy(content[4:].reshape(channels, rows, columns).astype(np.int16))


def batch(coded, least):
    """Latents [n, C, h, w] with as many channels as any of them needs, at least `least`; qualities [n]; pixels [n, 3, H, W]."""
    channels = max(least, *(len(c.latents) for c in coded))
    latents = torch.zeros(len(coded), channels, *coded[0].latents.shape[1:])
    for i, c in enumerate(coded):
        latents[i, :len(c.latents)] = c.latents
    return latents, torch.tensor([c.quality for c in coded]), torch.stack([c.pixels for c in coded]).float()


def train(args):
    torch.set_num_threads(args.threads)
    coded = [Coded(p) for p in sorted(Path(args.crops).glob("*.png"))]
    size = STRIDE * 8
    codec = read_bundle(args.model, torch.stack([c.pixels[:, :size, :size] for c in coded[:8]]).float())
    decoder, seen = codec.decoder, codec.shape["seen"]
    restoration = Restoration((Path(args.model) / "steering.bin").read_bytes())
    groups = [dict(params=[p for n, p in decoder.named_parameters() if (n in LINEAR) == linear], base=base)
              for linear, base in ((False, args.lr), (True, args.lr_linear))]
    groups.append(dict(params=list(restoration.parameters()), base=args.lr_steering))
    optimiser = torch.optim.Adam(groups, lr=args.lr, betas=(0.9, 0.99))
    average = {k: v.detach().clone() for k, v in decoder.state_dict().items()}
    state = dict(step=0, elapsed=0.0, pixels=0)
    checkpoint = Path(args.run) / "checkpoint.pt"
    if checkpoint.exists():
        kept = torch.load(checkpoint)
        decoder.load_state_dict(kept["decoder"])
        restoration.load_state_dict(kept["restoration"])
        optimiser.load_state_dict(kept["optimiser"])
        average, state = kept["average"], kept["state"]

    def save():
        part = checkpoint.with_suffix(".part")
        torch.save(dict(decoder=decoder.state_dict(), restoration=restoration.state_dict(), optimiser=optimiser.state_dict(),
                        average=average, state=state), part)
        os.replace(part, checkpoint)

    a_round = max(1, len(coded) // args.batch)
    last = saved = time.monotonic()
    sums = [0.0, 0]
    while state["elapsed"] < 60 * args.minutes:
        # every crop once a round, in an order that depends on seed and round alone
        order = np.random.default_rng([args.seed, state["step"] // a_round]).permutation(len(coded))
        first = state["step"] % a_round * args.batch
        latents, quality, pixels = batch([coded[i] for i in order[first:first + args.batch]], seen)
        rate = min(1.0, (state["step"] + 1) / args.warmup) * (1 - state["elapsed"] / (60 * args.minutes))
        for group in optimiser.param_groups:
            group["lr"] = group["base"] * rate
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not args.f32):
            decoded = decoder(latents, quality)
        restored = restoration(decoded.clamp(0, 255), quality, pixels)
        error = ((restored - pixels) ** 2).mean((1, 2, 3))
        # between squares, which textures rule, and decibels, which flat crops rule
        loss = (lambda_of(quality) ** 0.5 * error).sqrt().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), args.clip)
        optimiser.step()
        state["step"] += 1
        state["pixels"] += pixels[:, 0].numel()
        with torch.no_grad():
            weight = 1.0 - min(args.ema, (state["step"] + 1) / (state["step"] + 10))
            for name, value in decoder.state_dict().items():
                average[name].lerp_(value, weight)
        now = time.monotonic()
        state["elapsed"], last = state["elapsed"] + now - last, now
        sums = [sums[0] + float(loss.detach()), sums[1] + 1]
        if state["step"] % args.log == 0:
            print(f"{state['step']:6d} {state['elapsed'] / 60:6.1f} min {state['pixels'] / 1e6:.0f} Mpx lr x{rate:.3f} "
                  f"loss {sums[0] / sums[1]:.4f}", flush=True)
            sums = [0.0, 0]
        if now - saved > 60 * args.save_minutes:
            save()
            saved = now
    save()
    decoder.load_state_dict(average)
    known = dict(line.split("=", 1) for line in (Path(args.model) / "model.properties").read_text().splitlines() if "=" in line)
    total = dict(step=int(known["training.steps"]) + state["step"], pixels=int(known["training.pixels"]) + state["pixels"])
    torch.save(dict(shape=codec.shape, average=codec.state_dict(), state=total), Path(args.run) / "model.pt")
    print("done", json.dumps(state), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = p.add_subparsers(required=True)
    c = commands.add_parser("crops", help="cuts crops of the training pictures, as train.py does, to be encoded")
    c.add_argument("--data", required=True, help="folder of training pictures, searched recursively")
    c.add_argument("--cache", help="decoded pictures (default: CROPS/pictures)")
    c.add_argument("--crops", required=True, help="folder for the crops")
    c.add_argument("--start", type=int, default=0, help="number of the first one")
    c.add_argument("--count", type=int, default=700)
    c.add_argument("--size", type=int, default=320, help="pixels a side, a multiple of 16")
    c.add_argument("--seed", type=int, default=1)
    c.set_defaults(run=None, call=cut)
    t = commands.add_parser("train", help="trains; resumable, as the same command continues with the same --run")
    t.add_argument("--model", required=True, help="folder of one set of networks, which encoded the crops")
    t.add_argument("--crops", required=True)
    t.add_argument("--run", required=True, help="checkpoints; continues where it stopped")
    t.add_argument("--minutes", type=float, default=30, help="wall time over all resumptions; the rate falls to zero over it")
    t.add_argument("--threads", type=int, default=os.cpu_count())
    t.add_argument("--batch", type=int, default=4)
    t.add_argument("--seed", type=int, default=1)
    t.add_argument("--lr", type=float, default=3e-4)
    t.add_argument("--lr-linear", type=float, default=6e-6)
    t.add_argument("--lr-steering", type=float, default=3e-5)
    t.add_argument("--f32", action="store_true", help="no bfloat16")
    t.add_argument("--warmup", type=int, default=20)
    t.add_argument("--clip", type=float, default=5.0)
    t.add_argument("--ema", type=float, default=0.995)
    t.add_argument("--log", type=int, default=100)
    t.add_argument("--save-minutes", type=float, default=10)
    t.set_defaults(call=train)
    args = p.parse_args()
    for folder in filter(None, (args.run, args.crops)):
        Path(folder).mkdir(parents=True, exist_ok=True)
    args.call(args)


if __name__ == "__main__":
    main()

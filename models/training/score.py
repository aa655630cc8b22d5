# SPDX-License-Identifier: Apache-2.0
"""Scores a checkpoint: bits per pixel (ideal code length under the training prior) against RGB PSNR, BD-rate against
other encoders, the worth of the network beside the linear path, and a measure of blocking."""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from model import STRIDE, Codec, knot_weights


def load(path):
    kept = torch.load(path, map_location="cpu")
    codec = Codec(**kept["shape"])
    codec.load_state_dict(kept["average"])
    return codec.eval(), kept


def pchip(x, y, at):
    """Monotone piecewise-cubic interpolation (Fritsch and Carlson, 1980)."""
    x, y, at = map(np.asarray, (x, y, at))
    h, d = np.diff(x), np.diff(y) / np.diff(x)
    m = np.zeros(len(x))
    for i in range(1, len(x) - 1):
        if d[i - 1] * d[i] > 0:
            a, b = 2 * h[i] + h[i - 1], h[i] + 2 * h[i - 1]
            m[i] = (a + b) / (a / d[i - 1] + b / d[i])
    m[0], m[-1] = d[0], d[-1]
    i = np.clip(np.searchsorted(x, at) - 1, 0, len(x) - 2)
    t = (at - x[i]) / h[i]
    return ((1 + 2 * t) * (1 - t)**2 * y[i] + t * (1 - t)**2 * h[i] * m[i]
            + t * t * (3 - 2 * t) * y[i + 1] + t * t * (t - 1) * h[i] * m[i + 1])


def bd_rate(reference, test, low=27.0, high=38.0):
    """Mean difference of the rate in per cent over `low` to `high` dB, or over what both curves cover of it.
    A curve is (bpp, psnr)."""
    low = max(low, min(reference[1]), min(test[1]))
    high = min(high, max(reference[1]), max(test[1]))
    at = np.linspace(low, high, 500)
    logs = [pchip(psnr, np.log(bpp), at) for bpp, psnr in (reference, test)]
    return 100.0 * (np.exp(np.mean(logs[1] - logs[0])) - 1.0), low, high


def steps(decoded, original):
    """Mean |step of the error| across the 16-pixel grid, and the same inside the blocks."""
    error = decoded - original
    across, inside = [], []
    for axis in (-1, -2):
        step = (torch.diff(error, dim=axis) ** 2).movedim(axis, -1)
        places = torch.arange(step.shape[-1])
        grid = (places % STRIDE) == STRIDE - 1
        across.append(step[..., grid].mean())
        inside.append(step[..., ~grid].mean())
    return float(sum(across) / 2), float(sum(inside) / 2)


def pad(picture):
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, -height % STRIDE), (0, -width % STRIDE), (0, 0)), mode="edge")


@torch.no_grad()
def code(codec, picture, quality, network=1.0, bfloat16=False):
    """Decodes the RGB bytes [H, W, 3] at a quality; returns the picture, the bits a channel and the latents."""
    x = torch.from_numpy(pad(picture)).permute(2, 0, 1)[None].float()
    q = torch.tensor([float(quality)])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
        latent = torch.round(codec.encoder(x, q))
        bits = codec.prior.bits(latent, latent, knot_weights(q)).sum((0, 2, 3))
        decoded = codec.decoder(latent, q, network)
    decoded = decoded[0, :, :picture.shape[0], :picture.shape[1]].clamp(0, 255).round()
    return decoded, bits, latent


def psnr(decoded, original):
    return float(10 * torch.log10(255.0**2 / ((decoded - original) ** 2).mean().clamp(min=1e-6)))


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("model", help="checkpoint.pt, snapshot.pt or model.pt")
    p.add_argument("--pictures", required=True, help="folder of lossless pictures that were not trained on")
    p.add_argument("--peers", help="json: encoder -> {bpp: [...], psnr: [...]}")
    p.add_argument("--points", type=int, default=11, help="qualities from 0 to 1")
    p.add_argument("--limit", type=int, default=0, help="only so many pictures")
    p.add_argument("--no-network", action="store_true", help="also with the decoder's network switched off")
    p.add_argument("--crops", help="folder for decoded crops")
    p.add_argument("--bfloat16", action="store_true", help="faster, 0.01 dB less exact")
    p.add_argument("--out", help="json file for the result")
    args = p.parse_args()
    codec, kept = load(args.model)
    paths = sorted(q for q in Path(args.pictures).iterdir() if q.suffix.lower() == ".png")
    paths = paths[::max(1, len(paths) // args.limit)][:args.limit] if args.limit else paths
    pictures = [np.asarray(Image.open(path).convert("RGB")) for path in paths]
    result = dict(state=kept["state"], pictures=len(pictures), curve=[])
    print("quality    bpp     psnr   linear decoder only   error step across grid / inside   live channels")
    for quality in np.linspace(0, 1, args.points):
        rows, live = [], 0
        for path, picture in zip(paths, pictures):
            original = torch.tensor(picture).permute(2, 0, 1).float()
            decoded, bits, latent = code(codec, picture, quality, bfloat16=args.bfloat16)
            area = picture.shape[0] * picture.shape[1]
            plain = psnr(code(codec, picture, quality, 0.0)[0], original) if args.no_network else 0.0
            live = max(live, int(latent.abs().amax((0, 2, 3)).nonzero().max()) + 1)
            rows.append((float(bits.sum()) / area, psnr(decoded, original), plain, *steps(decoded, original)))
            if args.crops:
                Path(args.crops).mkdir(parents=True, exist_ok=True)
                Image.fromarray(decoded.permute(1, 2, 0).byte().numpy()).save(
                    Path(args.crops) / f"{path.stem}_{quality:.2f}_{rows[-1][0]:.3f}bpp.png")
        bpp, value, plain, across, inside = np.mean(rows, axis=0)
        ratio = (across / inside) ** 0.5
        result["curve"].append(dict(quality=float(quality), bpp=bpp, psnr=value, linear=plain, blocking=ratio,
                                    live=live))
        print(f"{quality:7.3f} {bpp:7.4f} {value:8.3f} {plain:10.3f} {ratio:24.3f} {live:24d}", flush=True)
    if args.peers:
        mine = ([c["bpp"] for c in result["curve"]], [c["psnr"] for c in result["curve"]])
        result["bd_rate"] = {}
        for name, peer in json.loads(Path(args.peers).read_text()).items():
            value, low, high = bd_rate((peer["bpp"], peer["psnr"]), mine)
            result["bd_rate"][name] = value
            print(f"BD-rate against {name}: {value:+.1f} % over {low:.1f} to {high:.1f} dB")
    if args.out:
        Path(args.out).write_text(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()

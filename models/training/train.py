# SPDX-License-Identifier: Apache-2.0
"""Trains the codec. See README.md beside this file."""
import argparse
import json
import os
import time
from pathlib import Path

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

from data import Pictures
from model import Codec, knot_weights, lambda_of

SHAPE = ("channels", "encoder_width", "encoder_blocks", "decoder_width", "decoder_blocks", "fine", "seen")
HERE = Path(__file__).resolve().parent


class Muon(torch.optim.Optimizer):
    """Momentum whose matrices are orthogonalised by a Newton-Schulz iteration (Jordan et al., 2024), scaled so that
    an entry's update has the size that AdamW's has (Liu et al., "Muon is scalable for LLM training", 2025).
    A convolution counts as the matrix [out, in * height * width]."""

    def __init__(self, params, lr, momentum=0.95):
        super().__init__(params, dict(lr=lr, momentum=momentum))

    @staticmethod
    def orthogonal(g):
        wide = g.shape[1] <= g.shape[2]
        x = g if wide else g.transpose(1, 2)
        x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
        for _ in range(5):
            a = x @ x.transpose(1, 2)
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
        return (x if wide else x.transpose(1, 2)).float()

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
                buffer.mul_(group["momentum"]).add_(p.grad)
                update = p.grad + group["momentum"] * buffer
                shapes.setdefault((p.shape[0], p[0].numel()), []).append((p, update))
            for (rows, columns), members in shapes.items():
                updates = self.orthogonal(torch.stack([u.reshape(rows, columns) for _, u in members]))
                for (p, _), u in zip(members, updates):
                    p.add_(u.reshape(p.shape), alpha=-group["lr"] * 0.2 * max(rows, columns) ** 0.5)


def optimisers(codec, args):
    """Muon for the hidden matrices of the networks, AdamW for all else; the linear path at a much lower rate."""
    muon, linear, tables, prior, plain = [], [], [], [], []
    outputs = {id(codec.encoder.last.weight), id(codec.decoder.last.weight)}
    for name, p in codec.named_parameters():
        if name.endswith(("analysis", "synthesis", "lapped.matrix")):
            linear.append(p)
        elif name.endswith(("gain", "shrink", "table")):
            tables.append(p)
        elif name.startswith("prior."):
            prior.append(p)
        elif p.dim() == 4 and id(p) not in outputs:
            muon.append(p)
        else:
            plain.append(p)
    adam = torch.optim.AdamW([dict(params=linear, lr=args.lr_linear), dict(params=tables, lr=args.lr_tables),
                              dict(params=prior, lr=args.lr_prior), dict(params=plain, lr=args.lr)], betas=(0.9, 0.99), weight_decay=0.0)
    chosen = [adam, Muon(muon, args.lr_muon)]
    for optimiser in chosen:
        for group in optimiser.param_groups:
            group["base"] = group["lr"]
    return chosen


def factor(step, elapsed, args):
    """Warm-up, constant, then linear decay over the last minutes of the budget of wall time."""
    left = (args.minutes * 60 - elapsed) / max(args.decay_minutes * 60, 1e-9)
    return min(1.0, (step + 1) / args.warmup) * min(1.0, max(left, 0.0))


def qualities(seed, rank, workers, step, count, low=0.0, high=1.0):
    """Stratified over the batch of all workers, so that every step sees the whole range; ends get some weight."""
    generator = torch.Generator().manual_seed(seed * 1000003 + step)
    total = count * workers
    u = (torch.arange(total) + torch.rand(total, generator=generator)) / total
    u = u[torch.randperm(total, generator=generator)]
    return (low + (high - low) * (u * 1.04 - 0.02).clamp(0, 1))[rank * count:(rank + 1) * count]


def klt_blocks(pictures, seed, codec, cells, crops=800):
    """Pre-filtered blocks for the KLT, from crops of so many blocks a side."""
    found = []
    for step in range(crops // 16):
        x = torch.from_numpy(pictures.batch(seed, 0, 10**9 + step, 16, 16 * cells)).float() - 128.0
        y = codec.encoder.lapped(x).reshape(-1, 3, cells, 16, cells, 16)[:, :, 1:-1, :, 1:-1]
        found.append(y.permute(0, 2, 4, 1, 3, 5).reshape(-1, 768))
    return torch.cat(found)


def first_codec(args, pictures, kept):
    """The codec of the checkpoint if there is one, else of --start-from, else a fresh one that is a KLT."""
    if kept or (args.start_from and Path(args.start_from).is_file()):
        source = kept or torch.load(args.start_from, map_location="cpu")
        codec = Codec(**source["shape"])
        codec.load_state_dict(source["model" if kept else "average"])
        return codec
    if args.start_from:
        from bundle import read_bundle
        return read_bundle(args.start_from, torch.from_numpy(pictures.batch(args.seed, 0, 10**9, 64, args.crop)).float())
    codec = Codec(**{name: getattr(args, name) for name in SHAPE})
    with torch.no_grad():
        codec.start(klt_blocks(pictures, args.seed, codec, args.crop // 16))
    return codec


def fit_prior(codec, pictures, args, device):
    """Fits the training prior alone to a codec that comes without one, so that its first gradients are not wrong."""
    params = list(codec.prior.parameters())
    optimiser = torch.optim.Adam(params, lr=2e-3)
    for step in range(args.prior_steps):
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * min(1.0, (step + 1) / 50) * (1.0 - step / args.prior_steps)
        picture = torch.from_numpy(pictures.batch(args.seed, 0, 2 * 10**9 + step, 16, args.crop)).to(device).float()
        quality = qualities(args.seed, 0, 1, 2 * 10**6 + step, 16, *args.qualities).to(device)
        with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=not args.f32):
            latent = codec.encoder(picture, quality).float()
        noise = torch.rand(latent.shape, generator=torch.Generator().manual_seed(step)).to(device) - 0.5
        bits = codec.prior.bits(latent + noise, torch.round(latent), knot_weights(quality))
        loss = (lambda_of(quality) ** -0.5 * bits.sum((1, 2, 3)) / args.crop**2).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, args.clip)
        optimiser.step()
        if step % 50 == 0 or step == args.prior_steps - 1:
            print(f"prior alone, step {step}: weighted rate {float(loss):.4f}", flush=True)
    for p in params:
        p.grad = None


def save(path, codec, average, optims, state, args):
    part = path.with_suffix(".part")
    torch.save(dict(shape=codec.shape, model=codec.state_dict(), average=average, state=state, args=vars(args),
                    optimisers=[o.state_dict() for o in optims]), part)
    os.replace(part, path)


def worker(rank, args, rendezvous):
    torch.set_num_threads(max(1, args.threads // args.workers))
    if args.workers > 1:
        dist.init_process_group("gloo", init_method=f"file://{rendezvous}", rank=rank, world_size=args.workers)
    device = torch.device(args.device)
    torch.manual_seed(args.seed)
    run = Path(args.run)
    pictures = Pictures(args.data, args.cache)
    checkpoint = run / "checkpoint.pt"
    kept = torch.load(checkpoint, map_location="cpu") if checkpoint.exists() else None
    codec = first_codec(args, pictures, kept)
    shape = codec.shape
    codec.to(device, memory_format=torch.channels_last)
    if args.compile:
        codec.prior.bits = torch.compile(codec.prior.bits, dynamic=False)
    if args.start_from and not kept:
        fit_prior(codec, pictures, args, device)
    for module in (codec.encoder, codec.decoder):
        for name in ("analysis", "synthesis"):
            if hasattr(module, name):
                getattr(module, name).data = getattr(module, name).data.contiguous()
    params = list(codec.parameters())
    optims = optimisers(codec, args)
    average = {k: v.detach().clone() for k, v in codec.state_dict().items()}
    state = dict(step=0, elapsed=0.0, pixels=0)
    if kept:
        for optimiser, content in zip(optims, kept["optimisers"]):
            bases = [(g["lr"], g["base"]) for g in optimiser.param_groups]
            optimiser.load_state_dict(content)
            for group, (_, base) in zip(optimiser.param_groups, bases):
                group["base"] = base
        average = {k: v.to(device) for k, v in kept["average"].items()}
        state = kept["state"]
    if rank == 0:
        print(f"{len(pictures)} pictures, {pictures.pixels / 1e6:.0f} Mpx; {shape}; "
              f"{sum(p.numel() for p in params)} parameters; starts at step {state['step']}", flush=True)

    crop, step, elapsed = args.crop, state["step"], state["elapsed"]
    last = saved = time.monotonic()
    sums, seen = torch.zeros(3, 4), 0
    averaged = list(average.values())
    current = list(codec.state_dict().values())
    while True:
        rate = factor(step, elapsed, args)
        if rate <= 0.0 and step > 0:
            break
        late = elapsed > (args.minutes - args.late_minutes) * 60
        crop, count = (args.late_crop, max(1, args.batch * args.crop**2 // args.late_crop**2)) if late \
            else (args.crop, args.batch)
        picture = torch.from_numpy(pictures.batch(args.seed, rank, step, count, crop)).to(device).float()
        quality = qualities(args.seed, rank, args.workers, step, count, *args.qualities).to(device)
        generator = torch.Generator().manual_seed((args.seed * 7919 + step) * 64 + rank)
        noise = torch.rand((count, shape["channels"], crop // 16, crop // 16), generator=generator).to(device) - 0.5
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=not args.f32):
            decoded, bits = codec(picture, quality, noise)
        rate_bits = bits.sum((1, 2, 3)) / crop**2
        error = ((decoded - picture) ** 2).mean((1, 2, 3))
        weight = lambda_of(quality)
        loss = (weight**-0.5 * rate_bits + weight**0.5 * error).mean()
        loss.backward()

        grads = [p.grad for p in params]
        if args.workers > 1:
            flat = torch.cat([g.reshape(-1) for g in grads] + [torch.tensor([elapsed])])
            dist.all_reduce(flat)
            flat /= args.workers
            elapsed = float(flat[-1])
            offset = 0
            for g in grads:
                g.copy_(flat[offset:offset + g.numel()].reshape(g.shape))
                offset += g.numel()
        norm = torch.nn.utils.clip_grad_norm_([p for g in optims[0].param_groups for p in g["params"]], args.clip)
        if torch.isfinite(norm):
            for optimiser in optims:
                for group in optimiser.param_groups:
                    group["lr"] = group["base"] * rate
                optimiser.step()
        for p in params:
            p.grad = None
        with torch.no_grad():
            torch._foreach_lerp_(averaged, current, 1.0 - min(args.ema, (step + 1) / (step + 10)))
        step += 1
        now = time.monotonic()
        elapsed, last = elapsed + now - last, now
        state["pixels"] += count * crop**2 * args.workers

        # running means over three bands of quality
        bands = (quality.cpu() * 3).long().clamp(0, 2)
        with torch.no_grad():
            for i in range(count):
                terms = torch.tensor([1.0, rate_bits[i], error[i], weight[i]**-0.5 * rate_bits[i]
                                      + weight[i]**0.5 * error[i]])
                sums[bands[i]] += terms
        if rank == 0 and step % args.log == 0:
            means = sums[:, 1:] / sums[:, :1].clamp(min=1)
            text = "  ".join(f"{b:.3f} bpp mse {m:6.2f} loss {l:6.3f}" for b, m, l in means.tolist())
            print(f"{step:6d} {elapsed / 60:6.1f} min {state['pixels'] / 1e9:.3f} Gpx lr x{rate:.3f} "
                  f"grad {float(norm):7.1f}  {text}  all {float(means[:, 2].mean()):.4f}", flush=True)
            sums.zero_()
        state.update(step=step, elapsed=elapsed)
        if rank == 0 and now - saved > args.save_minutes * 60:
            save(checkpoint, codec, average, optims, state, args)
            saved = now
        if rank == 0 and args.snapshot and int(elapsed // (args.snapshot * 60)) != int(
                (state.get("snapshot", 0)) // (args.snapshot * 60)):
            state["snapshot"] = elapsed
            torch.save(dict(shape=shape, average=average, state=dict(state)), run / "snapshot.pt")
    if rank == 0:
        save(checkpoint, codec, average, optims, state, args)
        torch.save(dict(shape=shape, average=average, state=state), run / "model.pt")
        print("done", json.dumps(state), flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--data", required=True, help="folder of training pictures, searched recursively")
    p.add_argument("--run", default=str(HERE / "runs" / "photo-1"), help="checkpoints; continues where it stopped")
    p.add_argument("--cache", help="decoded pictures (default: RUN/pictures)")
    p.add_argument("--start-from", help="a checkpoint.pt, a model.pt or a released model folder to fine-tune")
    p.add_argument("--minutes", type=float, default=240, help="wall time of the whole run, over all resumptions")
    p.add_argument("--decay-minutes", type=float, help="the learning rate falls to zero over the last ones "
                                                        "(default: three quarters of --minutes)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    p.add_argument("--workers", type=int, default=1, help="processes that share the gradient (CPU)")
    p.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of all workers together")
    p.add_argument("--batch", type=int, default=16, help="crops a step and worker")
    p.add_argument("--crop", type=int, default=128)
    p.add_argument("--qualities", type=float, nargs=2, default=(0.0, 1.0), help="the range of quality to train for")
    p.add_argument("--late-crop", type=int, default=256, help="crop over the last --late-minutes")
    p.add_argument("--late-minutes", type=float, default=20)
    p.add_argument("--channels", type=int, default=384)
    p.add_argument("--seen", type=int, help="the first channels, which alone the networks see (default: all)")
    p.add_argument("--encoder-width", type=int, default=128)
    p.add_argument("--encoder-blocks", type=int, default=3)
    p.add_argument("--decoder-width", type=int, default=160)
    p.add_argument("--decoder-blocks", type=int, default=5)
    p.add_argument("--fine", type=int, default=32)
    p.add_argument("--lr", type=float, default=1e-3)
    p.add_argument("--lr-muon", type=float, default=1e-3)
    p.add_argument("--lr-linear", type=float, default=5e-5)
    p.add_argument("--lr-tables", type=float, default=1e-3)
    p.add_argument("--lr-prior", type=float, default=2e-4)
    p.add_argument("--prior-steps", type=int, default=400, help="with --start-from: fits the training prior alone first")
    p.add_argument("--warmup", type=int, default=300)
    p.add_argument("--clip", type=float, default=50.0)
    p.add_argument("--ema", type=float, default=0.999)
    p.add_argument("--f32", action="store_true", help="no bfloat16")
    p.add_argument("--compile", action="store_true", help="compile the training prior (a C++ compiler must be there)")
    p.add_argument("--log", type=int, default=100)
    p.add_argument("--save-minutes", type=float, default=10)
    p.add_argument("--snapshot", type=float, default=0, help="writes RUN/snapshot.pt (averaged weights) so often")
    args = p.parse_args()
    args.decay_minutes = 0.75 * args.minutes if args.decay_minutes is None else args.decay_minutes
    run = Path(args.run)
    run.mkdir(parents=True, exist_ok=True)
    args.cache = args.cache or str(run / "pictures")
    Pictures(args.data, args.cache)
    if args.workers == 1:
        worker(0, args, None)
        return
    rendezvous = run / "rendezvous"
    rendezvous.unlink(missing_ok=True)
    mp.spawn(worker, args=(args, str(rendezvous.resolve())), nprocs=args.workers)


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Learns the block classes of pcq: for each class a linear predictor of a block from the pixels above and left of it,
and an orthonormal basis of what that predictor leaves over.

Classes are found in the manner of Lloyd: each block goes to the class that codes it in the fewest (estimated) bits; then
each class refits its predictor (weighted ridge regression) and its basis, first as principal components, later as the
orthonormal basis that best reproduces its own thresholded coefficients (sparse orthonormal transform, Sezer, Guleryuz
and Altunbasak 2015). Class 0 keeps the DCT and only learns its predictor and the order of its coefficients.

usage: train_bases.py PICTURES SIDE CLASSES COMPONENTS ITERATIONS OUT.npz
"""
import glob
import os
import sys

import numpy as np
import torch
from PIL import Image

SEED = 7


def luma(path):
    rgb = np.asarray(Image.open(path).convert("RGB"), dtype=np.float32)
    return rgb.sum(axis=2) / np.sqrt(3.0)


def sample(folder, side, per_view, rng):
    """Random blocks with their borders: corner, side * 3/2 pixels above, side pixels left."""
    blocks, borders = [], []
    above = side + side // 2
    for path in sorted(glob.glob(os.path.join(folder, "*.jpg"))):
        y = luma(path)
        h, w = y.shape
        if h < 2 * side + 2 or w < 3 * side + 2:
            continue
        got = 0
        for _ in range(per_view * 4):
            r = int(rng.integers(1, h - side))
            c = int(rng.integers(1, w - above))
            x = y[r : r + side, c : c + side]
            if x.std() < 7 and rng.random() < 0.85:
                continue
            top = y[r - 1, c : c + above].copy()
            if rng.random() < 0.3:
                top[side:] = top[side - 1]
            blocks.append(x.ravel())
            borders.append(np.concatenate([[y[r - 1, c - 1]], top, y[r : r + side, c - 1]]))
            got += 1
            if got == per_view:
                break
    return np.array(blocks, dtype=np.float32), np.array(borders, dtype=np.float32)


def dct(side):
    k = np.arange(side)
    m = np.cos(np.pi * (2 * k[None, :] + 1) * k[:, None] / (2 * side)) * np.sqrt(2.0 / side)
    m[0] /= np.sqrt(2.0)
    return m


def orientation_classes(x, side, classes):
    """Starting classes: the direction of the gradients where there is one, class 0 elsewhere."""
    b = x.reshape(-1, side, side)
    gx = (b[:, :-1, 1:] - b[:, :-1, :-1] + b[:, 1:, 1:] - b[:, 1:, :-1]) / 2
    gy = (b[:, 1:, :-1] - b[:, :-1, :-1] + b[:, 1:, 1:] - b[:, :-1, 1:]) / 2
    xx, yy, xy = (gx * gx).sum((1, 2)), (gy * gy).sum((1, 2)), (gx * gy).sum((1, 2))
    angle = torch.atan2(2 * xy, xx - yy) / (2 * np.pi) + 0.5
    coherence = torch.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy + 1e-3)
    bins = classes - 2
    a = (angle * bins).long().clamp(0, bins - 1) + 2
    energy = torch.sqrt((xx + yy) / side**2)
    return torch.where(coherence > 0.4, a, torch.where(energy > 12, torch.zeros_like(a), torch.ones_like(a)))


def bits(c, step):
    return 0.5 * torch.log2(1 + (c / (0.6 * step)) ** 2)


def main():
    folder, side, classes, components, iterations, out = (
        sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]), sys.argv[6])
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    per_view = {4: 220, 8: 220, 16: 160}[side]
    x, b = sample(folder, side, per_view, rng)
    above = side + side // 2
    x, b = torch.from_numpy(x), torch.from_numpy(b)
    n, m = x.shape[0], b.shape[1]
    step = torch.tensor([6.0, 10.0, 16.0, 26.0])[torch.randint(0, 4, (n, 1))]
    b = b + torch.randn(n, m) * 0.3 * step
    reference = torch.cat([b[:, 1 : 1 + side], b[:, 1 + above :]], 1).mean(1, keepdim=True)
    x, b = x - reference, b - reference
    print(f"{n} blocks of {side}x{side}", flush=True)
    area = side * side
    d = torch.from_numpy(np.kron(dct(side), dct(side)).astype(np.float32))
    u = [d.clone() for _ in range(classes)]
    p = [torch.zeros(area, m) for _ in range(classes)]
    of = orientation_classes(x, side, classes) if classes > 2 else torch.zeros(n, dtype=torch.long)
    price = torch.full((classes,), np.log2(classes))
    chunk = 20000
    for it in range(iterations):
        if it > 0:
            total = 0.0
            for s in range(0, n, chunk):
                xs, bs, st = x[s : s + chunk], b[s : s + chunk], step[s : s + chunk]
                cost = torch.stack(
                    [bits((xs - bs @ p[k].T) @ u[k].T, st).sum(1) + price[k] for k in range(classes)], 1)
                best = cost.min(1)
                of[s : s + chunk] = best.indices
                total += best.values.sum().item() - price[best.indices].sum().item()
            f = np.bincount(of.numpy(), minlength=classes) / n
            total -= n * (f * np.log2(f + 1e-9)).sum()
            print(f"iteration {it}: {total / n / area:.4f} bits a pixel (estimate),",
                  (np.bincount(of.numpy(), minlength=classes) / n).round(3), flush=True)
        if it == iterations - 1:
            break
        share = torch.bincount(of, minlength=classes).float() / n
        # Without the price at first: rare classes would die before they have found their blocks.
        price = -torch.log2(share.clamp_min(1e-3)) * (0.0 if it < 6 else 0.6)
        for k in range(classes):
            mine = of == k
            if mine.sum() < 4 * area:
                continue
            xk, bk, sk = x[mine], b[mine], step[mine]
            e = xk - bk @ p[k].T
            w = 1 / ((e**2).mean(1, keepdim=True) + (0.3 * sk) ** 2)
            for _ in range(2):
                g = (bk * w).T @ bk
                g += torch.eye(m) * (w.sum() * 4.0)
                p[k] = torch.linalg.solve(g, (bk * w).T @ xk).T.contiguous()
                e = xk - bk @ p[k].T
                w = 1 / ((e**2).mean(1, keepdim=True) + (0.3 * sk) ** 2)
            if k > 0:
                if it < 4:
                    cov = (e * w).T @ e
                    _, v = torch.linalg.eigh(cov.double())
                    u[k] = v.flip(1).T.float().contiguous()
                else:
                    for _ in range(2):
                        c = e @ u[k].T
                        t = torch.where(c.abs() > 0.6 * sk, c, torch.zeros_like(c))
                        left, _, right = torch.linalg.svd(((t * w).T @ e).double(), full_matrices=False)
                        u[k] = (left @ right).float()
            c = e @ u[k].T
            order = torch.argsort(bits(c, sk).mean(0), descending=True)
            u[k] = u[k][order].contiguous()
        if it >= 6 or it == iterations - 2:
            np.savez(out, basis=np.stack([v.numpy()[:components] for v in u]),
                     predictor=np.stack([v.numpy() for v in p]),
                     full0=u[0].numpy(), share=share.numpy())
            print("saved", out, flush=True)


if __name__ == "__main__":
    main()

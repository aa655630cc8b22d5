# SPDX-License-Identifier: Apache-2.0
"""Learns the filters that pcq applies after deblocking, from what DumpTiles wrote.

A filter adds to a pixel a weighted sum of clipped differences to the 24 pixels around it in a diamond; pairs of pixels
that lie opposite each other share their weights, and there are three clips, at a quarter of the quantiser step, at one and
at four. Each square of 4×4 pixels takes its filter by the direction and the size of the second differences in the 8×8
pixels around it, as in the adaptive loop filter of VVC (Karczewicz and others 2021), and by the quantiser step. The weights
are the least squares solution for each class, with a little ridge. The other bands take the class of the first, and to the
sum over their own differences comes one over those of the first band.

Writes the resource filters.bin, deflated: for each class 36 weights for the first band, then for each class 72 for the
others, 36 for their own differences and 36 for those of the first, all i8 in 2^-8; prints the SHA-256 of the inflated bytes.
Every tenth piece is left out and measures the gain.

usage: train_filters.py DUMP PIECES OUT
"""
import hashlib
import struct
import sys
import zlib

import numpy as np

CLIPS = (0.25, 1.0, 4.0)
ACTIVITIES = 7
DIRECTIONS = 9
STEPS = (200, 500, 1300)
OFFSETS = [(dy, dx) for dy in range(4) for dx in range(-3, 4) if abs(dy) + abs(dx) <= 3 and (dy > 0 or dx > 0)]
WEIGHTS = len(OFFSETS) * len(CLIPS)
CLASSES = (len(STEPS) + 1) * DIRECTIONS * ACTIVITIES
SCALE = 256


def pieces(path, most):
    with open(path, "rb") as f:
        for _ in range(most):
            head = f.read(8)
            if len(head) < 8:
                return
            side, step = struct.unpack(">ii", head)
            n = side * side
            planes = np.frombuffer(f.read(12 * n), ">i2").reshape(6, side, side).astype(np.int32)
            size = np.frombuffer(f.read(n // 64), np.uint8).reshape(side // 8, -1)
            f.read(n // 64)
            yield step, planes[::2], [deblocked(o, d, size, step) for o, d in zip(planes[::2], planes[1::2])]


def deblocked(original, plane, size, step):
    """As the encoder does, with the best of some strengths."""
    best = plane
    for strength in (6, 12):
        tried = deblock(plane, size, strength, step)
        if ((tried - original) ** 2).sum() < ((best - original) ** 2).sum():
            best = tried
    return best


def deblock(plane, size, strength, step):
    plane = plane.copy()
    limit, flat = max(1, step * strength >> 5), step * 2
    half = limit >> 1
    for transposed in (False, True):
        q = plane.T if transposed else plane
        s = size.T if transposed else size
        column = np.arange(1, s.shape[1])
        edge = np.repeat((column[None, :] & ((1 << s[:, 1:].astype(int)) - 1)) == 0, 8, 0)
        x = column * 8
        p2, p1, p0, q0, q1, q2 = (q[:, x + k].copy() for k in range(-3, 3))
        e = (9 * (q0 - p0) - 3 * (q1 - p1) + 8) >> 4
        ok = edge & (abs(p2 - 2 * p1 + p0) + abs(q2 - 2 * q1 + q0) < flat) & (abs(e) < 10 * limit)
        e = np.clip(e, -limit, limit)
        q[:, x - 1] = np.where(ok, p0 + e, p0)
        q[:, x] = np.where(ok, q0 - e, q0)
        q[:, x - 2] = np.where(ok, p1 + np.clip((((p2 + p0 + 1) >> 1) - p1 + e) >> 1, -half, half), p1)
        q[:, x + 1] = np.where(ok, q1 + np.clip((((q2 + q0 + 1) >> 1) - q1 - e) >> 1, -half, half), q1)
    return plane


def windows(a):
    """Sums over the 8×8 pixels around each square of 4×4, cut at the edges as in the decoder: edges repeat."""
    s = np.cumsum(np.cumsum(np.pad(np.pad(a, 2, mode="edge"), ((1, 0), (1, 0))), 0), 1)
    return s[8::4, 8::4] - s[:-8:4, 8::4] - s[8::4, :-8:4] + s[:-8:4, :-8:4]


def classes(plane, step):
    q = np.pad(plane, 1, mode="edge")
    c = 2 * q[1:-1, 1:-1]
    v = windows(abs(c - q[:-2, 1:-1] - q[2:, 1:-1]))
    h = windows(abs(c - q[1:-1, :-2] - q[1:-1, 2:]))
    d = windows(abs(c - q[:-2, :-2] - q[2:, 2:]))
    e = windows(abs(c - q[:-2, 2:] - q[2:, :-2]))
    straight, weak = np.maximum(v, h), np.minimum(v, h) + 1
    slanted, weaker = np.maximum(d, e), np.minimum(d, e) + 1
    diagonal = slanted.astype(np.int64) * weak > straight.astype(np.int64) * weaker
    strong, other = np.where(diagonal, slanted, straight), np.where(diagonal, weaker, weak)
    which = np.where(diagonal, np.where(d > e, 3, 2), np.where(v > h, 1, 0))
    direction = np.where(strong > 2 * other, 1 + 2 * which + (2 * strong > 9 * other), 0)
    amount = (v + h) * 8 // (64 * step)
    activity = sum((amount >= limit).astype(int) for limit in (1, 2, 3, 5, 8, 12))
    group = sum(step >= limit for limit in STEPS)
    k = (group * DIRECTIONS + direction) * ACTIVITIES + activity
    return np.repeat(np.repeat(k, 4, 0), 4, 1).ravel()


def features(plane, step):
    h, w = plane.shape
    q = np.pad(plane, 3, mode="edge").astype(np.int16)
    c = q[3:-3, 3:-3]
    out = np.empty((WEIGHTS, h, w), np.float32)
    i = 0
    for dy, dx in OFFSETS:
        a = q[3 + dy : 3 + dy + h, 3 + dx : 3 + dx + w] - c
        b = q[3 - dy : 3 - dy + h, 3 - dx : 3 - dx + w] - c
        for clip in CLIPS:
            t = max(1, int(clip * step))
            out[i] = np.clip(a, -t, t) + np.clip(b, -t, t)
            i += 1
    return out.reshape(WEIGHTS, -1).T


class Solution:
    """Sums for the least squares of each class."""

    def __init__(self, weights):
        self.gram = np.zeros((CLASSES, weights, weights))
        self.right = np.zeros((CLASSES, weights))
        self.count = np.zeros(CLASSES)

    def add(self, k, x, target, step):
        order = np.argsort(k, kind="stable")
        x, t, k = x[order] / np.float32(step), target[order].astype(np.float32) / step, k[order]
        starts = np.flatnonzero(np.diff(k, prepend=-1))
        for i, j in zip(starts, np.append(starts[1:], len(k))):
            part = x[i:j]
            self.gram[k[i]] += part.T @ part
            self.right[k[i]] += t[i:j] @ part
            self.count[k[i]] += j - i

    def solve(self):
        n = self.right.shape[1]
        weights = np.zeros((CLASSES, n))
        for k in range(CLASSES):
            if self.count[k] > 2000:
                ridge = np.eye(n) * (1e-3 * np.trace(self.gram[k]) / n + 1e-9)
                weights[k] = np.linalg.solve(self.gram[k] + ridge, self.right[k])
        return np.clip(np.rint(weights * SCALE), -127, 127)


def main():
    first, others = Solution(WEIGHTS), Solution(2 * WEIGHTS)
    rng = np.random.default_rng(5)
    held = []
    for number, (step, original, plane) in enumerate(pieces(sys.argv[1], int(sys.argv[2]))):
        if number % 10 == 9:
            held.append((step, original, plane))
            continue
        k = classes(plane[0], step)
        luma = features(plane[0], step)
        first.add(k, luma, (original[0] - plane[0]).ravel(), step)
        for band in (1, 2):
            some = rng.random(len(k)) < 0.4
            x = np.concatenate([features(plane[band], step)[some], luma[some]], 1)
            others.add(k[some], x, (original[band] - plane[band]).ravel()[some], step)
    solved = first.solve(), others.solve()
    gains = [], []
    for step, original, plane in held:
        k = classes(plane[0], step)
        luma = features(plane[0], step)
        for band in range(3):
            x = luma if band == 0 else np.concatenate([features(plane[band], step), luma], 1)
            change = np.einsum("ij,ij->i", x, solved[min(1, band)][k]) / SCALE
            error = (original[band] - plane[band]).ravel()
            gains[min(1, band)].append(10 * np.log10((error**2).mean() / ((error - change) ** 2).mean()))
    print(f"{int(first.count.sum())} pixels, gain on {len(held)} other pieces {np.mean(gains[0]):.3f} dB in the first band,"
          f" {np.mean(gains[1]):.3f} dB in the others")
    out = b"".join(w.astype(np.int8).tobytes() for w in solved)
    with open(sys.argv[3], "wb") as f:
        f.write(zlib.compress(out, 9))
    print(len(out), "bytes", hashlib.sha256(out).hexdigest())


if __name__ == "__main__":
    main()

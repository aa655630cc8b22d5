# SPDX-License-Identifier: Apache-2.0
"""Learns the filters that pcq applies to the first band after deblocking, from what DumpTiles wrote.

A filter adds to a pixel a weighted sum of clipped differences to the 24 pixels around it in a diamond; pairs of pixels
that lie opposite each other share their weights, and there are three clips, at a quarter of the quantiser step, at one and
at four. Each square of 4×4 pixels takes its filter by the direction and the size of the second differences in the 8×8
pixels around it, as in the adaptive loop filter of VVC (Karczewicz and others 2021), and by the quantiser step. The weights
are the least squares solution for each class, with a little ridge.

Writes the resource filters.bin: for each class 36 weights, i8 in 2^-8, deflated; prints the SHA-256 of the inflated
bytes. Every tenth piece is left out and measures the gain.

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
STEPS = (200, 500)
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
            yield step, planes[0], deblocked(planes[0], planes[1], size, step)


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


def main():
    gram = np.zeros((CLASSES, WEIGHTS, WEIGHTS))
    right = np.zeros((CLASSES, WEIGHTS))
    count = np.zeros(CLASSES)
    held = []
    for number, (step, original, plane) in enumerate(pieces(sys.argv[1], int(sys.argv[2]))):
        if number % 10 == 9:
            held.append((step, original, plane))
            continue
        k = classes(plane, step)
        order = np.argsort(k, kind="stable")
        x = features(plane, step)[order] / np.float32(step)
        t = (original - plane).ravel()[order].astype(np.float32) / step
        k = k[order]
        starts = np.flatnonzero(np.diff(k, prepend=-1))
        for i, j in zip(starts, np.append(starts[1:], len(k))):
            part = x[i:j]
            gram[k[i]] += part.T @ part
            right[k[i]] += t[i:j] @ part
            count[k[i]] += j - i
    weights = np.zeros((CLASSES, WEIGHTS))
    for k in range(CLASSES):
        if count[k] > 2000:
            ridge = np.eye(WEIGHTS) * (1e-3 * np.trace(gram[k]) / WEIGHTS + 1e-9)
            weights[k] = np.linalg.solve(gram[k] + ridge, right[k])
    weights = np.clip(np.rint(weights * SCALE), -127, 127)
    gains = []
    for step, original, plane in held:
        change = np.einsum("ij,ij->i", features(plane, step), weights[classes(plane, step)]) / SCALE
        error = (original - plane).ravel()
        gains.append(10 * np.log10((error**2).mean() / ((error - change) ** 2).mean()))
    print(f"{int(count.sum())} pixels, gain on {len(held)} other pieces {np.mean(gains):.3f} dB")
    out = weights.astype(np.int8).tobytes()
    with open(sys.argv[3], "wb") as f:
        f.write(zlib.compress(out, 9))
    print(len(out), "bytes", hashlib.sha256(out).hexdigest())


if __name__ == "__main__":
    main()

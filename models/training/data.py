# SPDX-License-Identifier: Apache-2.0
"""Pictures for training: decoded once into one memory-mapped byte array, then cropped at random."""
import json
import os
from pathlib import Path

import numpy as np
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp"}


def build_cache(folder, cache, max_side):
    """Decodes every picture below `folder` into CACHE.bin (raw RGB) and CACHE.json (offset, height, width)."""
    index, offset = [], 0
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(".part")
    with open(part, "wb") as out:
        for path in sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES):
            try:
                picture = Image.open(path).convert("RGB")
            except OSError as problem:
                print(f"skipped {path}: {problem}")
                continue
            while max(picture.size) > max_side:
                picture = picture.reduce(2)
            pixels = np.asarray(picture)
            out.write(pixels.tobytes())
            index.append([offset, pixels.shape[0], pixels.shape[1]])
            offset += pixels.size
    os.replace(part, cache.with_suffix(".bin"))
    cache.with_suffix(".json").write_text(json.dumps(index))


class Pictures:
    """A set of pictures that gives random crops; a crop depends on (seed, rank, step) alone, so a run can resume."""

    def __init__(self, folder, cache, max_side=2048):
        cache = Path(cache)
        if not cache.with_suffix(".json").exists():
            build_cache(folder, cache, max_side)
        self.index = json.loads(cache.with_suffix(".json").read_text())
        self.bytes = np.memmap(cache.with_suffix(".bin"), dtype=np.uint8, mode="r")
        areas = np.array([h * w for _, h, w in self.index], dtype=np.float64)
        self.share = np.cumsum(areas / areas.sum())
        self.pixels = int(areas.sum())
        self.shortest = max(min(h, w) for _, h, w in self.index)

    def __len__(self):
        return len(self.index)

    def picture(self, number):
        offset, height, width = self.index[number]
        return self.bytes[offset:offset + height * width * 3].reshape(height, width, 3)

    def crop(self, rng, size, max_scale=2.0):
        """One size x size x 3 crop. Half of the crops are shrunk by 1 to `max_scale`, which hides the marks that
        the JPEG compression of the training pictures left."""
        if size > self.shortest:
            raise ValueError(f"no picture has both sides of {size} pixels and more; the longest shorter side is "
                             f"{self.shortest}: choose smaller crops (--crop, --late-crop)")
        while True:
            picture = self.picture(min(int(np.searchsorted(self.share, rng.random())), len(self.index) - 1))
            height, width = picture.shape[:2]
            if min(height, width) >= size:
                break
        scale = rng.uniform(1.0, max_scale) if rng.random() < 0.5 else 1.0
        side = min(int(round(size * scale)), height, width)
        top, left = rng.integers(height - side + 1), rng.integers(width - side + 1)
        cut = picture[top:top + side, left:left + side]
        if side != size:
            cut = np.asarray(Image.fromarray(cut).resize((size, size), Image.Resampling.LANCZOS))
        if rng.random() < 0.5:
            cut = cut[:, ::-1]
        if rng.random() < 0.1:
            cut = cut[::-1]
        return cut

    def batch(self, seed, rank, step, count, size):
        """Crops as uint8 of shape [count, 3, size, size]."""
        rng = np.random.default_rng([seed, rank, step])
        crops = np.stack([self.crop(rng, size) for _ in range(count)])
        return np.ascontiguousarray(crops.transpose(0, 3, 1, 2))

# SPDX-License-Identifier: Apache-2.0
"""Times kmq's palette search against scikit-learn's KMeans and a loop in NumPy, on the same pixels in the same run.

    python compare_kmeans.py PICTURE K -- java -cp CLASSPATH io.github.imageiolearned.kmq.KmqMeasurements

needs numpy, pillow and scikit-learn. What stands behind -- is run with "learn PICTURE K,K,K": a fresh JVM searches three times.
Prints wall and processor seconds and the sum of squares that each reaches (centres of scikit-learn not rounded to 8 bits).
The NumPy loop, one pass over the centres after another, is timed for a few iterations and multiplied by scikit-learn's number.
--starts N runs scikit-learn with n_init=N as well.
"""

import argparse
import os
import subprocess
import sys
import time

import numpy as np
import sklearn
from PIL import Image
from sklearn.cluster import KMeans


def timed(what):
    wall, processor = time.perf_counter(), time.process_time()
    result = what()
    return result, time.perf_counter() - wall, time.process_time() - processor


def numpy_iteration(pixels, centres):
    nearest = np.zeros(len(pixels), np.int32)
    least = np.full(len(pixels), np.inf, np.float32)
    for c, centre in enumerate(centres):
        square = ((pixels - centre) ** 2).sum(axis=1)
        closer = square < least
        nearest[closer] = c
        least[closer] = square[closer]
    return np.array(
        [pixels[nearest == c].mean(axis=0) if (nearest == c).any() else centres[c] for c in range(len(centres))],
        np.float32,
    )


def main():
    split = sys.argv.index("--")
    parser = argparse.ArgumentParser()
    parser.add_argument("picture")
    parser.add_argument("k", type=int)
    parser.add_argument("--starts", type=int, default=1)
    args = parser.parse_args(sys.argv[1:split])
    java = sys.argv[split + 1 :] + ["learn", args.picture, ",".join([str(args.k)] * 3)]

    pixels = np.asarray(Image.open(args.picture).convert("RGB")).reshape(-1, 3).astype(np.float32)
    cores = len(os.sched_getaffinity(0))
    print(f"{len(pixels) / 1e6:.2f} megapixels, k={args.k}, {cores} cores, scikit-learn {sklearn.__version__}", flush=True)
    subprocess.run(java, check=True)
    iterations = 0
    for starts in sorted({1, args.starts}):
        means = KMeans(args.k, n_init=starts, random_state=0)
        _, wall, processor = timed(lambda: means.fit(pixels))
        iterations = iterations or means.n_iter_
        print(
            f"scikit-learn, n_init={starts}: {wall:.2f} s (processor {processor:.2f} s), "
            f"wcss {means.inertia_:.6g}, {means.n_iter_} iterations",
            flush=True,
        )
    rounds = max(1, min(3, 60 // args.k))
    centres = means.cluster_centers_.astype(np.float32)
    _, wall, processor = timed(lambda: [numpy_iteration(pixels, centres) for _ in range(rounds)])
    scale = iterations / rounds
    print(f"NumPy, {iterations} iterations: {wall * scale:.1f} s (processor {processor * scale:.1f} s)", flush=True)


if __name__ == "__main__":
    main()

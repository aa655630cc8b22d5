# SPDX-License-Identifier: Apache-2.0
"""Writes the resource bases.bin from what train_bases.py has learned, and prints the SHA-256 of its inflated bytes.

Big-endian. For each side (8, 16): u8 side, u8 classes, u8 bits of a basis number, u8 bits of a predictor number, the
one-dimensional DCT as i16[side][side] in 2^-14, the order of class 0 as u16[side * side], the predictor of class 0; then
for each other class u16 components, its predictor as i16[border][side * side], its basis as i16[components][side * side].
Then side 32: u8 side, u8 1, the DCT table, and u16 components with their order. border is 1 + side * 5 / 2: corner, the
pixels above and above right, the pixels left.

usage: export_bases.py BASES8.npz BASES16.npz OUT
"""
import hashlib
import struct
import sys
import zlib

import numpy as np

from train_bases import dct

PREDICTOR_BITS = 12
BASIS_BITS = {8: 12, 16: 10}


def i16(a):
    assert np.abs(a).max() < 32767, np.abs(a).max()
    return np.rint(a).astype(">i2").tobytes()


def order_of(full0, side):
    """The rows of full0 are those of the DCT in another order: which?"""
    d = np.kron(dct(side), dct(side))
    return np.abs(full0 @ d.T).argmax(1)


def main():
    out = b""
    for path, side in ((sys.argv[1], 8), (sys.argv[2], 16)):
        z = np.load(path)
        basis, predictor = z["basis"], z["predictor"]
        bits = BASIS_BITS[side]
        out += struct.pack(">BBBB", side, len(basis), bits, PREDICTOR_BITS)
        out += i16(dct(side) * 2**14)
        order = order_of(z["full0"], side)
        assert sorted(order) == list(range(side * side))
        out += order.astype(">u2").tobytes()
        out += i16(predictor[0].T * 2**PREDICTOR_BITS)
        for k in range(1, len(basis)):
            out += struct.pack(">H", basis.shape[1])
            out += i16(predictor[k].T * 2**PREDICTOR_BITS)
            out += i16(basis[k] * 2**bits)
    u, v = np.mgrid[0:32, 0:32]
    order = np.argsort(((u + v) * 64 + np.abs(u - v)).ravel(), kind="stable")[:256]
    out += struct.pack(">BB", 32, 1) + i16(dct(32) * 2**14)
    out += struct.pack(">H", len(order)) + order.astype(">u2").tobytes()
    packed = zlib.compress(out, 9)
    with open(sys.argv[3], "wb") as f:
        f.write(packed)
    print(len(out), "bytes,", len(packed), "deflated")
    print(hashlib.sha256(out).hexdigest())


if __name__ == "__main__":
    main()

# SPDX-License-Identifier: Apache-2.0
"""Reads the weights of a released model folder back, to fine-tune it without its checkpoint."""
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from model import Codec, knot_weights
from quantise import restored


def read_bundle(folder, crops):
    """The codec of FOLDER/encoder.onnx and FOLDER/decoder.onnx. A bundle has no training prior: it is set anew from
    the spread of the latents on the given crops [n, 3, H, W]."""
    tensors = {}
    for part in ("encoder", "decoder"):
        constants = {initializer.name: numpy_helper.to_array(initializer)
                     for initializer in onnx.load(Path(folder) / f"{part}.onnx").graph.initializer}
        for name, values in {**constants, **restored(constants)}.items():
            tensors[f"{part}.{name.removesuffix('_half')}"] = torch.from_numpy(values.astype(np.float32))

    def blocks(part):
        return len({name.split(".")[2] for name in tensors if name.startswith(part + ".blocks.")})

    codec = Codec(channels=len(tensors["encoder.analysis"]), encoder_width=len(tensors["encoder.first.weight"]),
                  encoder_blocks=blocks("encoder"), decoder_width=len(tensors["decoder.from_linear.weight"]),
                  decoder_blocks=blocks("decoder"), fine=len(tensors["decoder.fine.weight"]),
                  seen=len(tensors["encoder.last.weight"]))
    state = codec.state_dict()
    for name, value in state.items():
        if not name.startswith("prior."):
            value.copy_(tensors[name].reshape(value.shape))
    with torch.no_grad():
        latent = codec.encoder(crops, torch.full((len(crops),), 0.5))
        gain = knot_weights(torch.tensor([0.5])) @ codec.encoder.gain
        codec.prior.start(latent.std((0, 2, 3)).clamp(min=0.01) * torch.exp(-gain[0]), codec.encoder.gain)
    return codec

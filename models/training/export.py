# SPDX-License-Identifier: Apache-2.0
"""Exports a checkpoint as a model folder: encoder.onnx, decoder.onnx, gradient.onnx, gradient-linear.onnx,
model.properties. Checks what it wrote."""
import argparse
import copy
import datetime
import hashlib
import json
import math
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

import quantise
from gradient import appendix, gradient_of
from model import KNOTS, LAMBDA_MAX, LAMBDA_MIN, STRIDE
from score import code, load, psnr

OPSET = 13
GRADIENTS = "gradient.onnx", "gradient-linear.onnx"
KEPT = "encoder.onnx", "priors.bin"
CALIBRATION = 256
HALVED = 4096
PER_CHANNEL = {"encoder": {"analysis": 0, "last.weight": 0, "last.bias": 0, "unit": 0, "gain": 1},
               "decoder": {"gain": 1, "shrink": 1, "synthesis": 1, "unit": 0, "from_latent.weight": 1}}


@torch.no_grad()
def energy_order(codec, pictures, quality):
    """The latent channels by decreasing energy at a quality on the given pictures [n, 3, H, W]: first those that the networks
    see, then the others."""
    energy = (codec.encoder(pictures, torch.full((len(pictures),), quality)) ** 2).mean((0, 2, 3))
    seen = codec.shape["seen"]
    return torch.cat([torch.argsort(energy[:seen], descending=True),
                      seen + torch.argsort(energy[seen:], descending=True)])


@torch.no_grad()
def reorder(codec, order):
    for part, names in PER_CHANNEL.items():
        tensors = dict(getattr(codec, part).named_parameters())
        for name, axis in names.items():
            tensors[name].copy_(tensors[name].index_select(axis, order[:tensors[name].shape[axis]]))
    table = codec.prior.table
    table.copy_(table.reshape(KNOTS, len(order), -1)[:, order].reshape(KNOTS, -1))


def margins(shape):
    """Pixels and latent cells that a tile needs around it. One 3x3 convolution at 1/8 reaches 8 pixels, at 1/4 it
    reaches 4, the lapped filter 8, the restoration filter of the file 3."""
    encoder = max(8 * shape["encoder_blocks"], 8)
    decoder = 8 * shape["decoder_blocks"] + 2 * 4 + 8 + 3
    return math.ceil(encoder / STRIDE) * STRIDE, math.ceil(decoder / STRIDE)


def halve(path):
    """Stores large weights as float16 and casts them to float32 when the graph is loaded."""
    model = onnx.load(path)
    graph, casts = model.graph, []
    for initializer in list(graph.initializer):
        values = numpy_helper.to_array(initializer)
        if values.dtype == np.float32 and values.size >= HALVED:
            name = initializer.name
            graph.initializer.remove(initializer)
            graph.initializer.append(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
            casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def export_network(network, inputs, names, output, axes, path, quantised=()):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(network, inputs, str(path), input_names=names, output_names=[output], opset_version=OPSET,
                          dynamic_axes=axes, do_constant_folding=False, dynamo=False)
    if quantised:
        model = onnx.load(path)
        quantise.rewrite(model.graph, quantised)
        onnx.save(model, path)
    halve(path)


def export_gradient(codec, folder, linear):
    """Writes one of the GRADIENTS, to be appended to decoder.onnx (gradient.py). Returns its margin in latent cells: a pixel's
    error depends on the cells of one decoder margin around, and a cell moves the pixels of another."""
    channels = codec.shape["channels"]
    inputs = torch.round(torch.randn(1, channels, 4, 6)), torch.tensor([0.5]), torch.rand(1, 3, 64, 96)
    cells, pixels = {1: "channels", 2: "rows", 3: "columns"}, {2: "height", 3: "width"}
    path = folder / GRADIENTS[linear]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(gradient_of(codec, linear), inputs, str(path), input_names=["latent", "quality", "original"],
                          output_names=["gradient"], opset_version=OPSET, do_constant_folding=False, dynamo=False,
                          dynamic_axes={"latent": cells, "original": pixels, "gradient": cells})
    decoder = onnx.load(folder / "decoder.onnx")
    path.write_bytes(appendix(decoder, onnx.load(path), codec.shape["decoder_blocks"],
                              *quantise.restoring(decoder.graph)).SerializeToString())
    return 2 * margins(codec.shape)[1]


def check_gradient(folder, codec, linear, margin, quantised):
    """Compares the appended graph with automatic differentiation of the decoder in floating point, and a window with the
    whole. What the decoder rounds between its convolutions shows in the former."""
    whole = folder / "decoder-with-gradient.onnx"
    whole.write_bytes((folder / "decoder.onnx").read_bytes() + (folder / GRADIENTS[linear]).read_bytes())
    network = session(whole)
    whole.unlink()
    decoder = copy.deepcopy(codec.decoder)
    for name, parameter in decoder.named_parameters():
        # rounded as in the file: elsewhere a ReLU would flip now and then
        if parameter.numel() >= HALVED and not (quantised and name.endswith(".conv.weight")):
            parameter.data = parameter.data.half().float()
    worst = [0.0, 0.0]
    for rows, columns in ((1, 1), (2, 5), (20, 24)):
        original = smooth_picture(16 * rows, 16 * columns, rows)
        for quality in (0.0, 0.37, 1.0):
            q = torch.tensor([quality])
            with torch.no_grad():
                latent = torch.round(codec.encoder(original, q))
            latent.requires_grad_(True)
            decoded = decoder(latent, q)
            if linear:
                path = decoder(latent, q, network=0.0)
                decoded = path + (decoded - path).detach()
            loss = ((decoded - original) ** 2).sum()
            wanted = torch.autograd.grad(loss, latent)[0].numpy()
            given = {"latent": latent.detach().numpy(), "quality": q.numpy(), "original": original.numpy()}
            mine = network.run(["gradient"], given)[0]
            worst[0] = max(worst[0], float(np.linalg.norm(mine - wanted) / np.linalg.norm(wanted)))
            if rows > margin:
                given["latent"] = np.ascontiguousarray(given["latent"][:, :, :6 + margin, :4 + margin])
                given["original"] = np.ascontiguousarray(given["original"][:, :, :16 * (6 + margin), :16 * (4 + margin)])
                part = network.run(["gradient"], given)[0]
                worst[1] = max(worst[1], float(np.linalg.norm((part - mine[:, :, :6 + margin, :4 + margin])[:, :, :6, :4])
                                               / np.linalg.norm(mine[:, :, :6, :4])))
    print(f"{GRADIENTS[linear]}, against automatic differentiation: relative error at most {worst[0]:.2e}")
    print(f"{GRADIENTS[linear]}, window against whole: relative error at most {worst[1]:.2e}")


def session(path, threads=2):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def smooth_picture(height, width, seed):
    """A synthetic test picture with detail at all scales, in 0..255."""
    rng = np.random.default_rng(seed)
    picture = torch.zeros(1, 3, height, width)
    for scale in (1, 2, 4, 8, 16, 32):
        noise = rng.normal(0, 4 * scale ** 0.7, (1, 3, -(-height // scale), -(-width // scale)))
        picture += torch.nn.functional.interpolate(torch.from_numpy(noise).float(), (height, width), mode="bilinear")
    return (picture + 128).clamp(0, 255)


def check(folder, codec):
    """Compares ONNX Runtime with PyTorch, and tiles with the whole; returns the worst differences."""
    encoder, decoder = session(folder / "encoder.onnx"), session(folder / "decoder.onnx")
    around, cells = margins(codec.shape)
    found = {}
    worst = [0.0, 0.0, 0.0, 0.0]
    for height, width in ((16, 16), (16, 80), (256, 320)):
        picture = smooth_picture(height, width, height + width)
        for quality in (0.0, 0.37, 1.0):
            q = torch.tensor([quality])
            with torch.no_grad():
                latent = codec.encoder(picture, q)
                decoded = codec.decoder(torch.round(latent), q)
            mine = encoder.run(None, {"picture": picture.numpy(), "quality": q.numpy()})[0]
            out = decoder.run(None, {"latent": torch.round(latent).numpy(), "quality": q.numpy()})[0]
            worst[0] = max(worst[0], float(np.abs(mine - latent.numpy()).max()))
            worst[1] = max(worst[1], float(np.abs(out - decoded.numpy()).max()))
            if height < 256:
                continue
            # the middle tile with its margin, and one that touches two borders
            for top, left, bottom, right in ((96, 112, 160, 192), (0, 0, 96, 112)):
                t, l = max(0, top - around), max(0, left - around)
                b, r = min(height, bottom + around), min(width, right + around)
                part = encoder.run(None, {"picture": picture.numpy()[:, :, t:b, l:r], "quality": q.numpy()})[0]
                part = part[:, :, (top - t) // 16:(bottom - t) // 16, (left - l) // 16:(right - l) // 16]
                whole = mine[:, :, top // 16:bottom // 16, left // 16:right // 16]
                worst[2] = max(worst[2], float(np.abs(part - whole).max()))
                t, l = max(0, top // 16 - cells), max(0, left // 16 - cells)
                b, r = min(height // 16, bottom // 16 + cells), min(width // 16, right // 16 + cells)
                cut = np.ascontiguousarray(torch.round(latent).numpy()[:, :, t:b, l:r])
                part = decoder.run(None, {"latent": cut, "quality": q.numpy()})[0]
                part = part[:, :, top - 16 * t:bottom - 16 * t, left - 16 * l:right - 16 * l]
                worst[3] = max(worst[3], float(np.abs(part - out[:, :, top:bottom, left:right]).max()))
    for name, value in zip(("encoder, ONNX Runtime against PyTorch", "decoder, ONNX Runtime against PyTorch",
                            "encoder, tile against whole", "decoder, tile against whole"), worst):
        found[name] = value
        print(f"{name}: largest difference {value:.2e}")
    return found


def compare(folder, trained, pictures, lowest, highest):
    """Loss in dB of the exported graphs against the float32 of the checkpoint, over a range of qualities."""
    encoder, decoder = session(folder / "encoder.onnx"), session(folder / "decoder.onnx")
    for quality in (lowest + share * (highest - lowest) for share in (0.1, 0.5, 0.9)):
        losses = []
        for picture in pictures:
            height, width = (min(side, 512) // 16 * 16 for side in picture.shape[:2])
            picture = picture[:height, :width]
            original = torch.from_numpy(picture.copy()).permute(2, 0, 1).float()
            q = np.array([quality], dtype=np.float32)
            latent = np.round(encoder.run(None, {"picture": original[None].numpy(), "quality": q})[0])
            out = torch.from_numpy(decoder.run(None, {"latent": latent, "quality": q})[0][0]).clamp(0, 255).round()
            losses.append(psnr(code(trained, picture, quality)[0], original) - psnr(out, original))
        print(f"what is stored, at quality {quality:.2f}: mean loss {np.mean(losses):.4f} dB, largest {np.max(losses):.4f} dB")


def main():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("model", help="checkpoint.pt, snapshot.pt or model.pt")
    p.add_argument("folder", help="where encoder.onnx, decoder.onnx and model.properties go")
    p.add_argument("--id", required=True)
    p.add_argument("--licence", default="Apache-2.0")
    p.add_argument("--pictures", help="decoded training pictures (RUN/pictures), to order the channels by energy")
    p.add_argument("--order", help="file that keeps the order of the channels, so that a later export of the same run "
                                   "has the same, and coder priors fitted to the earlier one stay good")
    p.add_argument("--float", action="store_true", help="leave the networks' blocks in floating point; so does an "
                                                        "export without --pictures")
    p.add_argument("--quick", action="store_true", help="skip the comparison with the checkpoint on training pictures")
    p.add_argument("--qualities", type=float, nargs=2, default=(0.0, 1.0), help="the range that was trained for")
    p.add_argument("--encoder-of", help="a released folder, for a model whose decoder alone was trained further (decoder.py): "
                                        "its encoder.onnx and priors.bin are copied")
    p.add_argument("--from-level", type=int, help="adds to the model in FOLDER: networks for the quality levels (0 to 255) "
                                                  "from this one on")
    args = p.parse_args()
    folder = Path(args.folder)
    if args.from_level:
        whole = folder / "model.properties"
        lines = [line for line in whole.read_text().splitlines() if line and not line.startswith("from=")]
        folder = folder / f"from-{args.from_level}"
    folder.mkdir(parents=True, exist_ok=True)
    codec, kept = load(args.model)
    samples, quantised, trained = [], ((), ()), copy.deepcopy(codec)
    if args.pictures:
        from data import Pictures
        pictures = Pictures(None, args.pictures)
        crops = torch.from_numpy(pictures.batch(0, 0, 0, 64, min(128, pictures.shortest // STRIDE * STRIDE))).float()
        known = Path(args.order) if args.order else None
        if not args.encoder_of:
            order = (torch.tensor(json.loads(known.read_text())) if known and known.exists()
                     else energy_order(codec, crops, sum(args.qualities) / 2))
            reorder(codec, order)
            if known:
                known.write_text(json.dumps(order.tolist()))
        samples = [pictures.picture(i) for i in np.linspace(0, len(pictures) - 1, 6).astype(int)]
        if not args.float:
            side = min(CALIBRATION, pictures.shortest // STRIDE * STRIDE)
            count = min(64, 16 * (CALIBRATION // side) ** 2)
            quantised = quantise.fit(codec, torch.from_numpy(pictures.batch(0, 0, 1, count, side)).float(),
                                     args.qualities)
    quality = torch.tensor([0.5])
    channels = codec.shape["channels"]
    if args.encoder_of:
        codec.encoder.load_state_dict(trained.encoder.state_dict())
    # without constant folding the initialisers keep the parameters' names, by which bundle.py finds them again
    export_network(codec.encoder, (torch.rand(1, 3, 64, 96) * 255, quality), ["picture", "quality"], "latent",
                   {"picture": {2: "height", 3: "width"}, "latent": {2: "rows", 3: "columns"}},
                   folder / "encoder.onnx", quantised[0])
    if args.encoder_of:
        for name in KEPT:
            shutil.copyfile(Path(args.encoder_of) / name, folder / name)
    export_network(codec.decoder, (torch.round(torch.randn(1, channels, 4, 6)), quality), ["latent", "quality"],
                   "picture", {"latent": {1: "channels", 2: "rows", 3: "columns"}, "picture": {2: "height", 3: "width"}},
                   folder / "decoder.onnx", quantised[1])
    check(folder, codec)
    for linear in (False, True):
        check_gradient(folder, codec, linear, export_gradient(codec, folder, linear), quantised[1])
    if samples and not args.quick:
        compare(folder, trained, samples, *args.qualities)
    around, cells = margins(codec.shape)
    properties = {"id": args.id, "channels": channels, "stride": STRIDE, "encoder.margin": around,
                  "decoder.margin": cells, "quality.range": ",".join(map(str, args.qualities)),
                  "quality.lambda": f"{LAMBDA_MIN},{LAMBDA_MAX}"}
    for name in dict.fromkeys(("encoder.onnx", "decoder.onnx", *GRADIENTS, *(KEPT if args.encoder_of else ()))):
        properties[Path(name).stem + ".sha256"] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    properties.update({"licence": args.licence, "training.pixels": kept["state"]["pixels"],
                       "training.steps": kept["state"]["step"], "date": datetime.date.today().isoformat()})
    (folder / "model.properties").write_text("".join(f"{k}={v}\n" for k, v in properties.items()))
    if args.from_level:
        levels = sorted(int(part.name[5:]) for part in folder.parent.glob("from-*"))
        whole.write_text("\n".join([*lines, "from=" + ",".join(map(str, levels))]) + "\n")
    print(json.dumps(properties, indent=1))
    print("bytes:", {f.name: f.stat().st_size for f in sorted(folder.iterdir())})


if __name__ == "__main__":
    main()

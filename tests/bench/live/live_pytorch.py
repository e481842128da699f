"""The report's two networks in PyTorch, eager, a frame at a time: prints JSON with milliseconds of detector and landmarks.

Usage: live_pytorch.py DETECTOR_FOLDER FRAMES THREADS

The detector is read from the very files that the browser runs (network.json, weights.bin). Cropping and decoding are left
out, in PyTorch's favour.
"""
import json
import sys
import time
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from facemesh_pytorch import FaceMesh  # noqa: E402


def read_network(folder):
    network = json.loads((folder / "network.json").read_text())
    data = numpy.frombuffer((folder / "weights.bin").read_bytes(), "<f2").astype(numpy.float32)
    weights = {}
    for tensor in network["weights"]["tensors"]:
        first = tensor["offset"] // 2
        values = torch.from_numpy(data[first : first + tensor["length"]].copy()).reshape(tensor["shape"])
        # [h, w, in, out] and [h, w, channels, 1]
        weights[tensor["name"]] = values.permute(3, 2, 0, 1) if values.dim() == 4 else values
    for operation in network["description"]["operations"]:
        if operation["kind"] == "depthwiseConv2d":
            weights[operation["filter"]] = weights[operation["filter"]].permute(1, 0, 2, 3)
    return network["description"], {name: value.contiguous() for name, value in weights.items()}


def same_padding(size, kernel, stride):
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


def padded(x, padding, kernel, strides):
    if padding == "valid":
        return x
    if padding == "same":
        rows, columns = (same_padding(x.shape[2 + i], kernel[i], strides[i]) for i in (0, 1))
    else:
        rows, columns = padding[1], padding[2]
    return F.pad(x, (*columns, *rows))


def run(description, weights, pixels):
    values = {description["input"]["value"]: pixels}
    for op in description["operations"]:
        kind = op["kind"]
        inputs = [values[i] for i in op["inputs"]] if "inputs" in op else [values[op["input"]]]
        x = inputs[0]
        if kind in ("conv2d", "depthwiseConv2d"):
            filter, groups = weights[op["filter"]], x.shape[1] if kind == "depthwiseConv2d" else 1
            x = padded(x, op["padding"], filter.shape[2:], op["strides"])
            x = F.conv2d(x, filter, weights[op["bias"]], op["strides"], groups=groups)
        elif kind == "maxPool":
            x = F.max_pool2d(padded(x, op["padding"], op["window"], op["strides"]), op["window"], op["strides"])
        elif kind == "add":
            x = x + inputs[1]
        elif kind == "pad":
            batch, rows, columns, channels = op["paddings"]
            x = F.pad(x, (*columns, *rows, *channels))
        elif kind == "resizeBilinear":
            x = F.interpolate(x, op["size"], mode="bilinear", align_corners=op["alignCorners"])
        elif kind == "depthToSpace":
            x = F.pixel_shuffle(x, op["blockSize"])
        elif kind == "reshape":
            x = x.permute(0, 2, 3, 1).reshape(op["shape"])
        elif kind == "concatenation":
            x = torch.cat(inputs, op["axis"])
        if kind == "relu" or op.get("activation") == "relu":
            x = F.relu(x)
        values[op["output"]] = x
    return values[description["regressors"]], values[description["logits"]]


def main():
    folder, frames, threads = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    description, weights = read_network(folder)
    side = description["input"]["shape"][1]
    model = FaceMesh().eval()
    frame = torch.rand(1, 3, side, side) * 2 - 1
    crop = torch.rand(1, 3, 192, 192) * 2 - 1
    detect, landmarks = [], []
    with torch.no_grad():
        for i in range(-5, frames):
            start = time.perf_counter()
            run(description, weights, frame)
            middle = time.perf_counter()
            model(crop)
            if i >= 0:
                detect.append(1000 * (middle - start))
                landmarks.append(1000 * (time.perf_counter() - middle))
    print(json.dumps({"torch": torch.__version__, "threads": threads, "detect": detect, "landmarks": landmarks}))


main()

"""The two small networks of `simdgrad experiment mnist` in PyTorch, over seeds of its own: how far single runs of them are apart.
Writes mnist-networks.json beside itself.

    SIMDGRAD_DATASETS=... python3 test/golden/mnist-networks.py [seeds]        (PyTorch 1.13)

As the published runs: all 60,000 images, pixels / 255, batches of 32, 10 epochs, Adam with Keras' defaults (epsilon 1e-7), Glorot
uniform weights, biases 0. The order of the batches is PyTorch's own.
"""

import gzip
import json
import os
import pathlib
import sys

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
folder = pathlib.Path(os.environ["SIMDGRAD_DATASETS"]) / "mnist"
seeds = range(int(sys.argv[1]) if len(sys.argv) > 1 else 5)


def idx(name):
    data = gzip.decompress((folder / name).read_bytes())
    rank = data[3]
    shape = np.frombuffer(data, ">u4", rank, 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def part(name):
    images = torch.tensor(idx(f"{name}-images-idx3-ubyte.gz")).float().div(255).unsqueeze(1)
    return images, torch.tensor(idx(f"{name}-labels-idx1-ubyte.gz").astype(np.int64))


train, test = part("train"), part("t10k")


def conv4k():
    return nn.Sequential(
        nn.Conv2d(1, 8, 2), nn.ReLU(), nn.MaxPool2d(3), nn.Conv2d(8, 16, 2), nn.ReLU(), nn.MaxPool2d(3),
        nn.Conv2d(16, 32, 2, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10),
    )  # fmt: skip


def conv2k():
    return nn.Sequential(
        nn.Conv2d(1, 6, 2), nn.ReLU(), nn.MaxPool2d(3), nn.Conv2d(6, 9, 2), nn.ReLU(), nn.MaxPool2d(3),
        nn.Conv2d(9, 10, 2), nn.ReLU(), nn.Flatten(), nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 10),
    )  # fmt: skip


def run(network, seed):
    torch.manual_seed(seed)
    model = network()
    for layer in model:
        if hasattr(layer, "weight"):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7)
    x, y = train
    for _ in range(10):
        for rows in torch.randperm(len(y)).split(32):
            loss = F.cross_entropy(model(x[rows]), y[rows])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
    with torch.no_grad():
        logits = model(test[0])
        accuracy = (logits.argmax(1) == test[1]).float().mean().item()
        return {"accuracy": round(accuracy, 4), "loss": round(F.cross_entropy(logits, test[1]).item(), 4)}


out = {}
for network in (conv4k, conv2k):
    parameters = sum(p.numel() for p in network().parameters())
    runs = []
    for seed in seeds:
        runs.append({"seed": seed, **run(network, seed)})
        print(network.__name__, parameters, runs[-1], flush=True)
    out[network.__name__] = {"parameters": parameters, "runs": runs}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(out, indent=1) + "\n")

"""The wine network of `npm start` in PyTorch: what test accuracy an independent engine reaches with the same set-up.

11-64-64-6, ReLU, He uniform weights (Glorot in the last layer), zero biases, softmax cross-entropy, Adam 0.001, batch 32, 100 epochs; split
70/15/15 by class, standardised with the training part's figures. Ten seeds, which choose split, weights and order.

    python3 test/golden/wine-quality.py DATASETS_FOLDER > test/golden/wine-quality.json
"""

import csv
import json
import sys

import numpy
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

with open(f"{sys.argv[1]}/wine-quality/winequality-red.csv", newline="") as file:
    rows = list(csv.reader(file, delimiter=";"))[1:]
table = numpy.array(rows, dtype=numpy.float64)
features, quality = table[:, :-1], table[:, -1].astype(int)
classes = sorted(set(quality))
labels = numpy.array([classes.index(grade) for grade in quality])
torch.set_num_threads(1)


def accuracy(network, x, y):
    with torch.no_grad():
        return (network(x).argmax(1) == y).double().mean().item()


def train(seed):
    torch.manual_seed(seed)
    rest, test = train_test_split(numpy.arange(len(labels)), test_size=0.15, stratify=labels, random_state=seed)
    training, validation = train_test_split(
        rest, test_size=0.15 / 0.85, stratify=labels[rest], random_state=seed
    )
    scaler = StandardScaler().fit(features[training])
    parts = {}
    for name, part in (("train", training), ("validation", validation), ("test", test)):
        x = torch.tensor(scaler.transform(features[part]), dtype=torch.float32)
        parts[name] = (x, torch.tensor(labels[part]))
    network = torch.nn.Sequential(
        torch.nn.Linear(11, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(), torch.nn.Linear(64, 6)
    )
    for layer in network:
        if isinstance(layer, torch.nn.Linear):
            # He where ReLU follows, Glorot for the output, as initialisers are picked by activation.
            last = layer.out_features == len(classes)
            (torch.nn.init.xavier_uniform_(layer.weight) if last else torch.nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu"))
            torch.nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    x, y = parts["train"]
    for _ in range(100):
        order = torch.randperm(len(y))
        for start in range(0, len(y), 32):
            batch = order[start : start + 32]
            loss = torch.nn.functional.cross_entropy(network(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return {"seed": seed, **{name: accuracy(network, *part) for name, part in parts.items()}}


runs = [train(seed) for seed in range(10)]
summary = {
    part: {
        "mean": float(numpy.mean([run[part] for run in runs])),
        "deviation": float(numpy.std([run[part] for run in runs], ddof=1)),
    }
    for part in ("train", "validation", "test")
}
json.dump(
    {"torch": torch.__version__, "majorityClass": float((labels == 2).mean()), "runs": runs, "summary": summary},
    sys.stdout,
    indent=1,
)
print()

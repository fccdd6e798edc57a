"""The comparison of `simdgrad compare wine-quality` in PyTorch: a plain network, 11-64-64-classes, ReLU, and the same with
batch normalisation after the first hidden layer and dropout 0.5 after the second; Adam 0.001, batches of 32, 100 epochs,
of which the one with the highest validation accuracy counts (the first of equal ones).

'paired': from the splits, initial weights and batches that `comparison.ts` prints, and with batch normalisation alone, too.
Dropout masks are PyTorch's own, so without dropout losses must be the same, and with it only their statistics.
'independent': splits by scikit-learn, weights and batches by PyTorch, ten seeds.

    npx tsx test/golden/comparison.ts | python3 test/golden/comparison.py FOLDER > test/golden/comparison.json

FOLDER holds wine-quality/*.csv. PyTorch's running variance is the unbiased one, 32/31 of ours.
"""

import csv
import json
import sys

import numpy
import torch
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch import nn

given = json.load(sys.stdin)
epochs = given["epochs"]
torch.set_num_threads(1)


def network(name, classes):
    normalised = [nn.BatchNorm1d(64, eps=1e-3, momentum=0.1)] if name in ("batchNorm", "optimized") else []
    dropped = [nn.Dropout(0.5)] if name == "optimized" else []
    layers = [nn.Linear(11, 64), nn.ReLU(), *normalised, nn.Linear(64, 64), nn.ReLU(), *dropped, nn.Linear(64, classes)]
    model = nn.Sequential(*layers)
    dense = [layer for layer in model if isinstance(layer, nn.Linear)]
    for layer in dense:
        nn.init.zeros_(layer.bias)
        # He where ReLU follows, Glorot for the output, as initialisers are picked by activation.
        if layer is dense[-1]:
            nn.init.xavier_uniform_(layer.weight)
        else:
            nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    return model, dense


def accuracy(model, part):
    model.eval()
    with torch.no_grad():
        return (model(part[0]).argmax(1) == part[1]).double().mean().item()


def train(model, parts, order_of):
    x, y = parts["train"]
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    best, losses = None, []
    for epoch in range(epochs):
        model.train()
        order = order_of(epoch)
        total = 0.0
        for start in range(0, len(y), 32):
            batch = order[start : start + 32]
            loss = nn.functional.cross_entropy(model(x[batch]), y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(y))
        validation = accuracy(model, parts["validation"])
        if best is None or validation > best["validation"]:
            best = {"bestEpoch": epoch + 1, "validation": validation, "test": accuracy(model, parts["test"])}
            best["train"] = accuracy(model, parts["train"])
    return {"firstLosses": losses[:3], "lastLoss": losses[-1], **best}


def paired(classes, run):
    parts = {}
    for name in ("train", "validation", "test"):
        x = torch.tensor(run[name]["x"], dtype=torch.float32).reshape(-1, 11)
        parts[name] = (x, torch.tensor(run[name]["y"]))
    result = {"seed": run["seed"]}
    for name in ("baseline", "batchNorm", "optimized"):
        torch.manual_seed(run["seed"])
        model, dense = network(name, classes)
        with torch.no_grad():
            for layer, values in zip(dense, run["weights"]):
                layer.weight.copy_(torch.tensor(values).reshape(layer.in_features, layer.out_features).T)
        result[name] = train(model, parts, lambda epoch: torch.tensor(run["orders"][epoch]))
    return result


def independent(features, labels, classes, seed):
    rest, test = train_test_split(numpy.arange(len(labels)), test_size=0.15, stratify=labels, random_state=seed)
    training, validation = train_test_split(rest, test_size=0.15 / 0.85, stratify=labels[rest], random_state=seed)
    scaler = StandardScaler().fit(features[training])
    parts = {}
    for name, rows in (("train", training), ("validation", validation), ("test", test)):
        x = torch.tensor(scaler.transform(features[rows]), dtype=torch.float32)
        parts[name] = (x, torch.tensor(labels[rows]))
    result = {"seed": seed}
    for name in ("baseline", "optimized"):
        torch.manual_seed(seed)
        model, _ = network(name, classes)
        result[name] = train(model, parts, lambda _: torch.randperm(len(training)))
    return result


def summary(runs):
    figures = {}
    for name in ("baseline", "optimized"):
        for part in ("train", "validation", "test"):
            values = [run[name][part] for run in runs]
            figures.setdefault(name, {})[part] = {"mean": numpy.mean(values), "deviation": numpy.std(values, ddof=1)}
    differences = [run["optimized"]["test"] - run["baseline"]["test"] for run in runs]
    figures["difference"] = {"mean": numpy.mean(differences), "deviation": numpy.std(differences, ddof=1)}
    return figures


sets = {}
for colour, start in given["sets"].items():
    with open(f"{sys.argv[1]}/wine-quality/winequality-{colour}.csv", newline="") as file:
        table = numpy.array(list(csv.reader(file, delimiter=";"))[1:], dtype=numpy.float64)
    features, quality = table[:, :-1], table[:, -1].astype(int)
    _, labels = numpy.unique(quality, return_inverse=True)
    one = [paired(start["classes"], run) for run in start["runs"]]
    other = [independent(features, labels, start["classes"], seed) for seed in range(10)]
    sets[colour] = {
        "paired": {"summary": summary(one), "runs": one},
        "independent": {"summary": summary(other), "runs": other},
    }
print(json.dumps({"torch": torch.__version__, "epochs": epochs, "sets": sets}, indent=1))

"""The plain network of `simdgrad experiment alphabet-soup` in PyTorch, on the rows that `alphabet-soup-network.ts` prints: columns by
pandas and scikit-learn, fitted on the training rows alone; 10 tanh, 8 tanh, 1 sigmoid, Glorot uniform, Adam 0.001, batches of 32, 100
epochs, of which the one with the lowest validation loss counts. Weights and batches are PyTorch's own; on the
grouped split of seed 6 they are drawn five times more ('otherWeights'), to see what they alone decide. Writes
alphabet-soup-network.json beside itself, for test/experiments/alphabet-soup and the report.

    npx tsx test/golden/alphabet-soup-network.ts | python3 test/golden/alphabet-soup-network.py

Both want SIMDGRAD_DATASETS. (PyTorch 1.13, scikit-learn 1.2.1, pandas 1.5.3; about ten minutes.)
"""

import copy
import json
import os
import pathlib
import sys

import numpy as np
import pandas as pd
import sklearn
import torch
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torch import nn

epochs, batch_size = 100, 32
torch.set_num_threads(1)
given = json.load(sys.stdin)
table = pd.read_csv(pathlib.Path(os.environ["SIMDGRAD_DATASETS"]) / "alphabet-soup/charity_data.csv")
target = table["IS_SUCCESSFUL"].to_numpy(np.float32)
table = table.drop(columns=["EIN", "NAME", "IS_SUCCESSFUL"])


def features(train):
    numbers = table.select_dtypes("number")
    parts = [StandardScaler().fit(numbers.iloc[train]).transform(numbers)]
    for column in table.select_dtypes("object"):
        least = {"APPLICATION_TYPE": 500, "CLASSIFICATION": 1000}.get(column)
        encoder = OneHotEncoder(
            min_frequency=None if least is None else int(least * len(train) / len(table) + 0.5),
            handle_unknown="infrequent_if_exist",
            sparse_output=False,
        )
        parts.append(encoder.fit(table[[column]].iloc[train]).transform(table[[column]]))
    return np.hstack(parts).astype(np.float32)


def run(split, seed, rows, weights=None):
    torch.manual_seed(seed if weights is None else weights)
    x = features(rows["train"])
    part = {name: (torch.tensor(x[rows[name]]), torch.tensor(target[rows[name]])) for name in ("train", "validation", "test")}
    model = nn.Sequential(nn.Linear(x.shape[1], 10), nn.Tanh(), nn.Linear(10, 8), nn.Tanh(), nn.Linear(8, 1))
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    loss = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    logits = lambda name: model(part[name][0])[:, 0]
    best = None
    train_x, train_y = part["train"]
    for epoch in range(epochs):
        for batch in torch.randperm(len(train_y)).split(batch_size):
            optimizer.zero_grad()
            loss(model(train_x[batch])[:, 0], train_y[batch]).backward()
            optimizer.step()
        with torch.no_grad():
            validation = loss(logits("validation"), part["validation"][1]).item()
        if best is None or validation < best[0]:
            best = (validation, epoch + 1, copy.deepcopy(model.state_dict()))
    model.load_state_dict(best[2])
    with torch.no_grad():
        scores, truth = logits("test"), part["test"][1]
        figures = {
            "accuracy": ((scores > 0).float() == truth).double().mean().item(),
            "loss": loss(scores, truth).item(),
            "rocAuc": float(roc_auc_score(truth.numpy(), scores.numpy())),
        }
    print(split, seed, x.shape[1], best[1], figures, file=sys.stderr, flush=True)
    chosen = {} if weights is None else {"weights": weights}
    return {"split": split, "seed": seed, **chosen, "features": x.shape[1], "bestEpoch": best[1], "validationLoss": best[0], **figures}


grouped = next(one for one in given if one["split"] == "grouped" and one["seed"] == 6)
other_weights = [run("grouped", 6, grouped, weights) for weights in range(100, 105)]
runs = [run(one["split"], one["seed"], one) for one in given]
for one, ours in zip(runs, given):
    assert one["features"] == ours["features"], (one, ours["features"])
versions = {"PyTorch": torch.__version__, "scikit-learn": sklearn.__version__, "pandas": pd.__version__, "numpy": np.__version__}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"versions": versions, "epochs": epochs, "runs": runs, "otherWeights": other_weights}, indent=1) + "\n")
print(path, path.stat().st_size, "bytes")

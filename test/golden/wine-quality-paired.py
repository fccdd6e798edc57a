"""Trains the wine network in PyTorch from the very start that `wine-quality-paired.ts` prints, and writes its losses and
test accuracies: same rows, splits, initial weights and batches, so that what differs is the engine alone.

    npx tsx test/golden/wine-quality-paired.ts FOLDER | python3 test/golden/wine-quality-paired.py > FILE.json
"""

import json
import sys

import torch

given = json.load(sys.stdin)
sizes = given["sizes"]
labels = torch.tensor(given["labels"])
torch.set_num_threads(1)


def train(run):
    x = torch.tensor(run["x"], dtype=torch.float32).reshape(-1, sizes[0])
    parameters = []
    for i, values in enumerate(run["weights"]):
        weight = torch.tensor(values, dtype=torch.float32).reshape(sizes[i], sizes[i + 1])
        parameters += [weight.requires_grad_(), torch.zeros(sizes[i + 1], requires_grad=True)]

    def logits(rows):
        h = torch.relu(rows @ parameters[0] + parameters[1])
        h = torch.relu(h @ parameters[2] + parameters[3])
        return h @ parameters[4] + parameters[5]

    optimizer = torch.optim.Adam(parameters, lr=1e-3)
    losses = []
    for order in run["orders"]:
        total = 0.0
        for start in range(0, len(order), 32):
            batch = torch.tensor(order[start : start + 32])
            loss = torch.nn.functional.cross_entropy(logits(x[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
        losses.append(total / len(order))
    test = torch.tensor(run["test"])
    with torch.no_grad():
        accuracy = (logits(x[test]).argmax(1) == labels[test]).double().mean().item()
    return {"seed": run["seed"], "losses": losses, "test": accuracy}


json.dump({"torch": torch.__version__, "runs": [train(run) for run in given["runs"]]}, sys.stdout, indent=1)
print()

"""Losses and their gradients in float64 by PyTorch, for the tests of the loss kernels. Writes losses.json beside itself.

    python3 test/golden/losses.py        (PyTorch 1.13)

Inputs are float32 numbers. Weights are one factor a row and the divisor stays the number of rows or elements (as in
Keras), so losses are taken with reduction='none', weighted, and averaged here. The gradient is that of 0.75 · loss.
"""

import itertools
import json
import math
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(20)
ROWS, COLUMNS, UPSTREAM = 7, 5, 0.75


def floats(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).float().double()


def extreme(x):
    """Saturated and tied rows at the end: ±100 beside 0."""
    x[-3, :] = torch.tensor([100.0, -100.0, 0.0, 50.0, -50.0])
    x[-2, :] = torch.tensor([-100.0, 100.0, 100.0, -100.0, 99.0])
    x[-1, :] = 0.0
    return x


def case(name, loss, variable, **given):
    variable = variable.clone().requires_grad_()
    value = loss(variable)
    (UPSTREAM * value).backward()
    data = {key: v.flatten().tolist() if torch.is_tensor(v) else v for key, v in given.items()}
    return {
        "name": name,
        "predictions": variable.detach().flatten().tolist(),
        **data,
        "loss": value.item(),
        "gradient": variable.grad.flatten().tolist(),
    }


def mean_by_rows(each, weights):
    weights = torch.ones(ROWS, dtype=torch.float64) if weights is None else weights
    return (each * weights.reshape(-1, *[1] * (each.dim() - 1))).mean()


weights = torch.tensor([1.0, 0.5, 0.0, 2.5, 1.0, 3.0, 0.25], dtype=torch.float64)
cases = []
for w, smoothing in itertools.product([None, weights], [0.0, 0.125, 0.5]):
    logits = extreme(floats(ROWS, COLUMNS, scale=3))
    labels = torch.tensor([0, 4, 2, 1, 3, 0, 2])
    distributions = torch.softmax(floats(ROWS, COLUMNS, scale=2), 1).float().double()
    distributions[0] = torch.tensor([0.5, 0.25, 0.0, 0.0, 0.0])  # need not sum to one
    distributions[1] = torch.tensor([0.0, 0.0, 1.0, 0.0, 0.0])
    options = {"weights": w, "smoothing": smoothing}
    for name, target in [("softmaxCrossEntropyIndices", labels), ("softmaxCrossEntropyRows", distributions)]:

        def loss(x):
            return mean_by_rows(F.cross_entropy(x, target, reduction="none", label_smoothing=smoothing), w)

        cases.append(case(name, loss, logits, targets=target, **options))

for w in [None, weights]:
    z = extreme(floats(ROWS, COLUMNS, scale=3))
    binary = (torch.rand(ROWS, COLUMNS) < 0.5).double()
    binary[0] = torch.tensor([0.25, 0.5, 0.75, 0.9375, 0.0625])
    targets = floats(ROWS, COLUMNS, scale=2)
    targets[3, 2] = z[3, 2]  # no difference at all
    for name, target, parameter, each in [
        ("sigmoidCrossEntropy", binary, 0.0, lambda x, t, _: F.binary_cross_entropy_with_logits(x, t, reduction="none")),
        ("squaredError", targets, 0.0, lambda x, t, _: F.mse_loss(x, t, reduction="none")),
        ("absoluteError", targets, 0.0, lambda x, t, _: F.l1_loss(x, t, reduction="none")),
        ("huber", targets, 1.0, lambda x, t, d: F.huber_loss(x, t, reduction="none", delta=d)),
        ("huber", targets, 2.5, lambda x, t, d: F.huber_loss(x, t, reduction="none", delta=d)),
    ]:

        def loss(x):
            return mean_by_rows(each(x, target, parameter), w)

        cases.append(case(name, loss, z, targets=target, weights=w, parameter=parameter))

# Binary cross-entropy near 0 and far out, where the relative error counts; from its definition, not from PyTorch, whose
# loss rounds to 0 there. −t·ln σ(z) − (1 − t)·ln(1 − σ(z)), with 1 − σ(z) = σ(−z).
extremes = []
for z, t in itertools.product([-100.0, -50.0, -20.0, -(2.0**-10), 0.0, 2.0**-10, 20.0, 50.0, 100.0], [0.0, 1.0, 0.5]):
    loss = t * math.log1p(math.exp(-z)) + (1 - t) * math.log1p(math.exp(z))
    extremes.append({"z": z, "t": t, "loss": loss, "slope": 1 / (1 + math.exp(-z)) - t})

head = json.dumps({"rows": ROWS, "columns": COLUMNS, "upstream": UPSTREAM})[:-1]
lists = {"cases": cases, "sigmoidExtremes": extremes}
text = ",\n".join(f'"{key}": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]" for key, rows in lists.items())
pathlib.Path(__file__).with_suffix(".json").write_text(f"{head},\n{text}}}\n")

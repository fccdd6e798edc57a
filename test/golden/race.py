"""Paths of PyTorch's optimizers for the tests of src/race. Writes race.json beside itself.

    python3 test/golden/race.py        (PyTorch 1.13.0)

SGD, Adam and RMSprop make 200 steps in float32 on Rosenbrock's and Beale's functions, each at two rates: one of them the rate that the race
chooses. The gradients are autograd's. Options are set to this library's defaults where PyTorch has others. The weights after some of the
steps are kept, and the losses there in float64.
"""

import json
import pathlib

import torch

steps = [1, 2, 5, 10, 20, 50, 100, 150, 200]
surfaces = {
    "rosenbrock": ([-1.2, 1], lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2),
    "beale": (
        [0.7, 1.4],
        lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
    ),
}
rules = {
    "sgd": lambda weights, rate: torch.optim.SGD(weights, lr=rate),
    "adam": lambda weights, rate: torch.optim.Adam(weights, lr=rate),
    "rmsProp": lambda weights, rate: torch.optim.RMSprop(weights, lr=rate, alpha=0.9, eps=1e-7),
}
rates = {
    "rosenbrock": {"sgd": [0.001, 0.003], "adam": [0.03, 0.3], "rmsProp": [0.01, 0.1]},
    "beale": {"sgd": [0.01, 0.03], "adam": [0.1, 1], "rmsProp": [0.01, 0.03]},
}


def run(surface, rule, rate):
    start, height = surfaces[surface]
    weights = torch.tensor(start, dtype=torch.float32, requires_grad=True)
    optimizer = rules[rule]([weights], rate)
    path = {}
    for step in range(1, steps[-1] + 1):
        optimizer.zero_grad()
        height(weights[0], weights[1]).backward()
        optimizer.step()
        if step in steps:
            place = weights.detach().double()
            path[step] = [*place.tolist(), height(place[0], place[1]).item()]
    return {"surface": surface, "optimizer": rule, "rate": rate, "path": path}


runs = [run(surface, rule, rate) for surface in surfaces for rule in rules for rate in rates[surface][rule]]
content = {"torch": torch.__version__, "runs": runs}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")

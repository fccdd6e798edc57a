"""Writes schedules.json: learning rates at chosen steps, from torch.optim.lr_scheduler where it has the schedule, else
from the formulas of Keras' documentation in arithmetic of 50 digits. Run: python3 test/golden/schedules.py
"""
import json
import warnings
from pathlib import Path

import torch
from mpmath import mp, mpf
from torch.optim import lr_scheduler

warnings.simplefilter("ignore")
mp.dps = 50


def from_torch(initial, count, make):
    """Rates of steps 0 … count − 1: PyTorch's schedulers hold the rate of the coming step."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=initial, momentum=0.9)
    scheduler = make(optimizer)
    rates = []
    for step in range(count):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if step < count - 1:
            scheduler.step()
    return {"source": "torch " + torch.__version__.split("+")[0], "steps": list(range(count)), "rates": rates}


def from_formula(steps, formula):
    return {"source": "formula", "steps": steps, "rates": [float(formula(mpf(step))) for step in steps]}


def exact(text):
    """The float64 that the option is in JavaScript."""
    return mpf(float(text))


far = [0, 1, 2, 3, 7, 10, 49, 50, 99, 100, 101, 1000, 12345]
golden = [
    {"schedule": "stepDecay", "options": {"initial": 0.1, "factor": 0.5, "every": 4},
     **from_torch(0.1, 20, lambda o: lr_scheduler.StepLR(o, 4, 0.5))},
    {"schedule": "stepDecay", "options": {"initial": 0.05, "factor": 0.1, "every": 3},
     **from_torch(0.05, 13, lambda o: lr_scheduler.StepLR(o, 3, 0.1))},
    {"schedule": "exponentialDecay", "options": {"initial": 0.1, "factor": 0.93},
     **from_torch(0.1, 40, lambda o: lr_scheduler.ExponentialLR(o, 0.93))},
    {"schedule": "exponentialDecay", "options": {"initial": 0.1, "factor": 0.96, "every": 1000},
     **from_formula(far, lambda s: exact(0.1) * exact(0.96) ** (s / 1000))},
    {"schedule": "exponentialDecay", "options": {"initial": 2, "factor": 0.5, "every": 2.5},
     **from_formula(far[:7], lambda s: 2 * mpf("0.5") ** (s / mpf("2.5")))},
    {"schedule": "polynomialDecay", "options": {"initial": 0.1, "final": 0.01, "steps": 100},
     **from_formula(far, lambda s: exact(0.01) + (exact(0.1) - exact(0.01)) * (1 - min(s, 100) / 100))},
    {"schedule": "polynomialDecay", "options": {"initial": 0.1, "final": 0.001, "steps": 100, "power": 0.5},
     **from_formula(far, lambda s: exact(0.001) + (exact(0.1) - exact(0.001)) * (1 - min(s, 100) / 100) ** mpf("0.5"))},
    {"schedule": "polynomialDecay", "options": {"initial": 0.3, "steps": 50, "power": 3},
     **from_formula(far, lambda s: exact(0.3) * (1 - min(s, 50) / 50) ** 3)},
    {"schedule": "cosineDecay", "options": {"initial": 0.1, "final": 0.002, "steps": 30},
     **from_torch(0.1, 31, lambda o: lr_scheduler.CosineAnnealingLR(o, 30, 0.002))},
    {"schedule": "cosineDecay", "options": {"initial": 0.1, "steps": 100},
     **from_formula(far, lambda s: exact(0.1) * (1 + mp.cos(mp.pi * min(s, 100) / 100)) / 2)},
    {"schedule": "inverseTimeDecay", "options": {"initial": 0.1, "rate": 0.5},
     **from_formula(far, lambda s: exact(0.1) / (1 + mpf("0.5") * s))},
    {"schedule": "inverseTimeDecay", "options": {"initial": 0.1, "rate": 0.3, "every": 7},
     **from_formula(far, lambda s: exact(0.1) / (1 + exact(0.3) * s / 7))},
    {"schedule": "piecewise", "options": {"boundaries": [3, 7, 8], "values": [1, 0.5, 0.25, 0.125]},
     **from_torch(1.0, 12, lambda o: lr_scheduler.MultiStepLR(o, [3, 7, 8], 0.5))},
    # LinearLR goes in a straight line from start_factor at step 0 to 1 at step total_iters.
    {"schedule": "warmup", "options": {"steps": 5, "then": 0.2},
     **from_torch(0.2, 12, lambda o: lr_scheduler.LinearLR(o, 1 / 5, 1, 4))},
]
for steps, options in [(20, {}), (101, {"warmupFraction": 0.25, "initialDivisor": 10, "finalDivisor": 100}), (7, {"warmupFraction": 0.5})]:
    arguments = {"warmupFraction": 0.3, "initialDivisor": 25, "finalDivisor": 1e4, **options}
    golden.append({"schedule": "oneCycle", "options": {"maximum": 0.4, "steps": steps, **options},
                   **from_torch(0.4, steps, lambda o: lr_scheduler.OneCycleLR(
                       o, 0.4, total_steps=steps, pct_start=arguments["warmupFraction"],
                       div_factor=arguments["initialDivisor"], final_div_factor=arguments["finalDivisor"]))})

path = Path(__file__).with_suffix(".json")
path.write_text("[\n" + ",\n".join("  " + json.dumps(case) for case in golden) + "\n]\n")
print(len(golden), "cases")

"""What Optuna's TPE sampler with its defaults finds on three functions: regret (best value so far − minimum) of 100 seeds after 25,
50, 100 and 200 trials (medians of 20 seeds scatter by a factor of two). Writes optuna-tpe.json beside itself, with values of the functions at some points.

    python3 test/golden/optuna-tpe.py        (Optuna 3.1.0, NumPy 1.24.2; a quarter of an hour)
"""

import json
import math
import pathlib

import numpy as np
import optuna

optuna.logging.set_verbosity(optuna.logging.WARNING)


def branin(x):
    a, b = x
    return (b - 5.1 / (4 * math.pi**2) * a**2 + 5 / math.pi * a - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


A = np.array([[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]])
P = 1e-4 * np.array(
    [
        [1312, 1696, 5569, 124, 8283, 5886],
        [2329, 4135, 8307, 3736, 1004, 9991],
        [2348, 1451, 3522, 2883, 3047, 6650],
        [4047, 8828, 8732, 5743, 1091, 381],
    ]
)
alpha = np.array([1.0, 1.2, 3.0, 3.2])


def hartmann6(x):
    return -float(alpha @ np.exp(-(A * (np.array(x) - P) ** 2).sum(axis=1)))


def rosenbrock4(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


problems = {
    "branin": (branin, [(-5, 10), (0, 15)], branin((math.pi, 2.275))),
    "hartmann6": (hartmann6, [(0, 1)] * 6, hartmann6((0.20168952, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730054))),
    "rosenbrock4": (rosenbrock4, [(-2, 2)] * 4, 0.0),
}
after = [25, 50, 100, 200]
random = np.random.default_rng(3)
result = {"optuna": optuna.__version__, "after": after, "problems": {}}
for name, (function, bounds, minimum) in problems.items():

    def objective(trial):
        return function([trial.suggest_float(f"x{i}", low, high) for i, (low, high) in enumerate(bounds)])

    regrets = []
    for seed in range(1000, 1100):
        study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
        study.optimize(objective, n_trials=after[-1])
        best = np.minimum.accumulate([trial.value for trial in study.trials])
        regrets.append([best[n - 1] - minimum for n in after])
    points = [[float(random.uniform(low, high)) for low, high in bounds] for _ in range(5)]
    result["problems"][name] = {
        "bounds": bounds,
        "minimum": minimum,
        "values": [{"x": x, "value": function(x)} for x in points],
        "regrets": regrets,
    }
    print(name, np.median(regrets, axis=0), flush=True)

text = json.dumps(result, separators=(",", ":")).replace("],[", "],\n[")
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")

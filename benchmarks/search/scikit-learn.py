"""What a Gaussian process of scikit-learn finds on three functions in 50 trials: regret (best value - minimum) of 20 seeds. Writes
scikit-learn.json beside itself, with values of the functions at some points.

It is what one would write with that library, and the rule is that of simdgrad's BayesianSampler: 10 points of a scrambled Sobol sequence, then
Matern 5/2 with a length scale for each parameter and noise on standardised values, fitted by marginal likelihood with one restart; log
expected improvement, from 1000 points spread over the space and 200 around the best, the three best of them improved by L-BFGS-B. Trial n
sees trials below n - 3, and believes that those between come out at their predicted means.

    OMP_NUM_THREADS=1 python3 benchmarks/search/scikit-learn.py       (half an hour on one core)
"""

import json
import math
import pathlib
import platform
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import erfcx, log_ndtr
from scipy.stats import qmc
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

warnings.simplefilter("ignore")

seeds = range(2000, 2020)
trials = 50
initial = 10
lag = 3

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


def branin(x):
    a, b = x
    return (b - 5.1 / (4 * math.pi**2) * a**2 + 5 / math.pi * a - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(a) + 10


def hartmann6(x):
    return -float(alpha @ np.exp(-(A * (np.array(x) - P) ** 2).sum(axis=1)))


def rosenbrock4(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


problems = {
    "branin": (branin, [(-5, 10), (0, 15)], 0.39788735772973816),
    "hartmann6": (hartmann6, [(0, 1)] * 6, -3.322368011415512),
    "rosenbrock4": (rosenbrock4, [(-2, 2)] * 4, 0.0),
}


def log_expected_improvement(mean, deviation, best):
    z = (best - mean) / deviation
    size = np.abs(z)
    tail = -0.5 * z * z - 0.5 * math.log(2 * math.pi)
    near = np.log(np.maximum(1e-300, 1 - math.sqrt(math.pi / 2) * size * erfcx(size / math.sqrt(2))))
    far = -2 * np.log(np.maximum(size, 1))
    direct = np.log(np.maximum(1e-300, np.exp(-0.5 * z * z) / math.sqrt(2 * math.pi) + z * np.exp(log_ndtr(z))))
    return np.log(deviation) + np.where(z < -1, tail + np.where(size > 1e3, far, near), direct)


def propose(places, values, random, seed):
    """The next place; the values of the last places are not known yet."""
    known = len(values)
    dimensions = places.shape[1]
    targets = (values - values.mean()) / values.std()
    kernel = ConstantKernel(1, (1e-2, 1e2)) * Matern([0.5] * dimensions, (1e-2, 1e2), nu=2.5) + WhiteKernel(1e-4, (1e-8, 1))
    fitted = GaussianProcessRegressor(kernel, n_restarts_optimizer=1, random_state=seed).fit(places[:known], targets)
    believed = np.concatenate([targets, fitted.predict(places[known:])])
    model = GaussianProcessRegressor(fitted.kernel_, optimizer=None).fit(places, believed)
    best = model.predict(places[:known]).min()
    noise = fitted.kernel_.k2.noise_level

    def acquisition(points):
        mean, deviation = model.predict(np.atleast_2d(points), return_std=True)
        return log_expected_improvement(mean, np.sqrt(np.maximum(deviation**2 - noise, 1e-18)), best)

    widths = random.choice([0.3, 0.1, 0.03, 0.01], (200, 1))
    around = np.clip(places[int(np.argmin(values))] + random.normal(size=(200, dimensions)) * widths, 0, 1)
    candidates = np.vstack([random.random((1000, dimensions)), around])
    scores = acquisition(candidates)
    order = np.argsort(-scores)[:3]
    place, score = candidates[order[0]], scores[order[0]]
    for i in order:
        found = minimize(
            lambda point: -acquisition(point)[0],
            candidates[i],
            method="L-BFGS-B",
            bounds=[(0, 1)] * dimensions,
            options={"maxfun": 150},
        )
        if -found.fun > score:
            place, score = found.x, -found.fun
    return place


def search(function, bounds, seed):
    """The least value of all trials."""
    low, high = np.array(bounds, dtype=float).T
    random = np.random.default_rng(seed)
    places = list(qmc.Sobol(len(bounds), seed=seed).random(initial))
    values = [function(low + place * (high - low)) for place in places]
    while len(places) < trials:
        place = propose(np.array(places), np.array(values[: len(places) - lag]), random, seed)
        places.append(place)
        values.append(function(low + place * (high - low)))
    return min(values)


begin = time.time()
points = np.random.default_rng(3)
result = {
    "versions": {
        "Python": platform.python_version(),
        "NumPy": np.__version__,
        "SciPy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
    },
    "seeds": [seeds[0], seeds[-1]],
    "trials": trials,
    "lag": lag,
    "problems": {},
}
for name, (function, bounds, minimum) in problems.items():
    values = [[float(points.uniform(low, high)) for low, high in bounds] for _ in range(5)]
    regrets = []
    for seed in seeds:
        regrets.append(float(search(function, bounds, seed) - minimum))
        print(name, seed, regrets[-1], file=sys.stderr, flush=True)
    result["problems"][name] = {
        "minimum": minimum,
        "values": [{"x": x, "value": float(function(x))} for x in values],
        "regrets": regrets,
    }
    print(name, "median", np.median(regrets), flush=True)
result["seconds"] = round(time.time() - begin)

text = json.dumps(result, separators=(",", ":")).replace('],"', '],\n"').replace('},"', '},\n"')
pathlib.Path(__file__).with_suffix(".json").write_text(text + "\n")

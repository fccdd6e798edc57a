"""Densities of Parzen estimators by Optuna's own class, by mixtures of SciPy's truncated normal distributions, and Φ to many digits by
mpmath. Writes parzen-estimator.json beside itself.

    python3 test/golden/parzen-estimator.py        (Optuna 3.1.0, SciPy 1.10.1, NumPy 1.24.2, mpmath 1.2.1)

Places are on the interval from 0 to 1. A mixture is made of components with their means, deviations and weights; whole numbers have
cells of one width, and with logarithms from the middle between two of them to the next, which Optuna has not.
"""

import json
import pathlib

import mpmath
import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights
from scipy.stats import truncnorm

mpmath.mp.dps = 80
random = np.random.default_rng(12)


def optuna(observations, distribution, prior):
    parameters = _ParzenEstimatorParameters(True, prior, True, False, default_weights, False)
    return _ParzenEstimator({"x": np.array(observations)}, {"x": distribution}, parameters)


numbers = []
for n, prior in ((0, 1.0), (1, 1.0), (2, 1.0), (7, 0.5), (24, 1.0), (25, 1.0), (26, 2.0), (60, 1.0), (130, 1.0)):
    observations = np.round(random.beta(2, 5, n), 4)
    estimator = optuna(observations, FloatDistribution(0, 1), prior)
    means, deviations, weights = estimator._mus["x"], estimator._sigmas["x"], estimator._weights
    places = np.array([0.0, 0.013, 0.2, 0.37, 0.5, 0.81, 0.999])
    parts = [truncnorm(-m / s, (1 - m) / s, m, s) for m, s in zip(means, deviations)]
    density = sum(w * part.pdf(places) for w, part in zip(weights, parts))
    score = np.exp(estimator.log_pdf({"x": places}))
    broad = sum(w * s * part.pdf(places) for w, s, part in zip(weights, deviations, parts))
    assert np.allclose(score, broad, rtol=1e-9)  # Optuna 3.1 leaves the deviation in the denominator out
    edges = np.array([0.0, 1e-7, 0.05, 0.1, 0.5, 0.50001, 0.9, 1.0])
    mass = [sum(w * (part.cdf(b) - part.cdf(a)) for w, part in zip(weights, parts)) for a, b in zip(edges, edges[1:])]
    numbers.append(
        {
            "prior": prior,
            "observations": observations.tolist(),
            "deviations": deviations.tolist(),
            "weights": weights.tolist(),
            "places": places.tolist(),
            "density": density.tolist(),
            "score": (score / (weights @ deviations)).tolist(),
            "edges": edges.tolist(),
            "mass": mass,
        }
    )

# Fewer than 25 of them: which of equal observations gets the neighbour is up to the sort, and older ones weigh less.
integers = []
for low, high, step, n in ((3, 12, 4, 6), (0, 9, 1, 24), (-50, 1000, 5, 12)):
    distribution = IntDistribution(low, high, step=step)
    values = np.arange(low, high + 1, step)
    observations = random.choice(values, n)
    tried = values[:: max(1, len(values) // 8)]
    likelihood = np.exp(optuna(observations.astype(float), distribution, 1.0).log_pdf({"x": tried.astype(float)}))
    fields = {"low": low, "high": high, "step": step, "observations": observations.tolist()}
    integers.append({**fields, "values": tried.tolist(), "likelihood": likelihood.tolist()})

choices = []
for size, n, prior in ((2, 0, 1.0), (3, 5, 1.0), (4, 40, 0.3)):
    observations = random.integers(0, size, n)
    estimator = optuna(observations.astype(float), CategoricalDistribution(list(range(size))), prior)
    probabilities = np.exp(estimator.log_pdf({"x": np.arange(size)}))
    choices.append({"size": size, "prior": prior, "observations": observations.tolist(), "probabilities": probabilities.tolist()})

normal = [{"x": x, "below": float(mpmath.ncdf(x))} for x in (-37, -20, -8, -5.7, -3, -1, -0.67, -0.66, -0.1, 0, 0.4, 0.67, 3, 5.7, 9)]
between = [
    {"a": a, "b": b, "mass": float(mpmath.ncdf(b) - mpmath.ncdf(a))}
    for a, b in ((-1, 2), (0, 1e-9), (0.3, 0.39), (-0.01, 0.09), (-30, -29.99), (12, 12.01), (12, 14), (-9, -8.95), (3, 3), (-40, 40))
]

result = {"numbers": numbers, "integers": integers, "choices": choices, "normal": normal, "between": between}
text = json.dumps(result, separators=(",", ":"))
pathlib.Path(__file__).with_suffix(".json").write_text(text.replace('{"prior"', '\n{"prior"').replace("]},{", "]},\n{") + "\n")

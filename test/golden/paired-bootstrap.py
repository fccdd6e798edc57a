"""Studentized bootstraps of paired differences worked out apart from src/, how often intervals of several kinds hold the true
mean, and Holm's correction by its definition. Writes paired-bootstrap.json beside itself.

    python3 test/golden/paired-bootstrap.py        (NumPy 1.24.2, SciPy 1.10.1)

Few pairs: every resample there is, by its number of draws of each difference, with its probability. More: 200,000 drawn by NumPy.
The corrected p-value of Holm is found as the smallest level at which the step-down procedure rejects, by halving.
"""

import json
import math
import pathlib
from itertools import combinations_with_replacement
from collections import Counter

import numpy as np
import scipy
from scipy.special import ndtr, ndtri
from scipy.stats import t as student

random = np.random.default_rng(31)


def exact(d):
    """All values of t*, ascending, with the probability of each."""
    n, mean, found = len(d), np.mean(d), {}
    for picks in combinations_with_replacement(range(n), n):
        counts = Counter(picks)
        probability = math.factorial(n) / math.prod(math.factorial(c) for c in counts.values()) / n**n
        values = np.array([d[i] for i in picks])
        spread = values.std(ddof=1) if len(counts) > 1 else 0.0
        value = (values.mean() - mean) / (spread / math.sqrt(n)) if spread > 0 else math.copysign(1e300, d[picks[0]] - mean)
        found[value] = found.get(value, 0) + probability
    return sorted(found.items())


few = []
for d in ([0.01, 0.02, 0.03, 0.01, 0.015], [0.013, -0.004, 0.021, 0.008, -0.001, 0.017]):
    t = np.mean(d) / (np.std(d, ddof=1) / math.sqrt(len(d)))
    few.append({"differences": d, "t": t, "standardError": np.std(d, ddof=1) / math.sqrt(len(d)), "statistics": exact(d)})


def drawn(d, count):
    values = d[random.integers(0, len(d), (count, len(d)))]
    return (values.mean(axis=1) - d.mean()) / (values.std(axis=1, ddof=1) / math.sqrt(len(d)))


more = []
for d in (np.round(random.normal(0.01, 0.01, 10), 4), np.round(random.exponential(0.01, 20) - 0.004, 4)):
    statistics, error = drawn(d, 200_000), d.std(ddof=1) / math.sqrt(len(d))
    t = d.mean() / error
    intervals = [
        {"confidence": c, "interval": (d.mean() - error * np.quantile(statistics, [(1 + c) / 2, (1 - c) / 2])).tolist()}
        for c in (0.9, 0.95, 0.99)
    ]
    p = 2 * min((statistics >= t).mean(), (statistics <= t).mean())
    more.append({"differences": d.tolist(), "pValue": p, "width": error, "intervals": intervals})


# Coverage.

draws, resamples = 4000, 1000


def coverage(n, draw):
    """draw(n) has mean 0."""
    held = Counter()
    for _ in range(draws):
        d = draw(n)
        values = d[random.integers(0, n, (resamples, n))]
        means, mean = values.mean(axis=1), d.mean()
        error = d.std(ddof=1) / math.sqrt(n)
        with np.errstate(divide="ignore", invalid="ignore"):
            statistics = np.nan_to_num((means - mean) / (values.std(axis=1, ddof=1) / math.sqrt(n)))
        half = student.ppf(0.975, n - 1) * error
        left = (d.sum() - d) / (n - 1)
        skew = ((left.mean() - left) ** 3).sum() / (6 * ((left.mean() - left) ** 2).sum() ** 1.5)
        shift = ndtri(np.clip((means < mean).mean(), 1e-3, 1 - 1e-3))
        z = shift + ndtri([0.025, 0.975])
        ends = {
            "percentile": np.quantile(means, [0.025, 0.975]),
            "BCa": np.quantile(means, ndtr(shift + z / (1 - skew * z))),
            "studentized": mean - error * np.quantile(statistics, [0.975, 0.025]),
            "Student's t": (mean - half, mean + half),
        }
        for kind, (low, high) in ends.items():
            held[kind] += low <= 0 <= high
    return {kind: round(count / draws, 3) for kind, count in held.items()}


coverages = [
    {"distribution": name, "pairs": n, "held": coverage(n, draw)}
    for name, draw in (("normal", random.standard_normal), ("exponential", lambda n: random.standard_exponential(n) - 1))
    for n in (5, 10, 20)
]
for row in coverages:
    print(row)


# Holm.


def rejected(p, level):
    """The step-down procedure as Holm wrote it."""
    order, found = sorted(range(len(p)), key=lambda i: p[i]), set()
    for k, i in enumerate(order):
        if p[i] > level / (len(p) - k):
            break
        found.add(i)
    return found


def corrected(p, i):
    low, high = 0.0, 1.0
    if i not in rejected(p, 1.0):
        return 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if i in rejected(p, middle) else (middle, high)
    return high


holms = []
for p in ([0.01, 0.04, 0.03], [0.02], [0.5, 0.001, 0.2, 0.013, 0.013, 0.9], [0.0, 1.0], np.round(random.random(12) ** 3, 5).tolist()):
    holms.append({"pValues": p, "corrected": [corrected(p, i) for i in range(len(p))], "rejected": sorted(rejected(p, 0.05))})

golden = {
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "few": few,
    "more": more,
    "coverages": coverages,
    "holm": holms,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")

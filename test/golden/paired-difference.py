"""Quantiles of Student's t and intervals of paired differences, by SciPy and NumPy.

SciPy's own quantiles (`t.ppf`) are within some 10⁻⁹ only, so each is taken as a start and improved by Newton's steps on
`t.cdf`. The interval on new rows is written out from Nadeau & Bengio, 2003.

    python3 test/golden/paired-difference.py > test/golden/paired-difference.json
"""

import json

import numpy
import scipy
from scipy.stats import sem, t


def quantile(probability, degrees):
    if probability > 0.5:  # near 1 the distribution function has no digits left to tell
        return -quantile(1 - probability, degrees)
    x = float(t.ppf(probability, degrees))
    for _ in range(5):
        x -= float((t.cdf(x, degrees) - probability) / t.pdf(x, degrees))
    return x


def pair(before, after, confidence, test_share):
    differences = numpy.subtract(after, before)
    n = len(differences)
    mean, deviation = numpy.mean(differences), numpy.std(differences, ddof=1)
    critical = quantile((1 + confidence) / 2, n - 1)
    half = critical * sem(differences)
    corrected = critical * numpy.sqrt((1 / n + test_share) * numpy.var(differences, ddof=1))
    return {
        "before": before,
        "after": after,
        "confidence": confidence,
        "testShare": test_share,
        "mean": mean,
        "deviation": deviation,
        "interval": [mean - half, mean + half],
        "intervalOnNewRows": [mean - corrected, mean + corrected],
    }


quantiles = [
    {"probability": p, "degrees": n, "quantile": quantile(p, n)}
    for n in (1, 2, 3, 4, 5, 9, 10, 29, 30, 99, 1000)
    for p in (0.0005, 0.025, 0.1, 0.5, 0.6, 0.9, 0.95, 0.975, 0.995, 0.9995)
]
pairs = [
    pair([0.60, 0.62, 0.58], [0.61, 0.64, 0.61], 0.95, 0),
    pair([0.5875, 0.65, 0.5708, 0.5875, 0.6333], [0.5917, 0.5958, 0.5792, 0.6125, 0.625], 0.95, 240 / 1119),
    pair([0.9, 0.8], [0.7, 0.85], 0.99, 0.5),
    pair([float(x) for x in numpy.linspace(0.5, 0.6, 20)], [float(x) for x in numpy.linspace(0.55, 0.63, 20)], 0.8, 0.2),
]
print(json.dumps({"scipy": scipy.__version__, "numpy": numpy.__version__, "quantiles": quantiles, "pairs": pairs}, indent=1))

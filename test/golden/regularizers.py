"""Penalties and their gradients in float64 by NumPy. Writes regularizers.json beside itself.

    python3 test/golden/regularizers.py        (NumPy 1.24)
"""

import json
import pathlib

import numpy as np

random = np.random.default_rng(5)


def l1(w, factor):
    return factor * np.sum(np.abs(w)), factor * np.sign(w)


def l2(w, factor):
    return factor * np.sum(w**2), 2 * factor * w


def l1l2(w, first, second):
    (p, dp), (q, dq) = l1(w, first), l2(w, second)
    return p + q, dp + dq


def case(rule, factors, shape):
    w = np.float32(random.normal(size=shape)).astype(np.float64)
    w.flat[0] = 0  # where |w| has a kink
    penalty, gradient = rule(w, *factors)
    return {
        "regularizer": rule.__name__,
        "factors": factors,
        "shape": list(shape),
        "weight": w.flatten().tolist(),
        "penalty": penalty,
        "gradient": gradient.flatten().tolist(),
    }


shapes = [(1,), (3, 4), (17,), (2, 3, 5)]
cases = []
for i, shape in enumerate(shapes):
    cases += [case(l1, [[0.01, 1, 0.3, 0][i]], shape), case(l2, [[0.01, 1, 0.3, 0][i]], shape)]
    cases.append(case(l1l2, [[0.01, 0.02], [1, 0.5], [0, 0.3], [0.2, 0]][i], shape))
text = "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)

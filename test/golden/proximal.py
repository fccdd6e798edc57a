"""Proximal gradient steps in NumPy, and lasso solutions by scikit-learn. Writes proximal.json beside itself.

    python3 test/golden/proximal.py        (NumPy 1.24.2, scikit-learn 1.2.1)

The model is y = Xw + b with the loss (1/n) |y - Xw - b|^2 + lambda |w|_1; scikit-learn halves the first part, so its alpha is
lambda / 2. All inputs are float32 values. The paths are float64: after the step of each rule, soft-thresholding by lambda times
what the rule multiplies its averaged gradient by.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.linear_model import Lasso

random = np.random.default_rng(11)


def float32(values):
    return np.asarray(values, dtype=np.float32).astype(np.float64)


n, d, steps = 60, 12, 12
x = float32(random.normal(size=(n, d)) * random.uniform(0.5, 1.5, size=d))
truth = np.where(np.arange(d) % 3 == 0, random.normal(size=d) * 2, 0)
y = float32(x @ truth + 0.7 + 0.5 * random.normal(size=n))
start = float32(random.normal(size=d) * 0.3)


def soft(w, tau):
    return np.sign(w) * np.maximum(np.abs(w) - tau, 0)


def gradients(w, b):
    error = x @ w + b - y
    return 2 * x.T @ error / n, 2 * error.sum() / n


def path(lam, step):
    """Weights and bias after 1, 4 and all steps. step(g, state, t) -> (change of the weight, h)."""
    w, b, states, after = start.copy(), 0.0, ({}, {}), {}
    for t in range(1, steps + 1):
        gw, gb = gradients(w, b)
        change, h = step(gw, states[0], t)
        w = soft(w + change, h * lam)
        b += step(np.array([gb]), states[1], t)[0][0]
        if t in (1, 4, steps):
            after[t] = {"weight": w.tolist(), "bias": b}
    return after


def sgd(g, state, t, rate=0.05):
    return -rate * g, rate


def heavy_ball(g, state, t, rate=0.02, mu=0.9):
    state["v"] = mu * state.get("v", 0) + g
    return -rate * state["v"], rate * sum(mu**k for k in range(t))


def nesterov(g, state, t, rate=0.02, mu=0.9):
    state["v"] = mu * state.get("v", 0) + g
    return -rate * (g + mu * state["v"]), rate * sum(mu**k for k in range(t + 1))


def adam(g, state, t, rate=0.1, b1=0.9, b2=0.999, epsilon=1e-8):
    state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
    state["v"] = b2 * state.get("v", 0) + (1 - b2) * g * g
    h = rate / (np.sqrt(state["v"] / (1 - b2**t)) + epsilon)
    return -h * state["m"] / (1 - b1**t), h


def rms_prop(g, state, t, rate=0.05, decay=0.9, epsilon=1e-7):
    state["s"] = decay * state.get("s", 0) + (1 - decay) * g * g
    h = rate / (np.sqrt(state["s"]) + epsilon)
    return -h * g, h


def adagrad(g, state, t, rate=0.3, epsilon=1e-10):
    state["s"] = state.get("s", 0) + g * g
    h = rate / (np.sqrt(state["s"]) + epsilon)
    return -h * g, h


def adamax(g, state, t, rate=0.1, b1=0.9, b2=0.999, epsilon=1e-8):
    state["m"] = b1 * state.get("m", 0) + (1 - b1) * g
    state["u"] = np.maximum(b2 * state.get("u", 0), np.abs(g) + epsilon)
    h = rate / state["u"]
    return -h * state["m"] / (1 - b1**t), h


rules = {
    "Sgd": (sgd, {"learningRate": 0.05}),
    "Sgd, momentum": (heavy_ball, {"learningRate": 0.02, "momentum": 0.9}),
    "Sgd, Nesterov": (nesterov, {"learningRate": 0.02, "momentum": 0.9, "nesterov": True}),
    "Momentum": (heavy_ball, {"learningRate": 0.02, "momentum": 0.9}),
    "Adam": (adam, {"learningRate": 0.1}),
    "RmsProp": (rms_prop, {"learningRate": 0.05}),
    "Adagrad": (adagrad, {"learningRate": 0.3}),
    "Adamax": (adamax, {"learningRate": 0.1}),
}
lam = 0.25
paths = [
    {"optimizer": name.split(",")[0], "name": name, "options": options, "after": path(lam, rule)}
    for name, (rule, options) in rules.items()
]
lassos = []
for strength in (0.05, 0.25, 1.0):
    model = Lasso(alpha=strength / 2, tol=1e-14, max_iter=1_000_000).fit(x, y)
    lassos.append({"lambda": strength, "coef": model.coef_.tolist(), "intercept": float(model.intercept_)})
    print(strength, int((model.coef_ == 0).sum()), "of", d, "are 0")
golden = {
    "versions": {"numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "x": x.tolist(),
    "y": y.tolist(),
    "start": start.tolist(),
    "lambda": lam,
    "paths": paths,
    "lassos": lassos,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(golden) + "\n")

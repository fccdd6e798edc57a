"""Expected values from PyTorch for the tests of src/optimizers. Writes optimizers.json beside itself.

    python3 test/golden/optimizers.py        (PyTorch 1.13.0, NumPy 1.24.2)

Every rule makes 25 steps in float64 from the same weights with the same given gradients: all of them float32 values, so
that the tests start from exactly the same numbers. Options are set to this library's defaults where PyTorch has others.

Each rule is also written out below in NumPy, from its paper and not from PyTorch, and both must agree to 1e-11. Lion and
the classical momentum, which PyTorch 1.13 does not have, rest on NumPy alone.

NAdam runs with foreach=True: the loop over single tensors multiplies one factor of the momentum product twice in this
version (pytorch/pytorch pull request 92699).
"""

import json
import math
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)  # the running product of NAdam would be float32 otherwise
random = np.random.default_rng(20241018)
steps = 25
shapes = [[3, 4], [5], [], [2, 3, 3]]


def float32(values):
    return np.asarray(values, dtype=np.float32).astype(np.float64)


start = [float32(random.normal(size=shape)) for shape in shapes]
gradients = []
for step in range(steps):
    gradients.append(
        [
            # a steady part, noise, and sizes from tiny to large along the last parameter
            float32(random.normal(size=(4,))[i] * 0.3 + random.normal(size=shape) * (0.5 + 0.1 * i))
            for i, shape in enumerate(shapes)
        ]
    )
    gradients[-1][0][0, :] = 0 if step < 7 else gradients[-1][0][0, :]  # a gradient that comes late
    gradients[-1][0][1, :] = 0 if step > 9 else gradients[-1][0][1, :]  # one that dies
    gradients[-1][1] = float32(np.full(5, 0.25) * [1, -1, 4, 0, 1e-3])  # steady ones, and one that is always 0
    gradients[-1][3] = float32(gradients[-1][3] * 10.0 ** np.arange(-7, 2).repeat(2).reshape(2, 3, 3))


def numpy_rule(update):
    """The weights after 1, 5 and 25 steps of update(theta, g, state, t) over each parameter."""
    after = {}
    theta = [np.array(value) for value in start]
    states = [{} for _ in shapes]
    for t in range(1, steps + 1):
        for i in range(len(shapes)):
            theta[i] = theta[i] + update(theta[i], gradients[t - 1][i], states[i], t)
        if t in (1, 5, steps):
            after[t] = [np.array(value) for value in theta]
    return after


def torch_rule(make):
    after = {}
    parameters = [torch.tensor(value, requires_grad=True) for value in start]
    optimizer = make(parameters)
    for t in range(1, steps + 1):
        for parameter, gradient in zip(parameters, gradients[t - 1]):
            parameter.grad = torch.tensor(gradient)
        optimizer.step()
        if t in (1, 5, steps):
            after[t] = [parameter.detach().numpy().copy() for parameter in parameters]
    return after


# the rules, from their papers ---------------------------------------------------------------------------------------


def sgd(eta=0.01, mu=0, nesterov=False):
    def update(theta, g, state, t):
        v = state["v"] = mu * state.get("v", 0) + g
        return -eta * (g + mu * v if nesterov else v)

    return update


def momentum(eta=0.01, mu=0.9):
    def update(theta, g, state, t):
        v = state["v"] = mu * state.get("v", 0) - eta * g
        return v

    return update


def rms_prop(eta=1e-3, rho=0.9, eps=1e-7, mu=0, centered=False):
    def update(theta, g, state, t):
        s = state["s"] = rho * state.get("s", 0) + (1 - rho) * g * g
        m = state["m"] = rho * state.get("m", 0) + (1 - rho) * g
        size = np.sqrt(s - m * m if centered else s) + eps
        v = state["v"] = mu * state.get("v", 0) + g / size
        return -eta * v

    return update


def adam(eta=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, amsgrad=False, decay=0):
    def update(theta, g, state, t):
        m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
        if amsgrad:
            v = state["w"] = np.maximum(state.get("w", 0), v)
        root = np.sqrt(v / (1 - beta2**t))
        kept = 1 - eta * decay
        return kept * theta - eta * (m / (1 - beta1**t)) / (root + eps) - theta

    return update


def adagrad(eta=0.01, eps=1e-10):
    def update(theta, g, state, t):
        s = state["s"] = state.get("s", 0) + g * g
        return -eta * g / (np.sqrt(s) + eps)

    return update


def adadelta(eta=1, rho=0.9, eps=1e-6):
    def update(theta, g, state, t):
        s = state["s"] = rho * state.get("s", 0) + (1 - rho) * g * g
        delta = np.sqrt(state.get("c", 0) + eps) / np.sqrt(s + eps) * g
        state["c"] = rho * state.get("c", 0) + (1 - rho) * delta * delta
        return -eta * delta

    return update


def adamax(eta=2e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def update(theta, g, state, t):
        m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        u = state["u"] = np.maximum(beta2 * state.get("u", 0), np.abs(g) + eps)
        return -eta / (1 - beta1**t) * m / u

    return update


def nadam(eta=2e-3, beta1=0.9, beta2=0.999, eps=1e-8, psi=0.004):
    def mu(t):
        return beta1 * (1 - 0.5 * 0.96 ** (t * psi))

    def update(theta, g, state, t):
        m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
        product = math.prod(mu(i) for i in range(1, t + 1))
        g_hat = g / (1 - product)
        m_hat = m / (1 - product * mu(t + 1))
        m_bar = (1 - mu(t)) * g_hat + mu(t + 1) * m_hat
        return -eta * m_bar / (np.sqrt(v / (1 - beta2**t)) + eps)

    return update


def r_adam(eta=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    def update(theta, g, state, t):
        m = state["m"] = beta1 * state.get("m", 0) + (1 - beta1) * g
        v = state["v"] = beta2 * state.get("v", 0) + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        rho_inf = 2 / (1 - beta2) - 1
        rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
        if rho <= 5:
            return -eta * m_hat
        adaptive = np.sqrt(1 - beta2**t) / (np.sqrt(v) + eps)
        r = math.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        return -eta * r * m_hat * adaptive

    return update


def lion(eta=1e-4, beta1=0.9, beta2=0.99, decay=0):
    def update(theta, g, state, t):
        c = beta1 * state.get("m", 0) + (1 - beta1) * g
        size = beta1 * np.abs(state.get("m", 0)) + (1 - beta1) * np.abs(g)
        assert np.all((np.abs(c) > 1e-5 * size) | (size == 0)), "a sign that float32 could get wrong"
        state["m"] = beta2 * state.get("m", 0) + (1 - beta2) * g
        return -eta * (np.sign(c) + decay * theta)

    return update


# the cases ----------------------------------------------------------------------------------------------------------

o = torch.optim
cases = []


def case(name, options, rule, make=None):
    after = numpy_rule(rule)
    if make is not None:
        expected = torch_rule(make)
        for t in after:
            for ours, theirs in zip(after[t], expected[t]):
                assert np.max(np.abs(ours - theirs)) < 1e-11, (name, options, t, ours - theirs)
        after = expected
    cases.append(
        {
            "optimizer": name,
            "options": options,
            "source": "NumPy" if make is None else "PyTorch",
            "after": {str(t): [value.reshape(-1).tolist() for value in values] for t, values in after.items()},
        }
    )


case("Sgd", {}, sgd(), lambda p: o.SGD(p, lr=0.01))
case("Sgd", {"learningRate": 0.1, "momentum": 0.9}, sgd(0.1, 0.9), lambda p: o.SGD(p, lr=0.1, momentum=0.9))
case(
    "Sgd",
    {"learningRate": 0.1, "momentum": 0.8, "nesterov": True},
    sgd(0.1, 0.8, True),
    lambda p: o.SGD(p, lr=0.1, momentum=0.8, nesterov=True),
)
case("Momentum", {}, momentum())
case("Momentum", {"learningRate": 0.1, "momentum": 0.5}, momentum(0.1, 0.5))
case("RmsProp", {}, rms_prop(), lambda p: o.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7))
case(
    "RmsProp",
    {"learningRate": 0.01, "decay": 0.99, "epsilon": 1e-3, "momentum": 0.9},
    rms_prop(0.01, 0.99, 1e-3, 0.9),
    lambda p: o.RMSprop(p, lr=0.01, alpha=0.99, eps=1e-3, momentum=0.9),
)
# A steady gradient has a variance that dies; PyTorch's s − m² then leaves its rounding errors, so ε is larger here.
case(
    "RmsProp",
    {"learningRate": 0.01, "epsilon": 1e-3, "centered": True},
    rms_prop(0.01, 0.9, 1e-3, 0, True),
    lambda p: o.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, centered=True),
)
case(
    "RmsProp",
    {"learningRate": 0.01, "epsilon": 1e-3, "momentum": 0.9, "centered": True},
    rms_prop(0.01, 0.9, 1e-3, 0.9, True),
    lambda p: o.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-3, momentum=0.9, centered=True),
)
case("Adam", {}, adam(), lambda p: o.Adam(p))
case("Adam", {"learningRate": 0.1}, adam(0.1), lambda p: o.Adam(p, lr=0.1))
case(
    "Adam",
    {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-2},
    adam(0.05, 0.8, 0.9, 1e-2),
    lambda p: o.Adam(p, lr=0.05, betas=(0.8, 0.9), eps=1e-2),
)
case(
    "Adam",
    {"learningRate": 0.05, "beta2": 0.9, "amsgrad": True},
    adam(0.05, 0.9, 0.9, 1e-8, True),
    lambda p: o.Adam(p, lr=0.05, betas=(0.9, 0.9), amsgrad=True),
)
case("AdamW", {}, adam(decay=0.01), lambda p: o.AdamW(p, weight_decay=0.01))
case(
    "AdamW",
    {"learningRate": 0.05, "weightDecay": 0.5, "amsgrad": True},
    adam(0.05, amsgrad=True, decay=0.5),
    lambda p: o.AdamW(p, lr=0.05, weight_decay=0.5, amsgrad=True),
)
case("Adagrad", {}, adagrad(), lambda p: o.Adagrad(p, lr=0.01))
case(
    "Adagrad",
    {"learningRate": 0.5, "epsilon": 0.1},
    adagrad(0.5, 0.1),
    lambda p: o.Adagrad(p, lr=0.5, eps=0.1),
)
case("Adadelta", {}, adadelta(), lambda p: o.Adadelta(p, lr=1, rho=0.9, eps=1e-6))
case(
    "Adadelta",
    {"learningRate": 0.5, "decay": 0.8, "epsilon": 1e-3},
    adadelta(0.5, 0.8, 1e-3),
    lambda p: o.Adadelta(p, lr=0.5, rho=0.8, eps=1e-3),
)
case("Adamax", {}, adamax(), lambda p: o.Adamax(p))
case(
    "Adamax",
    {"learningRate": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-2},
    adamax(0.1, 0.8, 0.9, 1e-2),
    lambda p: o.Adamax(p, lr=0.1, betas=(0.8, 0.9), eps=1e-2),
)
case("Nadam", {}, nadam(), lambda p: o.NAdam(p, foreach=True))
case(
    "Nadam",
    {"learningRate": 0.05, "beta1": 0.95, "beta2": 0.9, "epsilon": 1e-3, "momentumDecay": 0.5},
    nadam(0.05, 0.95, 0.9, 1e-3, 0.5),
    lambda p: o.NAdam(p, lr=0.05, betas=(0.95, 0.9), eps=1e-3, momentum_decay=0.5, foreach=True),
)
case("RAdam", {}, r_adam(), lambda p: o.RAdam(p))
case(
    "RAdam",
    {"learningRate": 0.05, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3},
    r_adam(0.05, 0.8, 0.9, 1e-3),
    lambda p: o.RAdam(p, lr=0.05, betas=(0.8, 0.9), eps=1e-3),
)
case("Lion", {}, lion())
case(
    "Lion",
    {"learningRate": 0.05, "beta1": 0.95, "beta2": 0.98, "weightDecay": 0.5},
    lion(0.05, 0.95, 0.98, 0.5),
)

out = {
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "shapes": shapes,
    "start": [value.reshape(-1).tolist() for value in start],
    "gradients": [[value.reshape(-1).tolist() for value in step] for step in gradients],
    "cases": cases,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out) + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")

"""Expected steps for the tests of src/explain/optimizer-trace.ts. Writes explain-optimizers.json beside itself.

    python3 test/golden/explain-optimizers.py        (PyTorch 1.13.0, NumPy 1.24.2)

Slots and weights are PyTorch's, in float64, from `optimizer.state`; what the formulas name beside them (m̂, v̂, ρ …) is worked out
here from those slots by the formula of the paper. Lion and the classical momentum, which PyTorch 1.13 does not have, are written
out from their papers in NumPy.

NAdam runs with foreach=True: the loop over single tensors multiplies one factor of the momentum product twice in this
version (pytorch/pytorch pull request 92699).
"""

import json
import math
import pathlib

import numpy as np
import torch

torch.set_default_dtype(torch.float64)

start = [0.5, -1.25, 0.0]
steps = 7
given = [[1, -2, 0], [0.5, 1, 0], [-0.25, 3, 0.125], [1, -2, 0]]
gradients = [given[min(step, len(given) - 1)] for step in range(steps)]


def adam_quantities(options, t, g, before, slots, slots_before):
    beta1, beta2 = options.get("beta1", 0.9), options.get("beta2", 0.999)
    out = {
        "1 − β₁ᵗ": 1 - beta1**t,
        "1 − β₂ᵗ": 1 - beta2**t,
        "m̂": slots["m"] / (1 - beta1**t),
        "v̂": slots.get("maximum", slots["v"]) / (1 - beta2**t),
    }
    if "weightDecay" in options:
        out["η · λ · θ"] = options["learningRate"] * options["weightDecay"] * before
    return out


def none(*_):
    return {}


def nesterov(options, t, g, before, slots, slots_before):
    return {"g + μv": g + options["momentum"] * slots["velocity"]}


def rms_prop(options, t, g, before, slots, slots_before):
    size = np.sqrt(slots["variance" if options.get("centered") else "square"]) + options["epsilon"]
    return {"√s + ε": size, "g / (√s + ε)": g / size}


def adagrad(options, t, g, before, slots, slots_before):
    return {"η / (√s + ε)": options["learningRate"] / (np.sqrt(slots["sum"]) + options["epsilon"])}


def adadelta(options, t, g, before, slots, slots_before):
    epsilon = options["epsilon"]
    past = slots_before.get("changes", 0)
    return {"δ": g * np.sqrt(past + epsilon) / np.sqrt(slots["gradients"] + epsilon)}


def adamax(options, t, g, before, slots, slots_before):
    beta1 = options["beta1"]
    return {"1 − β₁ᵗ": 1 - beta1**t, "m / (1 − β₁ᵗ)": slots["m"] / (1 - beta1**t)}


def nadam(options, t, g, before, slots, slots_before):
    beta1, beta2, psi = options["beta1"], options["beta2"], options["momentumDecay"]
    mu = [beta1 * (1 - 0.5 * 0.96 ** (i * psi)) for i in range(t + 2)]
    product = math.prod(mu[1 : t + 1])
    m_bar = (1 - mu[t]) * g / (1 - product) + mu[t + 1] * slots["m"] / (1 - product * mu[t + 1])
    return {
        "μₜ": mu[t],
        "μₜ₊₁": mu[t + 1],
        "μ₁⋯μₜ": product,
        "m̄": m_bar,
        "v̂": slots["v"] / (1 - beta2**t),
    }


def r_adam(options, t, g, before, slots, slots_before):
    beta1, beta2, epsilon = options["beta1"], options["beta2"], options["epsilon"]
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
    out = {"ρ∞": rho_inf, "ρₜ": rho, "m̂": slots["m"] / (1 - beta1**t)}
    if rho > 5:
        out["r"] = math.sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
        out["√(1 − β₂ᵗ) / (√v + ε)"] = math.sqrt(1 - beta2**t) / (np.sqrt(slots["v"]) + epsilon)
    return out


def lion_quantities(options, t, g, before, slots, slots_before):
    c = options["beta1"] * slots_before.get("m", np.zeros(3)) + (1 - options["beta1"]) * g
    return {"c": c, "sign(c)": np.sign(c)}


def plain(value):
    return np.asarray(value, dtype=np.float64).tolist()


cases = []


def case(name, options, quantities, step):
    """`step(theta, g, t)` returns the weights and the slots after it."""
    theta = np.array(start)
    slots_before, out = {}, []
    for t in range(1, steps + 1):
        g = np.array(gradients[t - 1], dtype=np.float64)
        after, slots = step(theta, g, t)
        named = quantities(options, t, g, theta, slots, slots_before)
        out.append(
            {
                "slots": {key: plain(value) for key, value in slots.items()},
                "quantities": {key: plain(value) for key, value in named.items()},
                "change": plain(after - theta),
                "weights": plain(after),
            }
        )
        theta, slots_before = after, slots
    cases.append({"name": name, "options": options, "steps": out})


def from_torch(make, names, last=None):
    """Steps by an optimizer of PyTorch; `names`: our slot by its entry in the optimizer's state."""
    parameter = torch.tensor(start, requires_grad=True)
    optimizer = make([parameter])

    def step(theta, g, t):
        parameter.grad = torch.tensor(g)
        optimizer.step()
        state = optimizer.state[parameter]
        slots = {ours: state[theirs].numpy().copy() for theirs, ours in names.items()}
        return parameter.detach().numpy().copy(), last(slots) if last else slots

    return step


def centered(slots):
    """E[g²] − m² is the variance that our rule keeps."""
    return {**{k: v for k, v in slots.items() if k != "square"}, "variance": slots["square"] - slots["mean"] ** 2}


def momentum(eta, mu):
    state = {"velocity": np.zeros(3)}

    def step(theta, g, t):
        state["velocity"] = mu * state["velocity"] - eta * g
        return theta + state["velocity"], dict(state)

    return step


def lion(eta, beta1, beta2, decay):
    state = {"m": np.zeros(3)}

    def step(theta, g, t):
        c = beta1 * state["m"] + (1 - beta1) * g
        after = theta - eta * (np.sign(c) + decay * theta)
        state["m"] = beta2 * state["m"] + (1 - beta2) * g
        return after, dict(state)

    return step


o = torch.optim
moments = {"exp_avg": "m", "exp_avg_sq": "v"}
case("sgd", {"learningRate": 0.1}, none, from_torch(lambda p: o.SGD(p, lr=0.1), {}))
velocity = {"momentum_buffer": "velocity"}
case("sgd", {"learningRate": 0.1, "momentum": 0.9}, none, from_torch(lambda p: o.SGD(p, lr=0.1, momentum=0.9), velocity))
case(
    "sgd",
    {"learningRate": 0.1, "momentum": 0.5, "nesterov": True},
    nesterov,
    from_torch(lambda p: o.SGD(p, lr=0.1, momentum=0.5, nesterov=True), velocity),
)
case("momentum", {"learningRate": 0.1, "momentum": 0.9}, none, momentum(0.1, 0.9))
case(
    "rmsProp",
    {"learningRate": 0.01, "decay": 0.9, "epsilon": 1e-7},
    rms_prop,
    from_torch(lambda p: o.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-7), {"square_avg": "square"}),
)
case(
    "rmsProp",
    {"learningRate": 0.01, "decay": 0.8, "epsilon": 1e-3, "momentum": 0.5, "centered": True},
    rms_prop,
    from_torch(
        lambda p: o.RMSprop(p, lr=0.01, alpha=0.8, eps=1e-3, momentum=0.5, centered=True),
        {"square_avg": "square", "grad_avg": "mean", "momentum_buffer": "velocity"},
        centered,
    ),
)
case("adam", {"learningRate": 0.1}, adam_quantities, from_torch(lambda p: o.Adam(p, lr=0.1), moments))
case(
    "adam",
    {"learningRate": 0.1, "beta1": 0.8, "beta2": 0.5, "epsilon": 1e-3, "amsgrad": True},
    adam_quantities,
    from_torch(
        lambda p: o.Adam(p, lr=0.1, betas=(0.8, 0.5), eps=1e-3, amsgrad=True), {**moments, "max_exp_avg_sq": "maximum"}
    ),
)
case(
    "adamW",
    {"learningRate": 0.1, "weightDecay": 0.5},
    adam_quantities,
    from_torch(lambda p: o.AdamW(p, lr=0.1, weight_decay=0.5), moments),
)
case(
    "adagrad",
    {"learningRate": 0.5, "epsilon": 1e-3},
    adagrad,
    from_torch(lambda p: o.Adagrad(p, lr=0.5, eps=1e-3), {"sum": "sum"}),
)
case(
    "adadelta",
    {"learningRate": 1, "decay": 0.8, "epsilon": 1e-3},
    adadelta,
    from_torch(lambda p: o.Adadelta(p, lr=1, rho=0.8, eps=1e-3), {"square_avg": "gradients", "acc_delta": "changes"}),
)
case(
    "adamax",
    {"learningRate": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3},
    adamax,
    from_torch(lambda p: o.Adamax(p, lr=0.1, betas=(0.8, 0.9), eps=1e-3), {"exp_avg": "m", "exp_inf": "u"}),
)
case(
    "nadam",
    {"learningRate": 0.1, "beta1": 0.95, "beta2": 0.9, "epsilon": 1e-3, "momentumDecay": 0.5},
    nadam,
    from_torch(lambda p: o.NAdam(p, lr=0.1, betas=(0.95, 0.9), eps=1e-3, momentum_decay=0.5, foreach=True), moments),
)
case(
    "rAdam",
    {"learningRate": 0.1, "beta1": 0.8, "beta2": 0.9, "epsilon": 1e-3},
    r_adam,
    from_torch(lambda p: o.RAdam(p, lr=0.1, betas=(0.8, 0.9), eps=1e-3), moments),
)
case(
    "lion",
    {"learningRate": 0.05, "beta1": 0.95, "beta2": 0.98, "weightDecay": 0.5},
    lion_quantities,
    lion(0.05, 0.95, 0.98, 0.5),
)

out = {
    "versions": {"torch": torch.__version__, "numpy": np.__version__},
    "start": start,
    "gradients": given,
    "cases": cases,
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, ensure_ascii=False) + "\n")
print(len(cases), "cases,", path.stat().st_size, "bytes")

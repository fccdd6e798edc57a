"""Every layer forward and backward in float64 by PyTorch. Writes layers.json beside itself.

    python3 test/golden/layers.py        (PyTorch 1.13)

A case is a layer (`args` of its constructor), its weights, and calls one after the other on the same layer: input x,
upstream gradient, and what must come of them: output y, gradients of the sum of upstream * y, and the running statistics
after the call. Inputs and weights are float32 numbers. Running statistics follow the population variance (as in Keras), so
they are worked out here by NumPy from the batches; PyTorch's own use the sample variance, and its `momentum` is 1 - ours.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.manual_seed(3)
torch.set_num_threads(1)

activations = {
    "none": lambda z: z,
    "relu": F.relu,
    "leakyRelu": F.leaky_relu,
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,  # exact: by erf
    "silu": F.silu,
    "softplus": F.softplus,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softmax": lambda z: F.softmax(z, dim=-1),
    "logSoftmax": lambda z: F.log_softmax(z, dim=-1),
}


def floats(*shape, scale=1.0, offset=0.0):
    """Normal numbers that float32 holds exactly."""
    return (torch.randn(*shape) * scale + offset).float().double()


def numbers(t):
    return [float(f"{value:.9g}") for value in t.detach().flatten().tolist()]


def with_shape(t):
    return [list(t.shape), numbers(t)]


def call(forward, x, weights, learned=True, training=False, logits=None, states=None):
    """One call of the layer. `forward` and `logits` map x to tensors; `states` are the statistics after it."""
    x = x.clone().requires_grad_() if x.is_floating_point() else x
    y = forward(x)
    upstream = floats(*y.shape)
    y.backward(upstream)
    entry = {
        "training": training,
        "x": with_shape(x),
        "upstream": numbers(upstream),
        "y": with_shape(y),
        "dx": numbers(x.grad) if x.is_floating_point() else None,
        "gradients": {name: numbers(weight.grad) for name, weight in weights.items()} if learned else {},
        "states": {name: numbers(state) for name, state in (states or {}).items()},
    }
    for weight in weights.values():
        weight.grad = None
    if logits:
        entry["logits"] = numbers(logits(x))
    return entry


def case(layer, args, weights, calls, **more):
    return {
        "layer": layer,
        "args": args,
        "input": calls[0]["x"][0][1:],
        "weights": {name: numbers(weight) for name, weight in weights.items()},
        **more,
        "calls": calls,
    }


def stateless(layer, args, forward, *shapes, logits=None):
    return [case(layer, args, {}, [call(forward, floats(*shape, scale=2), {}, logits=logits)]) for shape in shapes]


def dense(shape, units, activation=None, use_bias=True):
    options = {**({"activation": activation} if activation else {}), **({} if use_bias else {"useBias": False})}
    weights = {"weight": floats(shape[-1], units, scale=0.8).requires_grad_()}
    if use_bias:
        weights["bias"] = floats(units).requires_grad_()
    f = activations[activation or "none"]

    def logits(x):
        return x @ weights["weight"] + weights.get("bias", 0)

    calls = [call(lambda x: f(logits(x)), floats(*shape), weights, logits=logits)]
    return case("Dense", [units, options] if options else [units], weights, calls)


def conv(shape, filters, size, **options):
    """Stride 1. Padding 'same' for odd sizes, where both halves of it are equal."""
    weights = {"weight": floats(size, size, shape[-1], filters, scale=0.5).requires_grad_()}
    if options.get("useBias", True):
        weights["bias"] = floats(filters).requires_grad_()
    f = activations[options.get("activation", "none")]

    def logits(x):
        z = F.conv2d(
            x.permute(0, 3, 1, 2),
            weights["weight"].permute(3, 2, 0, 1),
            weights.get("bias"),
            stride=options.get("stride", 1),
            padding=options.get("padding", "valid") if options.get("stride", 1) == 1 else 0,
        )
        return z.permute(0, 2, 3, 1)

    calls = [call(lambda x: f(logits(x)), floats(*shape), weights, logits=logits)]
    return case("Conv2D", [filters, size, options] if options else [filters, size], weights, calls)


def pooling(layer, pool, args, *shapes):
    """PyTorch puts channels before pixels."""
    return stateless(layer, args, lambda x: pool(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1), *shapes)


def embedding(entries, units, indices):
    weights = {"weight": floats(entries, units).requires_grad_()}
    calls = [call(lambda x: F.embedding(x, weights["weight"]), torch.tensor(indices), weights)]
    return case("Embedding", [entries, units], weights, calls)


def batch_norm(shape, options, frozen=False, steps=4):
    """Training on several batches, evaluation, training again; or, frozen, evaluation in both modes."""
    channels = shape[-1]
    momentum, epsilon = options.get("momentum", 0.99), options.get("epsilon", 1e-3)
    weights = {"gamma": floats(channels, offset=1).requires_grad_(), "beta": floats(channels).requires_grad_()}
    mean, variance = floats(channels).numpy(), np.abs(floats(channels).numpy()) + 0.25
    states = {"runningMean": torch.tensor(mean), "runningVariance": torch.tensor(variance)}
    start = {name: numbers(state) for name, state in states.items()}
    calls = []
    for step in range(steps):
        training = frozen or step != steps - 2
        x = floats(*shape, scale=2, offset=float(step) - 1)
        learn = training and not frozen
        if learn:
            rows = x.numpy().reshape(-1, channels)
            mean = momentum * mean + (1 - momentum) * rows.mean(axis=0)
            variance = momentum * variance + (1 - momentum) * rows.var(axis=0)  # ddof = 0

        def forward(x, mean=torch.tensor(mean), variance=torch.tensor(variance)):
            flat = x.reshape(-1, channels)
            statistics = (None, None) if learn else (mean, variance)
            y = F.batch_norm(flat, *statistics, weights["gamma"], weights["beta"], training=learn, eps=epsilon)
            return y.reshape(x.shape)

        states = {"runningMean": torch.tensor(mean), "runningVariance": torch.tensor(variance)}
        calls.append(call(forward, x, weights, learned=not frozen, training=training, states=states))
    entry = case("BatchNorm", [options] if options else [], weights, calls, frozen=frozen)
    entry["weights"].update(start)
    return entry


def layer_norm(shape, options):
    columns = shape[-1]
    weights = {"gamma": floats(columns, offset=1).requires_grad_(), "beta": floats(columns).requires_grad_()}
    epsilon = options.get("epsilon", 1e-5)

    def forward(x):
        return F.layer_norm(x, (columns,), weights["gamma"], weights["beta"], epsilon)

    return case("LayerNorm", [options] if options else [], weights, [call(forward, floats(*shape, scale=3), weights)])


def dropout(rate, training):
    """Only what needs no random numbers: nothing is dropped in evaluation, or at rate 0."""
    calls = [call(lambda x: F.dropout(x, rate, training), floats(3, 5), {}, training=training)]
    return case("Dropout", [rate], {}, calls)


cases = [
    *[dense((4, 5), 7, activation) for activation in activations],
    dense((4, 5), 3, use_bias=False),
    dense((4, 5), 3, "relu", use_bias=False),
    dense((2, 3, 4), 5, "tanh"),
    dense((2, 3, 4), 5, "softmax"),
    dense((2, 3, 2, 4), 3),
    dense((1, 1), 1, "sigmoid"),
    dense((33, 17), 19, "gelu"),
]
for name, f in activations.items():
    cases += stateless("Activation", [name], f, (3, 7), (2, 3, 4), logits=lambda x: x)
for slope in (0, 0.2, 1.5):
    cases += stateless(
        "Activation", ["leakyRelu", {"slope": slope}], lambda x: F.leaky_relu(x, slope), (3, 5), logits=lambda x: x
    )
for alpha in (0.5, 2):
    cases += stateless("Activation", ["elu", {"alpha": alpha}], lambda x: F.elu(x, alpha), (3, 5), logits=lambda x: x)
cases += stateless("Flatten", [], lambda x: x.reshape(x.shape[0], -1), (3, 2, 4), (2, 3, 2, 2), (3, 5), (4,))
cases += stateless("Reshape", [[3, 4]], lambda x: x.reshape(x.shape[0], 3, 4), (2, 12), (2, 2, 3, 2), (1, 3, 4))
cases += stateless("Reshape", [[]], lambda x: x.reshape(x.shape[0]), (3, 1))
cases += [
    conv((2, 6, 5, 3), 4, 3),
    conv((2, 5, 6, 2), 3, 3, padding="same", activation="relu"),
    conv((1, 7, 7, 1), 5, 3, stride=2, activation="tanh", useBias=False),
    conv((3, 4, 4, 6), 8, 1, activation="softmax"),
    embedding(5, 3, [[0, 4, 4, 1], [4, 2, 0, 4], [1, 1, 1, 1]]),
    embedding(4, 2, [3, 0, 3, 3, 1]),
    embedding(1, 1, [[0], [0]]),
    embedding(6, 17, [[[5, 0], [0, 0]], [[1, 5], [5, 5]]]),
    batch_norm((8, 3), {}),
    batch_norm((5, 4), {"momentum": 0.9, "epsilon": 1e-5}, steps=6),
    batch_norm((2, 3, 3, 2), {"momentum": 0}),
    batch_norm((2, 1), {"momentum": 0.5}),
    batch_norm((6, 3), {"momentum": 0.9}, frozen=True, steps=2),
    layer_norm((4, 6), {}),
    layer_norm((2, 3, 5), {"epsilon": 1e-3}),
    layer_norm((3, 2), {}),
    layer_norm((2, 1), {}),
    dropout(0.5, False),
    dropout(0, True),
]
cases += pooling("MaxPool2D", lambda z: F.max_pool2d(z, 2), [], (2, 4, 6, 3), (1, 5, 3, 1))
cases += pooling("MaxPool2D", lambda z: F.max_pool2d(z, (3, 2)), [[3, 2]], (2, 6, 5, 5))
cases += pooling(
    "MaxPool2D", lambda z: F.max_pool2d(z, 3, 2, padding=1), [3, {"stride": 2, "padding": "same"}], (2, 5, 7, 2)
)
cases += pooling("AveragePool2D", lambda z: F.avg_pool2d(z, 2), [], (2, 4, 6, 3), (1, 5, 3, 1))
cases += pooling("AveragePool2D", lambda z: F.avg_pool2d(z, 2, (1, 3)), [2, {"stride": [1, 3]}], (2, 3, 8, 5))
cases += pooling(
    "AveragePool2D",
    lambda z: F.avg_pool2d(z, 3, 1, padding=1, count_include_pad=False),
    [3, {"stride": 1, "padding": "same"}],
    (2, 4, 5, 2),
)
cases += stateless("GlobalAveragePool2D", [], lambda x: x.mean(dim=(1, 2)), (3, 4, 5, 2), (2, 1, 1, 6))
text = "[\n" + ",\n".join(map(json.dumps, cases)) + "\n]\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)

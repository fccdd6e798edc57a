"""Expected values for activations, normalisation, dense, dropout and the losses: outputs and gradients, computed by
PyTorch in float64 from inputs that are float32 exactly (dropout: Philox 4x32-10 in whole numbers, from the paper).

    python3 test/golden/network-operations.py > test/golden/network-operations.json

Each operation has a list of cases: { inputs: [[shape, values]], options, upstream, output: [shape, values],
gradients: [values or null] }; normalisations a tolerance, batchNorm also step (from 0 in each sequence) and the running
statistics after it. The gradients are those of the sum of upstream * output, null for an input without one.
Made with torch 1.13.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
random = np.random.default_rng(20240607)


def exact(array):
    """Rounded to float32, as float64."""
    return np.asarray(array, dtype=np.float32).astype(np.float64)


def normal(*shape, scale=1.0):
    return exact(random.normal(size=shape) * scale)


def number(value):
    value = float(value)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"not finite: {value}")
    return float(f"{value:.10g}")


def numbers(array):
    return [number(v) for v in np.asarray(array).reshape(-1)]


def singles(array):
    """float32 values, each by the shortest decimal that reads back as the same float32."""
    return [float(str(np.float32(v))) for v in np.asarray(array).reshape(-1)]


def case(fn, inputs, wanted=None, options=None, **more):
    """Runs fn over tensors; `wanted` says for each input whether its gradient is recorded (all unless given)."""
    wanted = wanted or [True] * len(inputs)
    tensors = [torch.tensor(x, requires_grad=w) for x, w in zip(inputs, wanted)]
    output = fn(*tensors)
    upstream = exact(random.uniform(0.5, 1.5, size=tuple(output.shape)))
    (output * torch.tensor(upstream)).sum().backward()
    return {
        "inputs": [[list(x.shape), singles(x)] for x in inputs],
        "options": options or {},
        "upstream": singles(upstream),
        "output": [list(output.shape), numbers(output.detach())],
        "gradients": [numbers(t.grad) if w else None for t, w in zip(tensors, wanted)],
        **more,
    }


extremes = exact([0.0, 1e-6, -1e-6, 0.5, -0.5, 9.0, -9.0, 17.5, -17.5, 30.0, -30.0, 88.0, -88.0, 100.0, -100.0])
golden = {}


def elementwise(name, fn, options=None):
    golden.setdefault(name, [])
    for x in (normal(5, 7, scale=2), normal(1), extremes):
        golden[name].append(case(fn, [x], options=options))


elementwise("relu", F.relu)
elementwise("leakyRelu", lambda x: F.leaky_relu(x, 0.01))
elementwise("leakyRelu", lambda x: F.leaky_relu(x, 0.3), {"slope": 0.3})
elementwise("leakyRelu", lambda x: F.leaky_relu(x, 0.0), {"slope": 0})
elementwise("elu", F.elu)
elementwise("elu", lambda x: F.elu(x, 0.5), {"alpha": 0.5})
elementwise("selu", F.selu)
elementwise("gelu", F.gelu)
elementwise("gelu", lambda x: F.gelu(x, approximate="tanh"), {"approximate": "tanh"})
elementwise("silu", F.silu)
# PyTorch's softplus is the identity from threshold on; without it the formula is computed as it stands.
elementwise("softplus", lambda x: F.softplus(x, threshold=1000))
elementwise("tanh", torch.tanh)
elementwise("sigmoid", torch.sigmoid)

for name, fn in (("softmax", F.softmax), ("logSoftmax", F.log_softmax)):
    golden[name] = [
        case(lambda x: fn(x, dim=-1), [normal(5, 7, scale=2)]),
        case(lambda x: fn(x, dim=-1), [normal(1, 1)]),
        case(lambda x: fn(x, dim=-1), [normal(9)]),
        case(lambda x: fn(x, dim=-1), [exact([[100, -100, 0], [-100, -100, -100], [100, 100, 99], [0, 0, 1e-6]])]),
        case(lambda x: fn(x, dim=0), [normal(5, 7, scale=2)], options={"axis": 0}),
        case(lambda x: fn(x, dim=1), [normal(3, 4, 5)], options={"axis": 1}),
        case(lambda x: fn(x, dim=-3), [normal(2, 3, 4, 5)], options={"axis": -3}),
    ]

# dense ---------------------------------------------------------------------------------------------------------------
activations = {
    "none": lambda z: z,
    "relu": F.relu,
    "leakyRelu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "softplus": lambda z: F.softplus(z, threshold=1000),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "gelu": F.gelu,
    "silu": F.silu,
    "softmax": lambda z: F.softmax(z, dim=-1),
    "logSoftmax": lambda z: F.log_softmax(z, dim=-1),
}
golden["dense"] = []
for name, f in activations.items():
    inputs = [normal(5, 11), normal(11, 7, scale=0.5), normal(7)]
    golden["dense"].append(case(lambda x, w, b: f(x @ w + b), inputs, options={"activation": name}))
golden["dense"].append(case(lambda x, w: x @ w, [normal(1, 1), normal(1, 1)]))
golden["dense"].append(
    case(lambda x, w: F.relu(x @ w), [normal(2, 3, 4), normal(4, 5)], options={"activation": "relu"})
)
golden["dense"].append(
    case(
        lambda x, w, b: F.elu(x @ w + b, 0.7),
        [normal(2, 3, 4), normal(4, 5), normal(5)],
        options={"activation": "elu", "alpha": 0.7},
    )
)
golden["dense"].append(
    case(
        lambda x, w, b: torch.tanh(x @ w + b),
        [exact([[100.0, -100.0]]), exact([[1.0, 0.5, -1.0], [0.0, 0.5, 1.0]]), exact([0.0, 0.25, 100.0])],
        options={"activation": "tanh"},
    )
)


# normalisation -------------------------------------------------------------------------------------------------------
def normal_tolerance(mean, variance, epsilon, values, summed):
    """What float32 may lose where a mean is subtracted: rounded, it is off by up to 2**-24 of its size, so a normalised
    value by that times |mean| / deviation, and in the same direction in all the rows that a gradient sums. The mean of
    a single value is exact."""
    if values == 1:
        return 2e-6
    return number(2e-6 + 2.0**-24 * summed * np.max(np.abs(mean) / np.sqrt(variance + epsilon)))


def batch_norm_steps(shapes, momentum, epsilon):
    """Training steps, then evaluation, with one pair of running statistics.

    PyTorch keeps the sample variance in its running statistics and calls 1 - momentum its momentum, so the running
    statistics are kept here, by the population variance."""
    channels = shapes[0][-1]
    mean, variance = np.zeros(channels), np.ones(channels)
    gamma, beta = exact(random.uniform(0.5, 1.5, channels)), normal(channels)
    steps = []
    for i, shape in enumerate(shapes):
        x = exact(normal(*shape, scale=2) + np.arange(channels))
        training = i < len(shapes) - 1

        def fn(x, gamma, beta):
            flat = x.reshape(-1, channels)
            rm, rv = torch.tensor(mean), torch.tensor(variance)
            return F.batch_norm(flat, rm, rv, gamma, beta, training, 0.0, epsilon).reshape(x.shape)

        options = {"training": training, "momentum": momentum, "epsilon": epsilon}
        options["mean"], options["variance"] = numbers(mean), numbers(variance)
        flat = x.reshape(-1, channels)
        used = (flat.mean(axis=0), flat.var(axis=0)) if training else (mean, variance)
        tolerance = normal_tolerance(*used, epsilon, len(flat) if training else 2, len(flat))
        step = case(fn, [x, gamma, beta], options=options, tolerance=tolerance)
        if training:
            mean = momentum * mean + (1 - momentum) * flat.mean(axis=0)
            variance = momentum * variance + (1 - momentum) * flat.var(axis=0)
        step["step"], step["after"] = i, {"mean": numbers(mean), "variance": numbers(variance)}
        steps.append(step)
    return steps


golden["batchNorm"] = [
    *batch_norm_steps([(6, 5), (3, 5), (17, 5), (4, 5)], 0.9, 1e-3),
    *batch_norm_steps([(2, 3, 5, 7), (2, 3, 5, 7), (1, 3, 5, 7)], 0.99, 1e-3),
    *batch_norm_steps([(2, 1), (2, 1), (1, 1)], 0.5, 1e-5),
]


def layer_norm(x, gamma, beta, epsilon=1e-5):
    rows = x.reshape(-1, x.shape[-1])
    return case(
        lambda x, g, b: F.layer_norm(x, x.shape[-1:], g, b, epsilon),
        [x, gamma, beta],
        options={} if epsilon == 1e-5 else {"epsilon": epsilon},
        tolerance=normal_tolerance(rows.mean(axis=1), rows.var(axis=1), epsilon, x.shape[-1], len(rows)),
    )


golden["layerNorm"] = [
    layer_norm(exact(normal(5, 7, scale=3) + 2), normal(7), normal(7)),
    layer_norm(normal(2, 3, 9), normal(9), normal(9), epsilon=1e-3),
    layer_norm(normal(4), normal(4), normal(4)),
    layer_norm(normal(3, 1), normal(1), normal(1)),
    layer_norm(exact([[100, -100, 100, -100, 0], [100, 100, 100, 100, 101]]), normal(5), normal(5)),
]


# dropout -------------------------------------------------------------------------------------------------------------
def philox(counter, key):
    """Philox 4x32-10: Salmon, Moraes, Dror & Shaw, 2011, section 3.3."""
    x, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(b >> 32) ^ x[1] ^ k[0], b & 0xFFFFFFFF, (a >> 32) ^ x[3] ^ k[1], a & 0xFFFFFFFF]
        k = [(k[0] + 0x9E3779B9) & 0xFFFFFFFF, (k[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return x


# Known answers of Random123.
assert philox([0] * 4, [0] * 2) == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
assert philox([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


def fnv1a(name):
    h = 14695981039346656037
    for byte in name.encode():
        h = ((h ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return h


def dropout(shape, rate, seed, counter, stream):
    n = int(np.prod(shape))
    h = fnv1a(stream)
    words = []
    for block in range((n + 3) // 4):
        words += philox([block, counter, h & 0xFFFFFFFF, h >> 32], [seed & 0xFFFFFFFF, seed >> 32])
    kept = np.array([(word >> 8) / 2**24 >= rate for word in words[:n]]).reshape(shape)
    mask = torch.tensor(kept / (1 - rate))
    options = {"rate": rate, "seed": seed, "counter": counter, "stream": stream}
    return case(lambda x: x * mask, [normal(*shape)], options=options)


golden["dropout"] = [
    dropout((5, 7), 0.5, 0, 0, "dropout"),
    dropout((3, 11), 0.2, 42, 3, "dropout1"),
    dropout((101,), 0.9, 2**40 + 5, 4294967295, "net/dropout2"),
    dropout((1,), 0.5, 7, 1, "dropout"),
]

# losses --------------------------------------------------------------------------------------------------------------


def softmax_cross_entropy(smoothing=0.0):
    def fn(logits, labels, weights=None):
        target = labels.long() if labels.dim() == 1 else labels
        rows = F.cross_entropy(logits, target, reduction="none", label_smoothing=smoothing)
        return (rows if weights is None else rows * weights).sum() / logits.shape[0]

    return fn


def probabilities(rows, classes):
    p = random.uniform(size=(rows, classes))
    return exact(p / p.sum(axis=1, keepdims=True))


extreme_logits = exact([[100, -100, 0], [-100, 100, 100], [0, 0, 0], [-100, -100, 100], [30, 20, 10]])
indices = np.array([2.0, 0.0, 1.0, 2.0, 0.0])
weights5 = exact([0.5, 2.0, 0.0, 1.0, 3.0])
first = [True, False, False]
golden["softmaxCrossEntropy"] = [
    case(softmax_cross_entropy(), [normal(5, 7), np.array([0.0, 6, 3, 3, 1])], first[:2]),
    case(softmax_cross_entropy(), [normal(1, 1), np.array([0.0])], first[:2]),
    case(softmax_cross_entropy(), [normal(1, 9), np.array([4.0])], first[:2]),
    case(softmax_cross_entropy(), [extreme_logits, indices], first[:2]),
    case(softmax_cross_entropy(), [extreme_logits, indices, weights5], first),
    case(softmax_cross_entropy(0.1), [normal(5, 3), indices, weights5], first, {"labelSmoothing": 0.1}),
    case(softmax_cross_entropy(0.1), [extreme_logits, indices], first[:2], {"labelSmoothing": 0.1}),
    case(softmax_cross_entropy(), [normal(5, 7), probabilities(5, 7)], first[:2]),
    case(softmax_cross_entropy(), [extreme_logits, probabilities(5, 3), weights5], first),
    case(softmax_cross_entropy(0.2), [normal(5, 7), probabilities(5, 7)], first[:2], {"labelSmoothing": 0.2}),
    # Rows that do not sum to one are used as they are.
    case(softmax_cross_entropy(), [normal(3, 4), exact(random.uniform(size=(3, 4)))], first[:2]),
]


def over_elements(loss):
    def fn(predictions, targets, weights=None):
        values = loss(predictions, targets)
        if weights is not None:
            values = values * weights.reshape(-1, *[1] * (values.dim() - 1))
        return values.mean()

    return fn


sigmoid_cross_entropy = over_elements(lambda z, t: F.binary_cross_entropy_with_logits(z, t, reduction="none"))
golden["sigmoidCrossEntropy"] = [
    case(sigmoid_cross_entropy, [normal(5, 3, scale=2), exact(random.uniform(size=(5, 3)))], first[:2]),
    case(sigmoid_cross_entropy, [extremes, exact((np.arange(15) % 3) / 2)], first[:2]),
    case(sigmoid_cross_entropy, [extremes, exact(np.arange(15) % 2 == 0)], first[:2]),
    case(sigmoid_cross_entropy, [normal(1), exact([1.0])], first[:2]),
    case(sigmoid_cross_entropy, [normal(5, 2, 3), exact(random.uniform(size=(5, 2, 3))), weights5], first),
]

for name, loss, options in (
    ("meanSquaredError", lambda p, t: F.mse_loss(p, t, reduction="none"), {}),
    ("meanAbsoluteError", lambda p, t: F.l1_loss(p, t, reduction="none"), {}),
    ("huber", lambda p, t: F.huber_loss(p, t, reduction="none"), {}),
    ("huber", lambda p, t: F.huber_loss(p, t, reduction="none", delta=0.3), {"delta": 0.3}),
):
    golden.setdefault(name, [])
    fn = over_elements(loss)
    both = [True, True, False]
    same = normal(4)
    golden[name] += [
        case(fn, [normal(5, 7), normal(5, 7)], both[:2], options),
        case(fn, [normal(1), normal(1)], both[:2], options),
        case(fn, [normal(5, 2, 3), normal(5, 2, 3), weights5], both, options),
        case(fn, [exact([100.0, -100.0, 100.0, 0.0]), exact([-100.0, 100.0, 100.0, 1e-3])], both[:2], options),
        case(fn, [same, same.copy()], both[:2], options),
    ]

print(json.dumps(golden, separators=(",", ":")))

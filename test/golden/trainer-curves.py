"""The losses of 200 training steps in PyTorch, for models that test/training/curves.test.ts makes of layers and trains with
`Trainer.step`. Writes trainer-curves.json beside itself.

    python3 test/golden/trainer-curves.py        (PyTorch 1.13)

Data and initial weights come from a formula that test/helpers/congruential.ts repeats. `float32` is what the test follows;
`float64`, the same run in double precision, shows how far rounding alone takes a run. `penalty` is the part of the float32
loss that regularizers add. Made on one thread.
"""

import json
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
samples, batch, steps = 256, 32, 200


class Numbers:
    """A linear congruential generator: its upper 24 bits, as multiples of 2**-24 in [-0.5, 0.5), exact in float32."""

    def __init__(self, state):
        self.state = state

    def take(self, n):
        values = np.empty(n)
        for i in range(n):
            self.state = (self.state * 1664525 + 1013904223) % 2**32
            values[i] = (self.state >> 8) / 2**24 - 0.5
        return values


x = np.float32(Numbers(2).take(samples * 11) * 4).reshape(samples, 11)
words = np.floor((Numbers(4).take(samples * 5) + 0.5) * 8).reshape(samples, 5).astype(np.int64)  # 0 to 7
images = np.float32(Numbers(6).take(samples * 8 * 7 * 2) * 2).reshape(samples, 8, 7, 2)
# Targets that a network can learn: smooth functions of the sample.
teacher = Numbers(3).take(11 * 6).reshape(11, 6)
curves = np.sin(x.astype(np.float64) @ teacher) + 0.5 * np.cos(x[:, :6].astype(np.float64))
word_scores = Numbers(5).take(8 * 6).reshape(8, 6)[words] * np.arange(1, 6).reshape(1, 5, 1)
targets = {
    "classes": np.argmax(curves, axis=1),
    "numbers": np.float32(curves[:, 0]),
    "binary": np.float32(curves[:, 0] > np.median(curves[:, 0])),
    "wordClasses": np.argmax(word_scores.sum(axis=1), axis=1),
    # Where the image is brightest: in six parts of it.
    "imageClasses": np.argmax(images[:, 1:7, 1:7].astype(np.float64).reshape(samples, 2, 3, 3, 2, 2).sum(axis=(2, 4, 5)).reshape(samples, 6), axis=1),
}


def weights(shapes):
    """Uniform in +-sqrt(6 / rows), where rows are all axes but the last, rounded to float32; 'ones' and 'zeros' of a length."""
    numbers = Numbers(1)
    for shape in shapes:
        if isinstance(shape[0], str):
            yield np.full(shape[1], 1 if shape[0] == "ones" else 0, dtype=np.float32)
        else:
            rows = np.prod(shape[:-1])
            yield np.float32(numbers.take(np.prod(shape)) * 2 * np.sqrt(6 / rows)).reshape(shape)


def dense_shapes(*sizes):
    return [shape for rows, columns in zip(sizes, sizes[1:]) for shape in ((rows, columns), ("zeros", columns))]


def mlp(f):
    def forward(h, p, training=True):
        for i in range(0, len(p), 2):
            h = h @ p[i] + p[i + 1]
            h = f(h) if i < len(p) - 2 else h
        return h

    return forward


def l1(factor):
    return lambda p: factor * sum(w.abs().sum() for w in p if w.dim() == 2)


def l2(factor):
    return lambda p: factor * sum(w.square().sum() for w in p if w.dim() == 2)


class BatchNormalised:
    """11-64 (no bias), batch normalisation, relu, 64, relu, 6. Running statistics with the population variance, by hand.
    While its parameters are frozen it normalises by the running statistics and leaves them, as Keras does."""

    momentum, epsilon = 0.9, 1e-3
    shapes = [(11, 64), ("ones", 64), ("zeros", 64), *dense_shapes(64, 64, 6)]

    def __init__(self, dtype):
        self.mean, self.variance = torch.zeros(64, dtype=dtype), torch.ones(64, dtype=dtype)

    def __call__(self, x, p, training=True):
        h = x @ p[0]
        training = training and p[1].requires_grad
        if training:
            keep = self.momentum
            self.mean = keep * self.mean + (1 - keep) * h.detach().mean(0)
            self.variance = keep * self.variance + (1 - keep) * h.detach().var(0, unbiased=False)
        statistics = (None, None) if training else (self.mean, self.variance)
        h = F.relu(F.batch_norm(h, *statistics, p[1], p[2], training=training, eps=self.epsilon))
        return mlp(F.relu)(h, p[3:])


def words_forward(indices, p, training=True):
    """Embedding, layer normalisation, gelu, a dense layer on the four parts of each row, and the head."""
    table, gamma, beta, w1, b1, w2, b2, w3, b3 = p
    h = F.embedding(indices, table).reshape(len(indices), -1)
    h = F.layer_norm(h, (20,), gamma, beta, 1e-5)
    h = F.gelu(h @ w1 + b1).reshape(-1, 4, 8)
    h = F.silu(h @ w2 + b2).reshape(-1, 24)
    return h @ w3 + b3


def images_forward(h, p, training=True):
    """Convolution, max pooling, convolution with 'same' padding and a stride, average pooling of what is inside, the head."""
    filters = [w.permute(3, 2, 0, 1) for w in (p[0], p[2])]
    h = F.relu(F.conv2d(h.permute(0, 3, 1, 2), filters[0], p[1]))  # 8 x 7 to 6 x 5
    h = F.max_pool2d(h, (2, 1), (2, 1))  # 3 x 5
    h = torch.tanh(F.conv2d(F.pad(h, (0, 1, 0, 1)), filters[1], p[3], stride=(1, 2)))  # 3 x 3
    h = F.avg_pool2d(h, 2, 2, ceil_mode=True, count_include_pad=False)  # 2 x 2
    return h.permute(0, 2, 3, 1).reshape(len(h), -1) @ p[4] + p[5]


def adam(p):
    return torch.optim.Adam(p, lr=1e-3)


relu_net = {"shapes": dense_shapes(11, 64, 64, 6), "forward": mlp(F.relu), "y": "classes", "optimizer": adam}
variants = {
    "plain": relu_net,
    "l1": {**relu_net, "penalty": l1(1e-3)},
    "l2": {**relu_net, "penalty": l2(1e-3)},
    # With 2e-3 for l2, rounding decides on which side of a kink a value falls at step 133, and PyTorch's own two precisions
    # part by 4e-4: a curve that nobody can be held to.
    "l1l2": {**relu_net, "penalty": lambda p: l1(5e-4)(p) + l2(1e-3)(p)},
    "batchNorm": {"shapes": BatchNormalised.shapes, "model": BatchNormalised, "y": "classes", "optimizer": adam},
    # The first dense layer and the normalisation learn nothing from step 60 to step 120.
    "frozen": {
        "shapes": BatchNormalised.shapes,
        "model": BatchNormalised,
        "y": "classes",
        "optimizer": adam,
        "frozen": ([0, 1, 2], range(60, 120)),
    },
    "regression": {
        "shapes": dense_shapes(11, 32, 1),
        "forward": mlp(torch.tanh),
        "y": "numbers",
        "optimizer": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9),
        "batches": [32, 32, 20],
    },
    "binary": {
        "shapes": dense_shapes(11, 32, 1),
        "forward": mlp(F.elu),
        "y": "binary",
        "optimizer": lambda p: torch.optim.RMSprop(p, lr=1e-3, alpha=0.9, eps=1e-7),
    },
    "words": {
        "shapes": [(8, 4), ("ones", 20), ("zeros", 20), *dense_shapes(20, 32), *dense_shapes(8, 6), *dense_shapes(24, 6)],
        "forward": words_forward,
        "x": words,
        "y": "wordClasses",
        "optimizer": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=0.01),
    },
}

variants["images"] = {
    "shapes": [(3, 3, 2, 10), ("zeros", 10), (2, 2, 10, 16), ("zeros", 16), *dense_shapes(64, 6)],
    "forward": images_forward,
    "x": images,
    "y": "imageClasses",
    "optimizer": adam,
}


def loss_of(outputs, y, dtype):
    if y.dtype == np.int64:
        return F.cross_entropy(outputs, torch.tensor(y))
    target = torch.tensor(y, dtype=dtype).reshape(-1, 1)
    binary = set(np.unique(targets["binary"])) >= set(np.unique(y))
    return F.binary_cross_entropy_with_logits(outputs, target) if binary else F.mse_loss(outputs, target)


def run(variant, dtype):
    parameters = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in weights(variant["shapes"])]
    optimizer = variant["optimizer"](parameters)
    forward = variant["model"](dtype) if "model" in variant else variant["forward"]
    penalty_of = variant.get("penalty")
    inputs, y = variant.get("x", x), targets[variant["y"]]
    inputs = torch.tensor(inputs, dtype=None if inputs.dtype == np.int64 else dtype)
    sizes = variant.get("batches", [batch])
    frozen, frozen_steps = variant.get("frozen", ([], []))
    losses, penalties, first = [], [], 0
    for step in range(steps):
        size = sizes[step % len(sizes)]
        for i in frozen:
            parameters[i].requires_grad_(step not in frozen_steps)
        rows = np.arange(first, first + size) % samples
        first += size
        loss = loss_of(forward(inputs[rows], parameters), y[rows], dtype)
        if penalty_of:
            penalty = penalty_of(parameters)
            loss = loss + penalty
            penalties.append(penalty.item())
        optimizer.zero_grad(set_to_none=True)  # the optimizer passes over what has no gradient
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        evaluated = loss_of(forward(inputs, parameters, training=False), y, dtype)
        evaluated = evaluated + penalty_of(parameters) if penalty_of else evaluated
    return losses, penalties, evaluated.item()


def digits(values):
    rounded = [float(f"{value:.9g}") for value in values]
    return [int(value) if value.is_integer() else value for value in rounded]


out = {}
for name, variant in variants.items():
    float32, penalty, evaluated = run(variant, torch.float32)
    float64, _, evaluated64 = run(variant, torch.float64)
    apart = max(abs(a - b) for a, b in zip(float32, float64))
    print(f"{name}: {float32[0]:.4f} to {float32[-1]:.4f}, float64 {apart:.1e} apart")
    out[name] = {"float32": digits(float32), "penalty": digits(penalty), "float64": digits(float64)}
    out[name]["evaluated"] = digits([evaluated, evaluated64])
out["targets"] = {name: digits(values) for name, values in targets.items()}
entries = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in out.items()]
pathlib.Path(__file__).with_suffix(".json").write_text("{\n" + ",\n".join(entries) + "\n}\n")

"""Batch and layer normalisation, forward and backward, in float64 by PyTorch, for the kernel tests.
Writes normalization.json beside itself.

    python3 test/golden/normalization.py        (PyTorch 1.13)

Inputs are float32 numbers. Running statistics follow the population variance (as in Keras), so they are worked out here
from PyTorch's mean and biased variance; PyTorch's own use the sample variance.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(21)


def floats(*shape, scale=1.0, offset=0.0):
    return (torch.randn(*shape) * scale + offset).float().double()


def flat(**tensors):
    return {name: t.detach().flatten().tolist() for name, t in tensors.items()}


def gradients(y, dy, x, gamma, beta):
    dx, d_gamma, d_beta = torch.autograd.grad(y, [x, gamma, beta], dy)
    return flat(dx=dx, dGamma=d_gamma, dBeta=d_beta)


def inputs(rows, columns):
    x = floats(rows, columns) * (floats(columns, scale=2).abs() + 0.5) + floats(columns, scale=10)
    x[:, 0] = 3.5  # a channel that does not vary
    x = x.float().double().requires_grad_()
    gamma = floats(columns, offset=1).requires_grad_()
    beta = floats(columns).requires_grad_()
    return x, gamma, beta, floats(rows, columns)


def batch_norm(rows, channels, epsilon, momentum):
    x, gamma, beta, dy = inputs(rows, channels)
    y = F.batch_norm(x, None, None, gamma, beta, training=True, eps=epsilon)
    mean, variance = x.mean(0), x.var(0, unbiased=False)
    running_mean, running_variance = floats(channels), floats(channels).abs()
    after_mean = momentum * running_mean + (1 - momentum) * mean
    after_variance = momentum * running_variance + (1 - momentum) * variance
    evaluated = F.batch_norm(x, running_mean, running_variance, gamma, beta, training=False, eps=epsilon)
    return {
        "rows": rows,
        "columns": channels,
        "epsilon": epsilon,
        "momentum": momentum,
        **flat(x=x, gamma=gamma, beta=beta, dy=dy, mean=mean, variance=variance, y=y),
        **flat(runningMean=running_mean, runningVariance=running_variance),
        **flat(afterMean=after_mean, afterVariance=after_variance, evaluated=evaluated),
        "training": gradients(y, dy, x, gamma, beta),
        "evaluation": gradients(evaluated, dy, x, gamma, beta),
    }


def layer_norm(rows, columns, epsilon):
    x, gamma, beta, dy = inputs(rows, columns)
    y = F.layer_norm(x, (columns,), gamma, beta, epsilon)
    return {
        "rows": rows,
        "columns": columns,
        "epsilon": epsilon,
        **flat(x=x, gamma=gamma, beta=beta, dy=dy, y=y),
        "training": gradients(y, dy, x, gamma, beta),
    }


out = {
    "batchNorm": [batch_norm(8, 5, 1e-3, 0.99), batch_norm(33, 6, 1e-5, 0.9), batch_norm(2, 3, 1e-3, 0.5)],
    "layerNorm": [layer_norm(6, 5, 1e-5), layer_norm(5, 37, 1e-3), layer_norm(3, 2, 1e-3)],
}
text = ",\n".join(f'"{key}": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]" for key, cases in out.items())
pathlib.Path(__file__).with_suffix(".json").write_text(f"{{{text}}}\n")

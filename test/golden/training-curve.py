"""The loss of 200 training steps of an 11-64-64-6 network in PyTorch: ReLU, softmax cross-entropy, Adam at 0.001, batches
of 32. Data and initial weights come from a formula that test/helpers/congruential.ts repeats.

    python3 test/golden/training-curve.py > test/golden/training-curve.json

`float32` is what the test follows; `float64`, the same run in double precision, shows how far rounding alone takes
a run. Made with torch 1.13 on one thread.
"""
import json

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
samples, batch, steps = 256, 32, 200
sizes = [11, 64, 64, 6]


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


def weights():
    """Uniform in +-sqrt(6 / inputs), rounded to float32; biases 0."""
    numbers = Numbers(1)
    for inputs, outputs in zip(sizes, sizes[1:]):
        yield np.float32(numbers.take(inputs * outputs) * 2 * np.sqrt(6 / inputs)).reshape(inputs, outputs)
        yield np.zeros(outputs, dtype=np.float32)


x = np.float32(Numbers(2).take(samples * 11) * 4).reshape(samples, 11)
# Labels that a network can learn: the largest of six smooth functions of the sample.
teacher = Numbers(3).take(11 * 6).reshape(11, 6)
labels = np.argmax(np.sin(x.astype(np.float64) @ teacher) + 0.5 * np.cos(x[:, :6].astype(np.float64)), axis=1)


def curve(dtype):
    parameters = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in weights()]
    optimizer = torch.optim.Adam(parameters, lr=0.001)
    losses = []
    for step in range(steps):
        rows = np.arange(step * batch, (step + 1) * batch) % samples
        h = torch.tensor(x[rows], dtype=dtype)
        for i in range(0, 6, 2):
            h = h @ parameters[i] + parameters[i + 1]
            if i < 4:
                h = F.relu(h)
        loss = F.cross_entropy(h, torch.tensor(labels[rows]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(f"{loss.item():.9g}"))
    return losses


print(json.dumps({"labels": labels.tolist(), "float32": curve(torch.float32), "float64": curve(torch.float64)}))

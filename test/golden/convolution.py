"""Convolutions of images, forward and backward, in float64 by PyTorch. Writes convolution.json beside itself.

    python3 test/golden/convolution.py        (PyTorch 1.13)

Images are [n, height, width, channels] and weights [height, width, in, out] here, and transposed for PyTorch. Padding 'same' is that
of TensorFlow: applied by hand, with the larger half behind the image. Inputs are float32 numbers.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(31)
torch.set_num_threads(1)

activations = {"none": lambda z: z, "relu": F.relu, "elu": F.elu, "gelu": F.gelu, "tanh": torch.tanh}


def floats(*shape, scale=1.0):
    return (torch.randn(*shape) * scale).float().double().requires_grad_()


def numbers(t):
    return [float(f"{value:.9g}") for value in t.detach().flatten().tolist()]


def same(size, window, stride):
    """Padding before and after."""
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def case(image, window, filters, stride=1, padding="valid", activation="none", bias=True):
    (wy, wx), (sy, sx) = [(v, v) if isinstance(v, int) else v for v in (window, stride)]
    x = floats(*image)
    weight = floats(wy, wx, image[3], filters, scale=0.5)
    inputs = [x, weight] + ([floats(filters)] if bias else [])
    z = x.permute(0, 3, 1, 2)
    if padding == "same":
        z = F.pad(z, (*same(image[2], wx, sx), *same(image[1], wy, sy)))
    z = F.conv2d(z, weight.permute(3, 2, 0, 1), inputs[2] if bias else None, stride=(sy, sx))
    y = activations[activation](z.permute(0, 2, 3, 1))
    upstream = floats(*y.shape)
    y.backward(upstream)
    options = {"stride": stride, "padding": padding, "activation": activation}
    return {
        "inputs": [[list(t.shape), numbers(t)] for t in inputs],
        "options": options,
        "upstream": numbers(upstream),
        "output": [list(y.shape), numbers(y)],
        "gradients": [numbers(t.grad) for t in inputs],
    }


cases = [
    case((2, 6, 7, 3), 3, 4),
    case((2, 6, 7, 3), 3, 4, padding="same"),
    case((1, 7, 7, 1), 3, 2, stride=2),
    case((1, 7, 8, 2), 3, 5, stride=2, padding="same"),
    case((2, 8, 5, 2), (2, 3), 3, stride=(3, 1), padding="same", activation="relu"),
    case((2, 5, 9, 4), (4, 2), 6, stride=(1, 3), activation="tanh"),
    case((3, 4, 4, 5), 1, 9, activation="relu"),
    case((3, 4, 5, 2), 1, 3, stride=2, padding="same"),
    case((1, 3, 2, 1), 5, 2, padding="same"),
    case((2, 2, 2, 8), 2, 8, activation="elu", bias=False),
    case((1, 1, 1, 1), 1, 1),
    case((5, 3, 3, 2), 2, 3, activation="gelu"),
    case((2, 7, 6, 6), 3, 9, padding="same", activation="relu"),
    case((1, 6, 6, 8), 3, 12, activation="relu"),
]
text = '{ "conv2d": [\n' + ",\n".join(map(json.dumps, cases)) + "\n] }\n"
pathlib.Path(__file__).with_suffix(".json").write_text(text)

"""Pooling of images, forward and backward, in float64 by PyTorch. Writes pooling.json beside itself.

    python3 test/golden/pooling.py        (PyTorch 1.13)

Images are [n, height, width, channels] here, and transposed for PyTorch. Padding 'same' is that of TensorFlow: applied by hand, with
the larger half behind the image, as -infinity for the largest; for averages as zeros, and divided by the average of an image of ones.
Inputs are float32 numbers; those called ties are whole, so that windows have several largest values.
"""

import json
import pathlib

import torch
import torch.nn.functional as F

torch.manual_seed(37)
torch.set_num_threads(1)


def numbers(t):
    return [float(f"{value:.9g}") for value in t.detach().flatten().tolist()]


def same(size, window, stride):
    """Padding before and after."""
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def pair(size):
    return (size, size) if isinstance(size, int) else size


def around(z, window, stride, value):
    """z [n, channels, height, width] with padding 'same'."""
    (wy, wx), (sy, sx) = window, stride
    return F.pad(z, (*same(z.shape[3], wx, sx), *same(z.shape[2], wy, sy)), value=value)


def max_pool(z, window, stride, padding):
    if padding == "same":
        z = around(z, window, stride, float("-inf"))
    return F.max_pool2d(z, window, stride)


def average_pool(z, window, stride, padding):
    if padding == "valid":
        return F.avg_pool2d(z, window, stride, count_include_pad=False)
    inside = around(torch.ones_like(z), window, stride, 0)
    return F.avg_pool2d(around(z, window, stride, 0), window, stride) / F.avg_pool2d(inside, window, stride)


def entry(x, y, options):
    upstream = torch.randn(y.shape).float().double()
    y.backward(upstream)
    return {
        "inputs": [[list(x.shape), numbers(x)]],
        "options": options,
        "upstream": numbers(upstream),
        "output": [list(y.shape), numbers(y)],
        "gradients": [numbers(x.grad)],
    }


def image(shape, ties=False):
    x = torch.randn(shape).float().double()
    return (x.round() if ties else x).requires_grad_()


def case(pool, shape, size, stride=None, padding="valid", ties=False):
    x = image(shape, ties)
    y = pool(x.permute(0, 3, 1, 2), pair(size), pair(stride or size), padding).permute(0, 2, 3, 1)
    return entry(x, y, {"size": size, **({"stride": stride} if stride else {}), "padding": padding})


def check_against_pytorch_padding():
    """Where both halves of the padding are equal, PyTorch pads by itself."""
    z = torch.randn(2, 3, 7, 9).double()
    for stride in (1, 2):
        window, strides = (3, 3), (stride, stride)
        ours = max_pool(z, window, strides, "same"), average_pool(z, window, strides, "same")
        theirs = (
            F.max_pool2d(z, 3, stride, padding=1),
            F.avg_pool2d(z, 3, stride, padding=1, count_include_pad=False),
        )
        for a, b in zip(ours, theirs):
            assert torch.allclose(a, b, rtol=1e-14, atol=0)


check_against_pytorch_padding()
places = [
    ((2, 6, 8, 5), 2),
    ((1, 7, 5, 1), 2),
    ((1, 7, 5, 1), 2, None, "same"),
    ((2, 9, 6, 5), 3),
    ((1, 8, 7, 5), 3, None, "same"),
    ((2, 7, 7, 1), 3, 2),
    ((1, 6, 8, 5), 3, 2, "same"),
    ((1, 5, 6, 1), 3, 1, "same"),
    ((2, 5, 7, 5), (2, 3)),
    ((1, 5, 7, 1), (2, 3), None, "same"),
    ((1, 5, 7, 5), (2, 3), (1, 2), "same"),
    ((1, 9, 8, 5), 2, (3, 4)),
    ((1, 10, 7, 1), 2, (3, 5), "same"),
    ((1, 4, 5, 1), (5, 2), 1, "same"),
    ((1, 1, 1, 5), 1),
    ((1, 4, 6, 3), (4, 6)),
]
golden = {
    "maxPool2d": [case(max_pool, *place) for place in places]
    + [case(max_pool, *place, ties=True) for place in [((2, 6, 6, 5), 2), ((1, 7, 7, 6), 3, 2), ((1, 5, 5, 1), 3, 1)]],
    "averagePool2d": [case(average_pool, *place) for place in places],
    "globalAveragePool2d": [],
}
for shape in [(3, 4, 5, 2), (1, 7, 1, 9), (2, 1, 1, 3)]:
    x = image(shape)
    golden["globalAveragePool2d"].append(entry(x, x.mean(dim=(1, 2)), {}))
lines = [f'"{name}": [\n' + ",\n".join(map(json.dumps, cases)) + "\n]" for name, cases in golden.items()]
pathlib.Path(__file__).with_suffix(".json").write_text("{ " + ",\n".join(lines) + " }\n")

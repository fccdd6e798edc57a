"""Expected gradients for the tests of src/explain/backward-trace.ts. Writes explain-backward.json beside itself.

    python3 test/golden/explain-backward.py        (PyTorch 1.13.0)

The same four graphs, from the same numbers, with retain_grad on every result: its value and its gradient in the end, which is what
arrives at the operation that made it.
"""

import json
import pathlib

import torch

torch.set_default_dtype(torch.float64)


def leaf(values):
    return torch.tensor(values, requires_grad=True)


def data(values):
    return torch.tensor(values)


def dense():
    x, t = data([[1.0, 2], [3, -1]]), data([[1.0], [2]])
    W, b, V = leaf([[1.0, -1], [0.5, 2]]), leaf([0.0, 1]), leaf([[1.0], [-0.5]])
    product = x @ W
    shifted = product + b
    rectified = torch.relu(shifted)
    predictions = rectified @ V
    loss = torch.nn.functional.mse_loss(predictions, t)
    return {"W": W, "b": b, "V": V}, [product, shifted, rectified, predictions, loss]


def softmax():
    x, t = data([[1.0, 2], [3, -1]]), torch.tensor([1, 0])
    W, b = leaf([[1.0, 0, -1], [0.5, 1, 0]]), leaf([0.0, 0.5, 0])
    product = x @ W
    logits = product + b
    loss = torch.nn.functional.cross_entropy(logits, t)
    return {"W": W, "b": b}, [product, logits, loss]


def shared():
    w, x = leaf([2.0, -1, 0.5]), data([1.0, 2, 4])
    s = w * x
    squared = s**2
    both = squared + s
    all_three = both + w
    return {"w": w}, [s, squared, both, all_three, all_three.sum()]


def broadcast():
    x = data([[1.0, 2], [3, -1]])
    c, b = leaf([[2.0], [-1]]), leaf([1.0, 0])
    product = x * c
    shifted = product + b
    squared = shifted**2
    return {"c": c, "b": b}, [product, shifted, squared, squared.mean()]


def flat(tensor):
    return tensor.detach().reshape(-1).tolist()


graphs = {}
for make in (dense, softmax, shared, broadcast):
    leaves, nodes = make()
    for node in nodes:
        node.retain_grad()
    nodes[-1].backward()
    graphs[make.__name__] = {
        "nodes": [{"shape": list(n.shape), "value": flat(n), "gradient": flat(n.grad)} for n in nodes],
        "leaves": {name: flat(tensor.grad) for name, tensor in leaves.items()},
    }

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"versions": {"torch": torch.__version__}, "graphs": graphs}) + "\n")
print(len(graphs), "graphs,", path.stat().st_size, "bytes")

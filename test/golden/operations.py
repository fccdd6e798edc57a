"""Writes operations.json: what PyTorch gives for each operation, values and gradients, in float32.

Each case has inputs, `upstream` (the gradient by the output, so that all of them matter), the output and the gradient
by each input that has one. test/helpers/operation-cases.ts calls our operation of the same name. In cases marked `kink`
some value stands where the operation has no derivative, or is not finite, so finite differences do not apply.

Run: python3 test/golden/operations.py        (PyTorch 1.13)
"""
import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

inf, nan = math.inf, math.nan
generator = np.random.default_rng(20240607)
cases = []


def normal(*shape):
    """Away from 0 by 0.05, so that no kink is within a step of a finite difference."""
    x = generator.standard_normal(shape)
    return (x + np.where(x < 0, -0.05, 0.05)).astype(np.float32)


def positive(*shape):
    return generator.uniform(0.4, 3, shape).astype(np.float32)


def large(*shape):
    """Of either sign, away from 0 by so much that reciprocals are smooth."""
    return (positive(*shape) * np.where(generator.random(shape) < 0.5, -1, 1)).astype(np.float32)


def distinct(*shape):
    """Values at least 0.1 apart, in random order: no ties, and none within a step of a finite difference."""
    n = math.prod(shape)
    return (generator.permutation(n).reshape(shape) * 0.1 - n * 0.05 + 0.03).astype(np.float32)


def values(array):
    """The shortest decimals that give the same float32; JSON has no NaN and no infinities, they are text."""
    return [float(str(v)) if np.isfinite(v) else str(v) for v in np.asarray(array, dtype=np.float32).ravel()]


def case(name, fn, *inputs, fixed=(), kink=False, gradient=True):
    """`fixed`: numbers of the inputs that take no gradient."""
    arrays = [np.asarray(x, dtype=np.float32) for x in inputs]
    tensors = [torch.tensor(a, requires_grad=i not in fixed and gradient) for i, a in enumerate(arrays)]
    output = fn(*tensors).to(torch.float32)
    entry = {
        "name": name,
        "kink": kink,
        "inputs": [{"shape": list(a.shape), "values": values(a)} for a in arrays],
        "shape": list(output.shape),
        "output": values(output.detach()),
    }
    if gradient:
        upstream = generator.uniform(0.5, 1.5, tuple(output.shape)).astype(np.float32)
        output.backward(torch.tensor(upstream))
        entry["upstream"] = values(upstream)
        entry["gradients"] = [None if t.grad is None else values(t.grad) for t in tensors]
    cases.append(entry)


# Two operands, broadcast.
pairs = [([3, 5], [3, 5]), ([3, 1, 5], [4, 1]), ([4, 1], [1, 3]), ([7], []), ([], [3]), ([1], [1]), ([], []),
         ([2, 1, 3, 1], [5, 1, 4]), ([2, 3, 4], [3, 1]), ([1, 17], [17]), ([2, 1, 2], [1, 3, 1])]
extremes = [100, -100, 0, -0.0, 1e30, -1e30, 1e-30, 3.4e38, -3.4e38, inf, -inf, nan, 1, -1]
binary = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "maximum": torch.maximum,
    "minimum": torch.minimum,
}
for name, fn in binary.items():
    for a, b in pairs:
        if name in ("maximum", "minimum"):
            both = distinct(math.prod(a) + math.prod(b))
            x, z = both[: math.prod(a)].reshape(a), both[math.prod(a):].reshape(b)
        else:
            x, z = normal(*a), large(*b)
        case(name, fn, x, z)
    case(f"{name}(x, x)", lambda x, fn=fn: fn(x, x), normal(2, 3))
    case(f"{name}(x, x)", lambda x, fn=fn: fn(x, x), normal(1))
    if name in ("maximum", "minimum"):
        case(name, fn, [1, 2, 3, 0], [1, 3, 2, -0.0], kink=True)
        # At NaN PyTorch passes the gradient on, we do not: only the values are compared.
        case(name, fn, extremes, [nan, *reversed(extremes[:-1])], kink=True, gradient=False)
        case(name, fn, extremes[:10], [*reversed(extremes[:10])], kink=True)
    elif name == "div":
        # Gradients by PyTorch go by a / b / b.
        case(name, fn, extremes, [*reversed(extremes)], kink=True, gradient=False)
        case(name, fn, [100, -100, 1e30, 0, -1], [-100, 1e-3, 100, 100, 1e15], kink=True)
    else:
        case(name, fn, extremes, [*reversed(extremes)], kink=True)
case("add(x, 2.5)", lambda x: x + 2.5, normal(2, 2))
case("sub(2.5, x)", lambda x: 2.5 - x, normal(2, 2))
case("mul(x, -3)", lambda x: x * -3, normal(2, 2))
case("div(2, x)", lambda x: 2 / x, positive(2, 2))
case("maximum(x, 0.25)", lambda x: torch.maximum(x, torch.tensor(0.25)), distinct(3, 3))
case("minimum(x, 0.25)", lambda x: torch.minimum(x, torch.tensor(0.25)), distinct(3, 3))

# One operand.
shapes = [[3, 5], [17], [1], [], [2, 1, 3]]
unary = {
    "neg": (torch.neg, normal, extremes),
    "abs": (torch.abs, normal, extremes),
    "square": (torch.square, normal, extremes),
    "sqrt": (torch.sqrt, positive, [100, 0, 1e30, 1e-30, 3.4e38, inf, nan, -1, -inf]),
    "exp": (torch.exp, normal, [100, -100, 88, -87, 0, -0.0, 1e30, -1e30, inf, -inf, nan]),
    "log": (torch.log, positive, [100, 0, 1e30, 1e-30, 3.4e38, inf, nan, -1, -100]),
    "relu": (torch.relu, normal, [100, -100, 0, -0.0, inf, -inf, 1e-30]),
    "clip(-0.5, 0.75)": (lambda x: torch.clip(x, -0.5, 0.75), lambda *s: distinct(*s) * 1.7,
                         [100, -100, -0.5, 0.75, 0, inf, -inf]),
    "clip(-Infinity, 0.1)": (lambda x: torch.clip(x, -inf, 0.1), distinct, [100, -100, inf, -inf]),
    "clip(0.25, 0.25)": (lambda x: torch.clip(x, 0.25, 0.25), distinct, [100, -100]),
}
for name, (fn, draw, at) in unary.items():
    for shape in shapes:
        case(name, fn, draw(*shape))
    case(name, fn, at, kink=True)
for p, draw in [(3, normal), (2, normal), (-2, large), (1, normal), (0, normal), (0.5, positive), (-1.5, positive),
                (1 / 3, positive), (2.5, positive)]:
    label = "1/3" if p == 1 / 3 else str(p)
    for shape in shapes[:4]:
        case(f"pow({label})", lambda x, p=p: torch.pow(x, p), draw(*shape))
    case(f"pow({label})", lambda x, p=p: torch.pow(x, p), [100, 1e-3, 1, 2, inf, nan], kink=True)
case("pow(3)", lambda x: torch.pow(x, 3), [-100, 0, -1e20, -inf], kink=True)
case("pow(-2)", lambda x: torch.pow(x, -2), [-100, 0, -1e20, -inf], kink=True)
case("pow(0.5)", lambda x: torch.pow(x, 0.5), [-1, 0], kink=True)

# where.
for c, a, b in [([3, 5], [3, 5], [3, 5]), ([3, 1], [3, 5], [5]), ([2, 3, 4], [1], [4]), ([4], [2, 1, 4], [3, 1]),
                ([], [2, 3], [2, 3]), ([2, 2], [], []), ([1], [1], [1]), ([5, 1, 3], [2, 1], [])]:
    condition = generator.integers(-1, 2, c)
    case("where", lambda c, a, b: torch.where(c != 0, a, b), condition, normal(*a), normal(*b), fixed=[0])
case("where(c, x, x)", lambda c, x: torch.where(c != 0, x, x), [1, 0, 1], normal(2, 3), fixed=[0])
case("where(c, x, 0)", lambda c, x: torch.where(c != 0, x, torch.tensor(0.0)), [1, 0, -2], normal(2, 3), fixed=[0])
case("where", lambda c, a, b: torch.where(c != 0, a, b), [1, 0, nan, -0.0, inf], [1, nan, 2, inf, -inf],
     [nan, 1, -inf, 5, nan], fixed=[0], kink=True)

# Shapes.
for shape, axes in [([2, 3], None), ([2, 3, 4], None), ([3, 4, 5], [0, 2, 1]), ([3, 4, 5], [1, 0, 2]),
                    ([3, 4, 5], [2, 0, 1]), ([2, 3, 1, 4], [3, 1, 0, 2]), ([2, 3, 4], [-1, 0, 1]), ([1, 5], None),
                    ([7], None), ([], None), ([2, 3], [0, 1]), ([33, 18], None), ([2, 3, 2, 3, 2], [4, 2, 0, 3, 1])]:
    order = axes if axes is not None else list(range(len(shape)))[::-1]
    label = "transpose" if axes is None else f"transpose {json.dumps(axes)}"
    case(label, lambda x, order=order: x.permute(*order) if order else x.clone(), normal(*shape))
for shape, to in [([2, 6], [3, -1]), ([2, 3, 4], [-1]), ([6], [2, 1, 3]), ([1], []), ([], [1, 1]), ([4, 2], [4, 2])]:
    case(f"reshape {json.dumps(to)}", lambda x, to=to: x.reshape(to) * 1, normal(*shape))
for shape in [[2, 3, 2], [5], []]:
    case("flatten", lambda x: x.flatten() * 1, normal(*shape))
for shape, begin, size in [([5, 6], [1, 2], [3, -1]), ([5, 6], [0, 0], [-1, -1]), ([5, 6], [4, 5], [1, 1]), ([9], [3], [4]),
                           ([3, 4, 5], [1, 0, 2], [2, -1, 2]), ([3, 4, 5], [0, 1, 0], [3, 2, 5]), ([2, 3], [1, 0], [1, 3])]:
    where = tuple(slice(b, None if s == -1 else b + s) for b, s in zip(begin, size))
    case(f"slice {json.dumps(begin)} {json.dumps(size)}", lambda x, where=where: x[where] * 1, normal(*shape))
for axis, parts in [(1, [[2, 3], [2, 2], [2, 1]]), (0, [[2, 3], [1, 3]]), (-1, [[2, 2, 3], [2, 2, 5]]), (0, [[1], [4]]),
                    (1, [[2, 1, 3], [2, 4, 3], [2, 2, 3]]), (0, [[3]])]:
    case(f"concat {axis}", lambda *x, axis=axis: torch.cat(x, axis), *[normal(*p) for p in parts])
case("concat [x, x] 1", lambda x: torch.cat([x, x], 1), normal(2, 3))
for axis, count, shape in [(0, 2, [2, 3]), (1, 3, [2, 3]), (-1, 2, [2, 3]), (0, 2, []), (0, 1, [4])]:
    case(f"stack {axis}", lambda *x, axis=axis: torch.stack(x, axis), *[normal(*shape) for _ in range(count)])
case("stack [x, x] 0", lambda x: torch.stack([x, x], 0), normal(3))

# Reductions.
whole = lambda x: tuple(range(x.dim()))
reductions = {
    "sum": lambda x, axes, keep: x.sum(axes, keepdim=keep) if x.dim() else x * 1,
    "mean": lambda x, axes, keep: x.mean(axes, keepdim=keep) if x.dim() else x * 1,
    "variance": lambda x, axes, keep: x.var(axes, unbiased=False, keepdim=keep) if x.dim() else x * 0,
    "max": lambda x, axes, keep: x.amax(axes, keepdim=keep) if x.dim() else x * 1,
    "min": lambda x, axes, keep: x.amin(axes, keepdim=keep) if x.dim() else x * 1,
}
reduced = [([3, 4, 5], None, False), ([3, 4, 5], 0, False), ([3, 4, 5], 1, False), ([3, 4, 5], -1, True),
           ([3, 4, 5], [0, 1], False), ([3, 4, 5], [1, 2], True), ([3, 4, 5], [2, 0], False), ([3, 4, 5], [0, 2], True),
           ([2, 3, 1, 4], [0, 2, 3], False), ([2, 3, 2, 3, 2], [0, 2, 4], False), ([2, 3, 2, 3, 2], [1, 3], True),
           ([1], None, False), ([], None, False), ([1, 3], 0, False), ([3, 1], [1], True), ([7], 0, False),
           ([37, 3], 0, False), ([3, 37], 1, False), ([2, 2], [], False)]
for name, fn in reductions.items():
    for shape, axes, keep in reduced:
        label = name + ("" if axes is None else f" {json.dumps(axes)}") + (" keepDims" if keep else "")
        if axes == []:
            apply = lambda x, name=name: x * 0 if name == "variance" else x * 1
        else:
            apply = lambda x, fn=fn, axes=axes, keep=keep: fn(x, whole(x) if axes is None else axes, keep)
        case(label, apply, distinct(*shape) if name in ("max", "min") else normal(*shape))
    case(f"{name} 1", lambda x, fn=fn: fn(x, 1, False), [[100, -100, 99], [-100, 100, 0], [1e30, 1, -1]], kink=True)
    if name in ("max", "min"):
        case(f"{name} 1", lambda x, name=name: getattr(torch, name)(x, 1)[0],
             [[1, 2, 2], [3, 3, 1], [-0.0, 0, 0], [inf, inf, 1], [-inf, -inf, -1]], kink=True)
    case(f"{name} 1", lambda x, fn=fn: fn(x, 1, False), [[1, nan, 2], [inf, 1, 2], [-inf, 3, 1]], kink=True, gradient=False)
case("sum", lambda x: x.sum(), [3e7, 1, 1, 1, 1, 2], kink=True)
case("variance", lambda x: x.var(unbiased=False), [1000.5, 1001.5, 1002.25, 999.75], kink=True)
for shape, axis in [([3, 4, 5], 0), ([3, 4, 5], 1), ([3, 4, 5], -1), ([9], 0), ([1], 0), ([3, 4], None), ([], None)]:
    label = "argMax" if axis is None else f"argMax {axis}"
    case(label, lambda x, axis=axis: x.argmax() if axis is None else x.argmax(axis), distinct(*shape), gradient=False)
case("argMax 1", lambda x: torch.max(x, 1)[1], [[1, 2, 2], [nan, 3, nan], [inf, inf, 1]], gradient=False)

# Lookups.
for entries, columns, indices in [(5, 3, [1, 4, 1, 0]), (4, 1, [[3, 3], [0, 3]]), (1, 6, [0]), (3, 2, 2), (7, 5, [[[6]], [[2]]])]:
    case("embedding", lambda t, i: F.embedding(i.long(), t), normal(entries, columns), indices, fixed=[1])
case("oneHot 4", lambda i: F.one_hot(i.long(), 4), [[3, 0], [1, 1]], gradient=False)
case("oneHot 1", lambda i: F.one_hot(i.long(), 1), [0, 0], gradient=False)

# Products.
for a, b in [([3, 4], [4, 5]), ([1, 1], [1, 1]), ([2, 3, 4], [2, 4, 5]), ([2, 3, 4], [4, 5]), ([2, 2, 3, 4], [2, 2, 4, 1]),
             ([1, 7], [7, 3]), ([17, 9], [9, 13])]:
    case("matmul", torch.matmul, normal(*a), normal(*b))
case("matmul(x, x)", lambda x: x @ x, normal(3, 3))

text = ",\n".join(json.dumps(entry) for entry in cases)
Path(__file__).with_suffix(".json").write_text(f"[\n{text}\n]\n")
print(len(cases), "cases")

"""What programs share that work values out by a formula: inputs, gradients, and the JSON. Needs Python 3.9 and no package.

    from by_formula import ...        (in test/golden/activation-NAME.py, optimizer-NAME.py and layer-NAME.py)
"""
import json
import math
import pathlib
import random
import textwrap


def numbers(count, seed, low=-3.0, high=3.0):
    """The same for the same seed: multiples of 1/8, which float32 holds exactly."""
    drawn = random.Random(seed)
    return [round(8 * (low + (high - low) * drawn.random())) / 8 for _ in range(count)]


def digits(values):
    """Ten of them, and no -0."""
    return [float(f"{value.real:.10g}") + 0.0 for value in values]


def derivatives(total, values):
    """The derivative of total(values) by each value, to the last digit: the imaginary part that a step of 1e-200i gives.

    Nothing is subtracted, so nothing cancels. It holds for formulas of + - * / and cmath; abs, max and comparisons look at
    one number and would need the real part.

    Squire & Trapp, Using complex variables to estimate derivatives of real functions, 1998, doi 10.1137/S003614459631241X
    """
    step = 1e-200
    return [total([*values[:i], value + step * 1j, *values[i + 1 :]]).imag / step for i, value in enumerate(values)]


def weighted(upstream, outputs):
    return sum((a * b for a, b in zip(upstream, outputs)), 0j)


# activations ---------------------------------------------------------------------------------------------------------
extremes = [0.0, 0.125, -0.125, 1.0, -1.0, 9.0, -9.0, 30.0, -30.0, 100.0, -100.0]


def elementwise(function, lists=((3, 4), extremes)):
    """Cases of a function of one number: over drawn numbers of a shape, and over given ones."""
    cases = []
    for seed, one in enumerate(lists):
        shape = list(one) if isinstance(one, tuple) else [len(one)]
        x = numbers(math.prod(shape), seed) if isinstance(one, tuple) else one
        upstream = numbers(len(x), 100 + seed, 0.5, 1.5)
        gradient = [u * derivatives(lambda z: function(z[0]), [value])[0] for u, value in zip(upstream, x)]
        output = [function(complex(value)) for value in x]
        cases.append(
            {
                "inputs": [[shape, x]],
                "options": {},
                "upstream": upstream,
                "output": [shape, digits(output)],
                "gradients": [digits(gradient)],
            }
        )
    return cases


# layers --------------------------------------------------------------------------------------------------------------
def layer_case(args, shape, weights, forward, seed=0):
    """One call of a layer: `args` of its constructor, `shape` of the batch, `weights` as shapes by name.

    forward(x, weights) has x as rows of numbers along the last axis, weights as numbers by name, and returns rows.
    """
    x = numbers(math.prod(shape), seed)
    values = {name: numbers(math.prod(size), seed + 10 + i) for i, (name, size) in enumerate(weights.items())}
    columns = shape[-1]

    def run(x, values):
        rows = [x[i : i + columns] for i in range(0, len(x), columns)]
        return [y for row in forward(rows, values) for y in row]

    y = run(x, values)
    upstream = numbers(len(y), seed + 20)
    call = {
        "training": False,
        "x": [shape, x],
        "upstream": upstream,
        "y": [[*shape[:-1], len(y) * columns // len(x)], digits(y)],
        "dx": digits(derivatives(lambda x: weighted(upstream, run(x, values)), x)),
        "gradients": {
            name: digits(derivatives(lambda w: weighted(upstream, run(x, {**values, name: w})), own))
            for name, own in values.items()
        },
        "states": {},
    }
    return {"args": args, "input": shape[1:], "weights": values, "calls": [call]}


# optimizers ----------------------------------------------------------------------------------------------------------
folder = pathlib.Path(__file__).parent


def steps_case(rule, options, counts=(5, 25)):
    """The weights of optimizers.json after so many steps with its gradients.

    rule(**options) is update(theta, g, state, t), which returns the new theta of one weight and keeps what it likes in the
    dictionary `state`.
    """
    problem = json.loads((folder / "optimizers.json").read_text())
    theta = [list(values) for values in problem["start"]]
    states = [[{} for _ in values] for values in theta]
    update = rule(**options)
    after = {}
    for t, gradients in enumerate(problem["gradients"], 1):
        for values, own, given in zip(theta, states, gradients):
            values[:] = [update(w, g, state, t) for w, g, state in zip(values, given, own)]
        if t in counts:
            after[str(t)] = [digits(values) for values in theta]
    return {"options": options, "after": after}


def steady_lengths(rule, options, gradient=2.0, count=40):
    """How long each step is under a gradient that stays."""
    update, state = rule(learningRate=0.01, **options), {}
    path = [0.0]
    for t in range(1, count + 1):
        path.append(update(path[-1], gradient, state, t))
    return {"options": options, "lengths": digits(a - b for a, b in zip(path, path[1:]))}


# the file ------------------------------------------------------------------------------------------------------------
def write(program, content):
    """The JSON beside the program, under its name, in lines that fit a screen."""
    text = textwrap.fill(json.dumps(content), 96, break_long_words=False, break_on_hyphens=False)
    json.loads(text)  # fails where a text had a space, and a line was broken there
    path = pathlib.Path(program).with_suffix(".json")
    path.write_bytes(f"{text}\n".encode())  # the same bytes on every system
    print(f"{path.name}: {len(content['cases'])} cases")
